"""The tables of the picture: what was counted with its interval, effort and change beside it, in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext, ngettext

from secondline.register.series.observed import months_of, period_code
from secondline.shell.templatetags.shell import day
from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.naming import label
from secondline.trends.queries.combining import News, Ranked, Ranking
from secondline.trends.queries.flowing import JOURNEY, STAGES, Flows
from secondline.trends.queries.splitting import Part
from secondline.trends.rules import PER, Rate, month_after
from secondline.trends.sheet import Cell, Column, Sheet, number
from secondline.trends.wording import hundredths, interval, share, tenths, whole

Names = Mapping[str, str]


def headings() -> dict[str, str]:
    """What the dimensions of the register are called above a column."""
    return {
        "post": gettext("Post"),
        "embarkation": gettext("Came from"),
        "transit": gettext("Came through"),
        "next_stop": gettext("Next stop"),
        "final_destination": gettext("Final destination"),
        "document_nationality": gettext("Nationality of the document"),
        "document_kind": gettext("Document"),
        "fraud_class": gettext("Class of fraud"),
        "issuer": gettext("Issuer"),
        "outcome": gettext("What happened"),
    }


def coded(by: Sequence[str]) -> list[Column]:
    words = headings()
    return [Column(name, words[name], coded=True) for name in by]


def cells(by: Sequence[str], key: Sequence[str], posts: Names, codes: Names) -> list[Cell]:
    """A post is named by its code in a file, not by the number that the house gave it."""
    return [
        Cell(codes.get(code, code) if name == "post" else code, label(name, code, posts))
        for name, code in zip(by, key, strict=True)
    ]


def limits(value: Rate | None) -> list[Cell]:
    low, high = (value[1], value[2]) if value else (None, None)
    return [number(low, ""), number(high, "")]


def limited(name: str) -> list[Column]:
    return [Column(f"{name}_{end}_95", "", in_file=True) for end in ("low", "high")]


def with_interval(value: Rate | None) -> str:
    return f"{tenths(value[0])} ({interval(value)})" if value else gettext("not known")


def ratio_words(value: Rate | None) -> str:
    """A ratio with its interval, and whether that is more than chance."""
    if value is None:
        return gettext("not known")
    said = gettext("%(ratio)s times (%(low)s – %(high)s)") % {
        "ratio": hundredths(value[0]),
        "low": hundredths(value[1]),
        "high": hundredths(value[2]) if value[2] != float("inf") else "∞",
    }
    chance = gettext("no more than chance")
    return f"{said}, {chance}" if value[1] <= 1 <= value[2] else said


def ranking_sheet(found: Ranking, posts: Names, codes: Names, name: str, title: str) -> Sheet:
    rate = gettext("Found per %(number)s inspections at the post") % {"number": PER}
    columns = [
        *coded(found.by),
        Column("found", gettext("Found"), number=True),
        *limited("found"),
        Column("inspections_at_post", gettext("Inspections at the post"), number=True),
        Column("found_per_100", rate, number=True),
        *limited("rate"),
        Column("found_before", gettext("Before"), number=True),
        Column("times_before", gettext("Rate against before"), number=True, words=True),
        *limited("times"),
    ]
    rows = [_ranked(found.by, row, posts, codes) for row in found.rows]
    rest = found.total - sum(row.found for row in found.rows)
    return Sheet(name, title, columns, rows, rest_words(rest))


def rest_words(rest: int) -> str:
    return (
        ngettext(
            "%(number)s more was found in combinations that are not listed here; the file has all.",
            "%(number)s more were found in combinations that are not listed here; the file has all.",
            rest,
        )
        % {"number": whole(rest)}
        if rest
        else ""
    )


def _ranked(by: Sequence[str], row: Ranked, posts: Names, codes: Names) -> list[Cell]:
    spread = f"{whole(row.found)} ({interval(row.spread)})"
    return [
        *cells(by, row.key, posts, codes),
        number(row.found, spread),
        *limits(row.spread),
        number(row.inspections or None, whole(row.inspections or None)),
        number(row.rate[0] if row.rate else None, with_interval(row.rate)),
        *limits(row.rate),
        number(row.before, whole(row.before)),
        number(row.ratio[0] if row.ratio else None, _against(row)),
        *limits(row.ratio),
    ]


def _against(row: Ranked) -> str:
    if row.before == 0 and row.ratio is None:
        return gettext("none before")
    return ratio_words(row.ratio)


def news_sheet(found: News, by: Sequence[str], posts: Names, codes: Names) -> Sheet:
    columns = [
        *coded(by),
        Column("found", gettext("Found"), number=True),
        Column("first_month", gettext("First seen")),
        Column("chance", gettext("What chance says"), number=True, words=True),
        Column("stands_out", gettext("Stands out among all new ones")),
    ]
    rows = [
        [
            *cells(by, row.key, posts, codes),
            number(row.found, whole(row.found)),
            Cell(f"{row.first:%Y-%m}", month_words(row.first)),
            number(row.chance, share(row.chance)),
            Cell("yes" if row.believed else "no", gettext("yes") if row.believed else gettext("no")),
        ]
        for row in found.rows
    ]
    rest = found.total - sum(row.found for row in found.rows)
    return Sheet("new", gettext("New combinations"), columns, rows, rest_words(rest))


def parts_sheet(parts: Sequence[Part], split: str, posts: Names, codes: Names) -> Sheet:
    columns = [
        *coded([split]),
        Column("found", gettext("Found"), number=True),
        Column("inspections", gettext("Inspections"), number=True),
        Column("found_per_100", gettext("Found per %(number)s inspections") % {"number": PER}, number=True),
        *limited("rate"),
    ]
    rows = [
        [
            *cells([split], [part.label], posts, codes),
            number(part.found, whole(part.found)),
            number(part.inspections, whole(part.inspections)),
            number(part.rate[0] if part.rate else None, with_interval(part.rate)),
            *limits(part.rate),
        ]
        for part in parts
    ]
    return Sheet("parts", gettext("Side by side"), columns, rows)


def months_sheet(parts: Sequence[Part], split: str, posts: Names, codes: Names) -> Sheet:
    """For the file: every month of every part."""
    columns = [
        *coded([split]),
        Column("month", gettext("Month")),
        Column("found", gettext("Found"), number=True),
    ]
    rows = [
        [*cells([split], [part.label], posts, codes), Cell(f"{month:%Y-%m}", ""), number(found, "")]
        for part in parts
        for month, found in sorted(part.months.items())
    ]
    return Sheet("parts", "", columns, rows)


def flows_sheet(found: Flows, posts: Names, codes: Names) -> Sheet:
    """What is drawn, band by band: small ones together, the unknown as unknown."""
    words = headings()
    columns = [
        Column("stage", gettext("From stage"), coded=True),
        Column("at", gettext("From")),
        Column("next_stage", gettext("To stage"), coded=True),
        Column("next_at", gettext("To")),
        Column("found", gettext("Found"), number=True),
    ]
    rows = []
    for place, link in enumerate(found.links):
        stage, other = STAGES[place], STAGES[place + 1]
        for (one, two), n in sorted(link.items(), key=lambda each: (-each[1], each[0])):
            (left,), (right,) = (
                cells([stage], [one], posts, codes),
                cells([other], [two], posts, codes),
            )
            rows.append(
                [Cell(stage, words[stage]), left, Cell(other, words[other]), right, number(n, whole(n))]
            )
    return Sheet("flows", gettext("Flows"), columns, rows)


def journeys_sheet(journeys: Mapping[tuple[str, ...], int], posts: Names, codes: Names) -> Sheet:
    """For the file: every journey with all its stages."""
    columns = [*coded(JOURNEY), Column("found", gettext("Found"), number=True)]
    rows = [
        [*cells(JOURNEY, key, posts, codes), number(n, "")]
        for key, n in sorted(journeys.items(), key=lambda each: (-each[1], each[0]))
    ]
    return Sheet("flows", "", columns, rows)


def places_sheet(
    rows: Sequence[tuple[str, str, int, int | None, Rate | None]], posts: Names, codes: Names
) -> Sheet:
    """Of the map: dimension, code, found; of posts their inspections and rate too."""
    words = headings()
    columns = [
        Column("what", gettext("What"), coded=True),
        Column("place", gettext("Place"), coded=True),
        Column("found", gettext("Found"), number=True),
        Column("inspections", gettext("Inspections"), number=True),
        Column("found_per_100", gettext("Found per %(number)s inspections") % {"number": PER}, number=True),
        *limited("rate"),
    ]
    made = [
        [
            Cell(name, words[name]),
            *cells([name], [code], posts, codes),
            number(n, whole(n)),
            number(looked, whole(looked) if name == "post" else "–"),
            number(rate[0] if rate else None, with_interval(rate) if name == "post" else "–"),
            *limits(rate),
        ]
        for name, code, n, looked, rate in rows
    ]
    return Sheet("places", gettext("Posts and places"), columns, made)


def published_sheet(rows: Sequence[tuple[date, str, int | None, date, str]], title: str) -> Sheet:
    columns = [
        Column("period", gettext("Period")),
        Column("number", gettext("Number"), number=True),
        Column("vintage", gettext("As of")),
        Column("flag", gettext("Flag of the source")),
    ]
    made = [
        [
            Cell(period_code(period, frequency), period_words(period, frequency)),
            number(value, whole(value)),
            Cell(f"{vintage:%Y-%m-%d}", day(vintage)),
            Cell(flag, flag),
        ]
        for period, frequency, value, vintage, flag in rows
    ]
    return Sheet("published", title, columns, made)


def period_words(period: date, frequency: str) -> str:
    if frequency == "M":
        return month_words(period)
    if frequency in {"Q", "A"}:
        return period_code(period, frequency)
    last = month_after(period, months_of(frequency) - 1)
    return gettext("%(first)s to %(last)s") % {"first": month_words(period), "last": month_words(last)}


def groups_sheet(rows: Sequence[tuple[str, str, Mapping[date, int]]], most: int) -> Sheet:
    columns = [
        Column("area", gettext("Area of the series")),
        Column("citizenship", gettext("Nationality"), coded=True),
        Column("number", gettext("Number"), number=True),
        Column("months", gettext("Months with data"), number=True),
    ]
    made = [
        [
            Cell(area, area or "–"),
            Cell(code, label("citizenship", code, {})),
            number(sum(months.values()), whole(sum(months.values()))),
            number(len(months), whole(len(months))),
        ]
        for area, code, months in rows[:most]
    ]
    rest = sum(sum(months.values()) for _area, _code, months in rows[most:])
    words = gettext("%(number)s in all are in groups that are not listed here; the file has them.")
    left = words % {"number": whole(rest)} if rest else ""
    return Sheet("groups", gettext("The largest groups"), columns, made, left)
