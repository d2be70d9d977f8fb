"""What each view of the picture shows: a summary, plots or a drawing, tables, and what not to conclude."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from secondline.people.models import Person
from secondline.reference.naming import state_name
from secondline.register import queries as register
from secondline.register.queries import Held
from secondline.register.rules import FOUND
from secondline.shell.templatetags.shell import day
from secondline.trends.alluvial import Drawing, drawing
from secondline.trends.atlas import Atlas, atlas
from secondline.trends.ground import Ground, ground
from secondline.trends.naming import label, post_codes, posts_by_id, series_label
from secondline.trends.plot import Spec, specs
from secondline.trends.queries import Series
from secondline.trends.queries.combining import COMBINATION, ROUTE, Ranking, news, ranking
from secondline.trends.queries.flowing import JOURNEY, STAGES, flows
from secondline.trends.queries.published import groups, points
from secondline.trends.queries.splitting import parts
from secondline.trends.ranks import part_plot, published_plot, ranked_plot
from secondline.trends.rules import SPLITS, View
from secondline.trends.sheet import Sheet
from secondline.trends.sheets import (
    flows_sheet,
    groups_sheet,
    headings,
    journeys_sheet,
    months_sheet,
    news_sheet,
    parts_sheet,
    period_words,
    places_sheet,
    published_sheet,
    ranking_sheet,
)
from secondline.trends.wording import interval, line, tenths, whole

MOST_ROWS = 30  # on a page
MOST_IN_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what; `whole`: for a file, which has every row."""

    person: Person
    found: Series
    split: str = "fraud_class"
    scale: str = "same"
    held: Held | None = None
    area: str = ""
    whole: bool = False

    @property
    def most(self) -> int:
        return MOST_IN_FILE if self.whole else MOST_ROWS

    @property
    def names(self) -> tuple[dict[str, str], dict[str, str]]:
        """Of posts by their ids: names, codes."""
        return posts_by_id(self.person), post_codes(self.person)


@dataclass(frozen=True, slots=True)
class Part:
    summary: str
    sheets: Sequence[Sheet]
    cautions: Sequence[str]
    plots: Sequence[tuple[str, Spec]] = ()
    alluvial: Drawing | None = None
    atlas: Atlas | None = None
    notes: Sequence[str] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def _name(by: Sequence[str], key: Sequence[str], posts: Mapping[str, str]) -> str:
    return " · ".join(label(name, code, posts) for name, code in zip(by, key, strict=True))


def side_by_side(asked: Asked) -> Part:
    posts, codes = asked.names
    found, split = asked.found, asked.split
    told = parts(asked.person, found, split)
    most = max((max(part.months.values(), default=0) for part in told), default=0)
    together = {month.month: _together(line(month)) for month in found.months}
    plots = []
    for part in told:
        own = max(part.months.values(), default=0)
        name = label(split, part.label, posts)
        top = most if asked.scale == "same" else own
        plots.append((name, part_plot(part.label, part.months, found.months, together, top)))
    plots.append(specs(found, View.COUNTS)[-1])  # the effort below
    table = months_sheet if asked.whole else parts_sheet
    largest = max(told, key=lambda part: part.found, default=None)
    summary = gettext(
        "%(parts)s side by side, by %(split)s; the largest is %(name)s with %(found)s found."
    ) % {
        "parts": whole(len(told)),
        "split": gettext(SPLITS[split]),
        "name": label(split, largest.label, posts) if largest else "–",
        "found": whole(largest.found if largest else 0),
    }
    scale = (
        gettext("All plots have the same scale: their heights can be compared.")
        if asked.scale == "same"
        else gettext("Each plot has a scale of its own: heights can't be compared between plots.")
    )
    cautions = [gettext("Most of what is side by side is small: look at the interval before the order.")]
    return Part(summary, [table(told, split, posts, codes)], cautions, plots, notes=[scale])


def _together(words: Any) -> str:
    return gettext("%(inspections)s inspections, %(coverage)s") % {
        "inspections": words.inspections,
        "coverage": words.coverage,
    }


def _ranked_plot(told: Ranking, posts: Mapping[str, str]) -> Spec:
    rows = [
        {
            "name": _name(told.by, row.key, posts),
            "n": row.found,
            "low": row.spread[1],
            "high": row.spread[2],
            "words": f"{whole(row.found)} ({interval(row.spread)})",
            "together": gettext(
                "%(rate)s per 100 inspections at the post, of which there were %(inspections)s"
            )
            % {
                "rate": tenths(row.rate[0] if row.rate else None),
                "inspections": whole(row.inspections or None),
            },
        }
        for row in told.rows
    ]
    return ranked_plot(rows, gettext("Found, with its 95 % interval"))


