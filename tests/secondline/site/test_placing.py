"""`./secondline place`: the same deed as on the post's page."""

import pytest
from cast import Cast
from click.testing import CliRunner

from secondline.people.models import Post
from secondline.record.models import Entry
from secondline.site.commands.placing import place

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(place, list(words))
    return done.exit_code, done.output


def test_an_administrator_puts_a_post_on_the_map_and_takes_it_off(cast: Cast) -> None:
    where = ("--latitude", "-33.4", "--longitude", "-70.8")
    assert run("UTO-AIR", "--as", "administrator", *where) == (0, "Utopia Airport is at -33.4, -70.8.\n")
    post = Post.objects.get(code="UTO-AIR")
    assert (post.latitude, post.longitude) == (-33.4, -70.8)
    assert Entry.objects.latest("number").verb == "post.change"
    assert run("UTO-AIR", "--as", "administrator") == (0, "Utopia Airport is off the map.\n")
    assert Post.objects.get(code="UTO-AIR").latitude is None


def test_what_cannot_be_is_refused_in_words(cast: Cast) -> None:
    assert run("UTO-AIR", "--as", "officer", "--latitude", "1", "--longitude", "1")[0] == 2
    assert run("UTO-AIR", "--as", "nobody")[0] == 2
    assert run("ARC-AIR", "--as", "administrator")[0] == 2
    code, words = run("UTO-AIR", "--as", "administrator", "--latitude", "1")
    assert code == 2
    assert "both in degrees" in words
    assert Post.objects.get(code="UTO-AIR").latitude is None
