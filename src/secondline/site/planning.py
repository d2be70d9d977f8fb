"""A plan of trends becomes the quick-check cards at the posts: composed here, where both rooms are known.

Made by the worker, again when a plan comes or goes, and daily because the library grows. Idempotent: what
is wanted is worked out from the standing plans, and the offers that plans brought are made to fit.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django_tasks import TaskContext, task

from secondline.people.models import Agency, Post
from secondline.record.moment import began
from secondline.reference.actions.offering import Origin, keep_planned, offer_card
from secondline.reference.models import Alert, DocumentType
from secondline.reference.queries.cards import cards_about, planned_origins
from secondline.trends.actions import note_offered
from secondline.trends.models import Plan
from secondline.trends.queries.looking import Aim, aims_of, standing_plans

AGAIN: Final = timedelta(days=1)
MOST_AT_A_POST: Final = 6  # of one plan: more is no quick check
MOST_OF_ONE_AIM: Final = 2
Card = DocumentType | Alert


def plans_wait(at: datetime) -> bool:
    """Whether a plan has not become cards yet, or one no longer stands whose cards are still offered."""
    for agency in Agency.objects.values_list("pk", flat=True):
        standing = standing_plans(agency, at=at)
        if any(plan.offered_at is None or at - plan.offered_at > AGAIN for plan in standing):
            return True
        if planned_origins(agency) - {plan.pk for plan in standing}:
            return True
    return False


def offer_plans(*, at: datetime) -> int:
    """Make the offers that plans brought fit the plans that stand; how many cards are offered so."""
    return sum(_offer_plans(agency, at) for agency in Agency.objects.all())


def _offer_plans(agency: Agency, at: datetime) -> int:
    posts = {post.code: post for post in Post.objects.filter(agency=agency)}
    wanted: set[tuple[UUID, UUID]] = set()
    for plan in standing_plans(agency.pk, at=at):
        cards = list(_cards(plan, posts, at))
        for post, thing in cards:
            if (post.pk, thing.pk) not in wanted:
                offer_card(post=post, thing=thing, by=None, at=at, origin=Origin(plan.pk, plan.month))
            wanted.add((post.pk, thing.pk))
        note_offered(plan=plan, cards=len(cards), at=at)
    keep_planned(agency=agency.pk, wanted=wanted, at=at)
    return len(wanted)


def _cards(plan: Plan, posts: Mapping[str, Post], at: datetime) -> Iterator[tuple[Post, Card]]:
    """The cards of a plan at each post, those of the most expected places first."""
    given: dict[UUID, set[UUID]] = {post.pk: set() for post in posts.values()}
    for aim in aims_of(plan, at=at):
        things = cards_about(plan.agency, issuer=aim.issuer, kind=aim.kind)[:MOST_OF_ONE_AIM]
        for post in _posts_of(aim, posts):
            there = given[post.pk]
            for thing in things:
                if thing.pk not in there and len(there) < MOST_AT_A_POST:
                    there.add(thing.pk)
                    yield post, thing


def _posts_of(aim: Aim, posts: Mapping[str, Post]) -> list[Post]:
    return [post for code, post in posts.items() if aim.post in {"", code}]


@task(takes_context=True)
def offer_planned(context: TaskContext) -> None:
    offer_plans(at=began(context))
