"""The numbers of a synthesis page, read from its HTML, beside those of its lists (:mod:`confederation_lists`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import confederation_lists as lists
import lxml.html
from confederation_lists import EDGE, Counting, Lists

from genderaudit.foundations.language import Language
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import DIMENSIONS
from genderaudit.report.labels import target_text
from genderaudit.synthesis.audits import content
from genderaudit.synthesis.material import NONE
from genderaudit.synthesis.picture import SOURCES

Rows = dict[str, list[str]]
"""Row header → cells, as they are printed."""


@dataclass
class Compared:
    """Cells that agree, and those that do not: part of the page → sentences."""

    agree: Counter[str] = field(default_factory=Counter)
    differ: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, part: str, expected: Rows, found: Rows) -> None:
        for name in dict.fromkeys([*expected, *found]):
            ours, theirs = expected.get(name, []), found.get(name, [])
            for place in range(max(len(ours), len(theirs))):
                pair = [cells[place] if place < len(cells) else "(nothing)" for cells in (ours, theirs)]
                self.cell(part, f"{name}, {place + 1}", *pair)

    def cell(self, part: str, where: str, ours: str, theirs: str) -> None:
        if plain(ours) == plain(theirs):
            self.agree[part] += 1
        else:
            self.differ.setdefault(part, []).append(f"{where}: lists «{ours}», page «{theirs}»")


def plain(text: str) -> str:
    """Without what sets words and thousands apart."""
    return "".join(text.split())


class Page:
    """A page as tables by caption, points by the id of their heading, and facts by title."""

    def __init__(self, path: Path) -> None:
        page = lxml.html.fromstring(path.read_text("utf-8"))
        self.text = page.text_content()
        self.tables = {
            table.findtext("caption"): {
                row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in table.iterfind("tbody/tr")
            }
            for table in page.iter("table")
        }
        self.points = {
            heading.get("id"): [one.text_content() for one in next(heading.itersiblings("ul"), ())]
            for heading in page.iter("h2")
            if heading.get("id") in ("gaps", "advice", "unsaid")
        }
        self.facts = {
            fact.findtext("h3"): (fact.findtext("p/b"), fact.find("div").text_content().strip())
            for fact in page.find_class("fact")
        }
        self.decisions = [one.text_content() for one in page.find_class("decision")]


@dataclass(frozen=True)
class Expected:
    """What a page over these audits must tell in a language."""

    audits: Sequence[Lists]
    counting: Counting
    answered: int
    """Recommendations that managements answered."""
    carried_out: dict[str, lists.Count]
    """Organisation → recommendations done, and taken on, where a follow-up says it."""
    before: dict[str, Lists]
    """Organisation → the released round before."""
    texts: Language
    federation: str = ""

    def compare(self, page: Page, into: Compared) -> None:
        """Everything that the page tells as a number."""
        for key, rows in self._tables():
            into.rows(key, rows, page.tables.get(self.texts.text(key), {}))
        for name, points in self._points():
            into.rows(name, _numbered(points), _numbered(page.points.get(name, [])))
        for key, number, sentences in self._facts():
            big, text = page.facts.get(self.say(f"{key}.title"), ("(nothing)", ""))
            into.cell(key, "large number", number, big or "")
            for one in sentences:
                into.cell(key, "sentence", one, one if plain(one) in plain(text) else text)
        for part, sentence in self._sentences():
            into.cell(part, "sentence", sentence, sentence if plain(sentence) in plain(page.text) else "(nothing)")
        for place, asked in enumerate(self._decisions()):
            said = page.decisions[place] if place < len(page.decisions) else "(nothing)"
            into.cell("decisions", str(place + 1), asked, asked if plain(asked) in plain(said) else said)

    def say(self, key: str, **values: object) -> str:
        return self.texts.text(f"synthesis.{key}", **values)

    def how_many(self, count: lists.Count | None, key: str = "counted") -> str:
        if count is None:
            return NONE
        number, n = count
        form = "few" if number <= EDGE else "nearly_all" if number >= n - EDGE else "exact"
        return self.say(f"{key}.{form}", number=number, least=n - EDGE, n=n)

    def _of(self, count: Sequence[int] | None) -> str:
        return self.say("of", number=count[0], n=count[1]) if count else NONE

    def _share(self, count: Sequence[int]) -> str:
        return self.texts.figure(count[0] / count[1], "share")

    def _number(self, value: float) -> str:
        return self.texts.figure(value, "count")

    def _title(self, indicator: str) -> str:
        return self.texts.text(f"indicators.{indicator}.title")

    def _listed(self, indicator: str, audits: Iterable[Lists]) -> list[Lists]:
        """Those that are added up: of a federation and its affiliates, whichever list more members."""
        left_out: set[str] = set()
        for whole in self.audits if indicator == MEMBERS else ():
            parts = [one for one in self.audits if one.about.get("affiliated_to") == whole.slug]
            own, theirs = (lists.together(lists.women(one, MEMBERS) for one in some) for some in ([whole], parts))
            shorter = parts if (own or (0, 0))[1] >= (theirs or (0, 0))[1] else [whole]
            left_out |= {one.slug for one in shorter}
        return [one for one in audits if one.slug not in left_out]

    def _added_up(self, indicator: str) -> tuple[int, int, int] | None:
        return lists.together(lists.women(one, indicator) for one in self._listed(indicator, self.audits))

    # Tables

    def _tables(self) -> Iterator[tuple[str, Rows]]:
        yield "synthesis.audits_table", dict(self._kinds_of_audits())
        yield "synthesis.indicators_table", dict(self._summed())
        yield "synthesis.focal_points_table", dict(self._focal_points())
        yield "synthesis.earlier_table", dict(self._earlier())
        yield (
            "synthesis.organisations_table",
            {
                f"{one.name} ({one.round})": [self._of(lists.women(one, name)) for name in (SEATS, LEADING, MEMBERS)]
                for one in self.audits
                if one.named
            },
        )
        yield "synthesis.federation_table", dict(self._federation())
        yield "synthesis.quarters_table", dict(self._quarters())
        if len(self.audits) < lists.FEWEST:
            return
        yield from self._short()
        rows = dict(self._in_force())
        yield "synthesis.in_force_table", rows if any(cells != [NONE] for cells in rows.values()) else {}

    def _short(self) -> Iterator[tuple[str, Rows]]:
        """By key area and source, and by kind; a column without a count is left out."""
        counts = {
            area.id: [
                self._count(f"{area.id} {source}", partial(lists.short_by, area=area.id, source=source))
                for source in SOURCES
            ]
            for area in methodology().areas
        }
        told = [place for place in range(len(SOURCES)) if any(row[place] for row in counts.values())]
        for dimension in DIMENSIONS:
            yield (
                f"dimensions.{dimension}",
                {
                    f"{area} · {self.texts.text(f'areas.{area}.name')}": [self.how_many(counts[area][i]) for i in told]
                    for area in _areas(dimension)
                    if told
                },
            )
        rows = {
            self.say("others") if kind == "others" else self.texts.text(f"kinds.{kind}"): [
                self.how_many(self.counting.count(dimension, own, partial(lists.mostly_short, areas=_areas(dimension))))
                for dimension in DIMENSIONS
            ]
            for kind, own in lists.kinds(self.audits).items()
        }
        yield "synthesis.kinds_table", rows if any(cell != NONE for row in rows.values() for cell in row) else {}

    def _count(self, question: str, is_so: Callable[[Lists], bool | None]) -> lists.Count | None:
        return self.counting.count(question, self.audits, is_so)

    def _kinds_of_audits(self) -> Iterator[tuple[str, list[str]]]:
        for kind in {one.kind for one in self.audits}:
            own = [one for one in self.audits if one.kind == kind]
            first = sum(one.is_first for one in own)
            years = ", ".join(str(year) for year in sorted({one.year for one in own}))
            label = f"{self.texts.text(f'kinds.{kind}')} ({years})"
            yield label, [self._number(number) for number in (len(own), first, len(own) - first)]

    def _summed(self) -> Iterator[tuple[str, list[str]]]:
        for name in WOMEN_OF:
            if sums := self._added_up(name):
                yield self._title(name), self._row(sums, name)
        for level, sums in lists.by_level(self.audits).items():
            yield self.say(f"bodies_of.{level}"), self._row(sums, SEATS)

    def _focal_points(self) -> Iterator[tuple[str, list[str]]]:
        for name in content().focal_points:
            if sums := lists.together(lists.focal_points(one, name) for one in self.audits):
                yield self._title(name), self._row(sums, name)

    def _row(self, sums: tuple[int, int, int], indicator: str) -> list[str]:
        """Share, number, what is asked (of an indicator without a target as of seats), and of how many."""
        method = methodology()
        target = method.indicators[indicator].target or method.indicators[content().quotas].target
        asked = target_text(method.targets[target].meets, "asked", self.texts) if target else NONE
        return [self._share(sums), self._of(sums), asked, self._number(sums[2])]

    def _earlier(self) -> Iterator[tuple[str, list[str]]]:
        for name in WOMEN_OF:
            audits = [one for one in self._listed(name, self.audits) if one.slug in self.before]
            both = [(lists.women(self.before[one.slug], name), lists.women(one, name)) for one in audits]
            known = [pair for pair in both if all(pair)]
            sides = [added for side in zip(*known, strict=True) if (added := lists.together(side))]
            if sides:
                yield self._title(name), [*map(self._share, sides), self._number(len(known))]

    def _federation(self) -> Iterator[tuple[str, list[str]]]:
        whole = [one for one in self.audits if one.slug == self.federation]
        affiliates = [one for one in self.audits if one.about.get("affiliated_to", "") == self.federation != ""]
        if not affiliates:
            return

        def row(added: Sequence[int]) -> list[str]:
            return [self._of(added), self._share(added)]

        count = partial(lists.women, indicator=MEMBERS)
        yield from ((one.name, row(women)) for one in affiliates if one.named and (women := count(one)))
        added = lists.together(map(count, affiliates))
        apart = all(one.about.get("own_members_only") for one in affiliates)
        if apart and added:
            yield self.say("affiliates_together"), row(added)
        for one in whole:
            women = count(one)
            if women and one.named:
                yield self.say("own_list", name=one.name), row(women)
                if apart and added:
                    less = self.say("less", women=women[0] - added[0], n=women[1] - added[1])
                    yield self.say("difference"), [less, ""]

    def _in_force(self) -> Iterator[tuple[str, list[str]]]:
        for name in content().in_force:
            met = self._count(name, partial(lists.criterion_met, criterion=name))
            yield f"{name} · {self.texts.text(f'criteria.{name}')}", [self.how_many(met)]
        for name in content().lines:
            met = self._count(name, partial(lists.target_met, indicator=name))
            yield self.say("on_target", figure=self._title(name)), [self.how_many(met)]

    def _quarters(self) -> Iterator[tuple[str, list[str]]]:
        for name in (*WOMEN_OF, *content().quarters):
            is_open = name in WOMEN_OF  # everybody sees it
            known = lists.shares(self.audits, name) if is_open else lists.figures(self.audits, name)
            if len(known) >= lists.FOR_QUARTERS and (is_open or self.counting.may(f"quarters {name}", known)):
                unit = methodology().indicators[name].unit
                unit = "whole" if unit in ("share", "gap") else unit
                cells = [self.texts.figure(one, unit) for one in lists.quarters(known.values())]
                yield self._title(name), [*cells, self._number(len(known))]

    # Points, facts and sentences

    def _common(self, name: str, of: Callable[[Lists], set[str]], most: int) -> list[tuple[str, str]]:
        if len(self.audits) < lists.FEWEST:
            return []
        base = {"gaps": partial(lists.gaps, rated=True), "advice": lists.weighed}.get(name)
        found = self.counting.recurring(name, self.audits, of, base, most)
        return [(one, self.how_many(count)) for one, count in found]

    def _points(self) -> Iterator[tuple[str, list[str]]]:
        told = (
            ("gaps", lists.gaps, 0, "indicators.{}.title"),
            ("advice", lists.recommended, content().decisions, "recommendations.{}.short"),
            ("unsaid", lists.lacking, 0, "tables.{}"),
        )
        for name, of, first, key in told:
            common = self._common(name, of, content().recurring)[first:]
            yield (
                name,
                [
                    self.texts.text("charts.row", label=self.texts.text(key.format(one)), value=value)
                    for one, value in common
                ],
            )

    def _decisions(self) -> list[str]:
        return [
            self.say("recommended_in", counted=value)
            for _, value in self._common("advice", lists.recommended, content().decisions)
        ]

    def _facts(self) -> Iterator[tuple[str, str, list[str]]]:
        """Key of the title, large number, and sentences of the findings for the governing body."""
        seats, leading = self._added_up(SEATS), self._added_up(LEADING)
        if seats and leading:
            said = self.say("seats.text", counted=self._of(seats), audits=seats[2])
            yield "seats", self._share(seats), [said, self.say("seats.leading", counted=self._of(leading))]
        yield "quotas", self._of(lists.quotas_kept(self.audits)), []
        met = self._count("K2", partial(lists.criterion_met, criterion="K2"))
        if met:
            yield "mechanism", self.how_many(met, "counted_short"), [self.say("mechanism.text", n=met[1])]
        if self.counting.may("answered", [one.slug for one in self.audits]):
            proposed = sum(len(lists.recommended(one)) for one in self.audits)
            said = self.say("plans.text", open=proposed - self.answered)
            done, taken = (sum(one[place] for one in self.carried_out.values()) for place in (0, 1))
            may = taken and self.counting.may("carried out", self.carried_out)
            more = [self.say("plans.done", done=done, taken=taken)] if may else []
            yield "plans", self._of((self.answered, proposed)), [said, *more]

    def _sentences(self) -> Iterator[tuple[str, str]]:
        members, staff = ((self._added_up(name) or (0, 0))[1] for name in (MEMBERS, STAFF))
        yield "lead", self.say("lead", number=len(self.audits), members=members, staff=staff)
        kept, bodies = lists.quotas_kept(self.audits)
        yield "quotas", self.say("quotas_kept", kept=kept, number=bodies)


SEATS, LEADING, MEMBERS, STAFF = WOMEN_OF = (
    *("bodies_women_share", "bodies_leading_share", "members_women_share", "staff_women_share"),
)
"""Of meetings there is no share of the whole, only of each."""


def _areas(dimension: str) -> list[str]:
    return [area.id for area in methodology().areas if area.dimension == dimension]


def _numbered(points: Collection[str]) -> Rows:
    return {str(place): [one] for place, one in enumerate(points)}
