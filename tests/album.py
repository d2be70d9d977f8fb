"""Draw the pictures that a demonstration shows from the start, into SECONDLINE_VAR: browser tests find them there."""

from django.conf import settings

from secondline.site.clock import now
from secondline.site.commands.demonstrating import wanted
from secondline.site.demo.pictures import Album


def main() -> None:
    at = now()
    album, shots = Album(settings.DEMONSTRATION_PICTURES, at.date()), wanted(at)
    with album.drawn_beside(shots):
        for shot in shots:
            album.thumb(shot)


if __name__ == "__main__":
    main()