def _compared(told: Ranking) -> str:
    if told.before is None:
        return gettext("Nothing is compared: the register does not reach back as far again.")
    return gettext("Compared with as many months before: %(first)s to %(last)s.") % {
        "first": period_words(told.before[0], "M"),
        "last": period_words(told.before[1], "M"),
    }


def routes(asked: Asked) -> Part:
    posts, codes = asked.names
    told = ranking(asked.person, asked.found, ROUTE, most=asked.most)
    rows = register.chosen(asked.person, asked.found.choice).only({"fraud_class": set(FOUND)})
    unknown = rows.only({ROUTE[0]: {""}}).total()
    summary = gettext(
        "Of %(total)s found, the most frequent route is %(name)s with %(found)s; of %(unknown)s nobody told "
        "where they came from."
    ) % {
        "total": whole(told.total),
        "name": _name(ROUTE, told.rows[0].key, posts) if told.rows else "–",
        "found": whole(told.rows[0].found if told.rows else 0),
        "unknown": whole(unknown),
    }
    cautions = [
        gettext(
            "How many travel on a route is not known here: a route with much traffic has many finds without "
            "more fraud."
        ),
        gettext(
            "The rate is of all inspections at the post, whatever the route: it compares routes of one post."
        ),
    ]
    sheet = ranking_sheet(told, posts, codes, "routes", gettext("Routes"))
    plot = [("", _ranked_plot(told, posts))] if told.rows else []
    return Part(summary, [sheet], cautions, plot, notes=[_compared(told)])


def combinations(asked: Asked) -> Part:
    posts, codes = asked.names
    told = ranking(asked.person, asked.found, COMBINATION, most=asked.most)
    fresh = news(asked.person, asked.found, most=asked.most)
    if not fresh.history:
        said = gettext(
            "Nothing can be called new: the register does not reach back before the chosen months."
        )
    else:
        said = gettext(
            "%(number)s combinations were found that the %(history)s months before did not have; %(strong)s "
            "of them stand out. In as many months before that, %(usual)s were new."
        ) % {
            "number": whole(fresh.number),
            "history": whole(fresh.history),
            "strong": whole(fresh.strong),
            "usual": whole(fresh.usual),
        }
    cautions = [
        gettext(
            "With so many possible combinations some are always new. Chance says how likely it is that all "
            "of its finds fall into these months if it was always as frequent."
        ),
        gettext("What was not looked for, or coded otherwise before, looks new too."),
    ]
    sheets = [
        news_sheet(fresh, COMBINATION, posts, codes),
        ranking_sheet(told, posts, codes, "combinations", gettext("The most frequent combinations")),
    ]
    plot = [("", _ranked_plot(told, posts))] if told.rows else []
    return Part(said, sheets, cautions, plot, notes=[_compared(told)])


def flowing(asked: Asked) -> Part:
    posts, codes = asked.names
    told = flows(asked.person, asked.found.choice)
    words = [headings()[stage] for stage in STAGES]
    unknown = [
        gettext("%(stage)s: %(number)s") % {"stage": words[place], "number": whole(dict(stage)[""])}
        for place, stage in enumerate(told.stages)
        if "" in dict(stage)
    ]
    summary = gettext(
        "%(total)s found, from where they came to where they wanted to go. Not known: %(unknown)s."
    ) % {
        "total": whole(told.total),
        "unknown": "; ".join(unknown) or "–",
    }
    cautions = [
        gettext(
            "A flow is what was found, not how many travelled. Where nothing is looked at, nothing flows."
        ),
        gettext(
            "Where they came through and wanted to go is what was booked, stamped or said; it may be meant "
            "to mislead. Of a longer way only the state last left is kept."
        ),
    ]
    if asked.whole:
        rows = register.chosen(asked.person, asked.found.choice).only({"fraud_class": set(FOUND)})
        return Part(summary, [journeys_sheet(rows.sums(*JOURNEY), posts, codes)], cautions)
    drawn = (
        drawing(told, lambda place, word: label(STAGES[place], word, posts), words) if told.total else None
    )
    return Part(summary, [flows_sheet(told, posts, codes)], cautions, alluvial=drawn)


def mapped(asked: Asked) -> Part:
    posts, codes = asked.names
    rows = register.chosen(asked.person, asked.found.choice).only({"fraud_class": set(FOUND)})
    at_posts = {part.label: part for part in parts(asked.person, asked.found, "post", most=MOST_IN_FILE)}
    came = {code: n for (code,), n in rows.sums("embarkation").items()}
    told: list[tuple[str, str, int, int | None, Any]] = [
        ("post", part.label, part.found, part.inspections, part.rate) for part in at_posts.values()
    ]
    told += [("embarkation", code, n, None, None) for code, n in sorted(came.items(), key=lambda e: -e[1])]
    on = _placed(ground(settings.MAP_FILE), asked.person)
    drawn = atlas(
        {key: (codes.get(key, key), posts.get(key, key), part.found) for key, part in at_posts.items()},
        {code: (state_name(code), n) for code, n in came.items() if code},
        {(code, post): n for (code, post), n in rows.sums("embarkation", "post").items()},
        on,
    )
    summary = gettext(
        "%(posts)s posts and %(places)s places that travellers came from; of %(unknown)s nobody told from "
        "where."
    ) % {
        "posts": whole(len(at_posts)),
        "places": whole(len([code for code in came if code])),
        "unknown": whole(came.get("", 0)),
    }
    notes = [gettext(GROUND_WORDS[on.own])]
    if on.fault:
        notes.append(
            gettext("The map file of this installation can't be used: %(fault)s.") % {"fault": on.fault}
        )
    cautions = [
        gettext(
            "A large circle is many finds: of much traffic, many inspections or much fraud. See the rates."
        ),
    ]
    cut = told if asked.whole else told[: 2 * MOST_ROWS]
    return Part(summary, [places_sheet(cut, posts, codes)], cautions, atlas=drawn, notes=notes)


def _placed(on: Ground, person: Person) -> Ground:
    """What the administrator said of a post comes before what the file of the installation says."""
    said = {
        post.code: (post.longitude, post.latitude)
        for post in register.posts(person)
        if post.longitude is not None and post.latitude is not None
    }
    return replace(on, posts={**on.posts, **said})


GROUND_WORDS: Mapping[bool, str] = {
    False: gettext_noop(
        "No border is drawn. Where a symbol stands is a place for a symbol and no opinion on any territory."
    ),
    True: gettext_noop(
        "The ground is this installation's own map. Lines on it are no opinion of Secondline's on any border."
    ),
}


def published(asked: Asked) -> Part:
    if asked.held is None:
        words = gettext(
            "The register holds no published series yet: an analyst takes one over under Register."
        )
        return Part(words, [], [])
    choice = asked.found.choice
    told = points(asked.person, asked.held, choice, asked.area)
    name = series_label(asked.held)
    of = (
        state_name(choice.document_nationality)
        if choice.document_nationality
        else gettext("all nationalities")
    )
    rows = [(each.period, each.frequency, each.value, each.vintage, each.flag) for each in told.points]
    summary = gettext(
        "%(series)s, %(nationality)s: %(number)s periods, %(sum)s in all, as of %(vintage)s."
    ) % {
        "series": name,
        "nationality": of,
        "number": whole(len(rows)),
        "sum": whole(sum(each.value or 0 for each in told.points)),
        "vintage": day(asked.held.vintage),
    }
    drawn = [(period_words(when, how), value, day(vintage)) for when, how, value, vintage, _f in rows]
    cautions = [
        gettext(
            "Others count otherwise: events, persons and documents can't be set in relation to each other."
        ),
        gettext("A published series has no effort beside it: a rise may be more looking, a fall less."),
    ]
    sheets = [published_sheet(rows, name)]
    if told.monthly:
        sheets.append(groups_sheet(groups(asked.person, asked.held, choice, asked.area), asked.most))
    plot = [("", published_plot(drawn, name))] if rows else []
    return Part(summary, sheets, cautions, plot, notes=_notes(asked.held, summed=told.summed))


def _notes(held: Held, *, summed: bool) -> list[str]:
    """How the numbers of a published series came together."""
    notes = []
    if summed:
        notes.append(
            gettext("The sum of the nationalities that the source lists, with those it does not name.")
        )
    if held.edition > 1:
        words = gettext("Corrected copies are read where there are any: up to edition %(number)s.")
        notes.append(words % {"number": held.edition})
    return notes


PARTS: Mapping[View, Callable[[Asked], Part]] = {
    View.CLASSES: side_by_side,
    View.ROUTES: routes,
    View.COMBINATIONS: combinations,
    View.MAP: mapped,
    View.FLOWS: flowing,
    View.PUBLISHED: published,
}
