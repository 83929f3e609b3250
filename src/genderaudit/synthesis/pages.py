"""The synthesis as blocks of a document, part by part: the page for the governing body first, then what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from genderaudit.report.document import Block, Heading, Paragraph, Points, Quote, Table
from genderaudit.report.labels import group_label
from genderaudit.report.tables import Cell
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import content
from genderaudit.synthesis.deciding import decision_page
from genderaudit.synthesis.material import DIMENSIONS, NONE, Material
from genderaudit.synthesis.together import OTHERS, Counted, by_kind


def audits(material: Material) -> list[Block]:
    """Which audits these are: by kind and year, first or repeated."""
    kinds = Counter(one.kind for one in material.audits)
    rows = []
    for kind in sorted(kinds):
        own = [one for one in material.audits if one.kind == kind]
        years = sorted({one.year for one in own})
        first = sum(one.is_first for one in own)
        figures = (len(own), first, len(own) - first)
        label = f"{material.language.text(f'kinds.{kind}')} ({', '.join(map(str, years))})"
        rows.append((Cell(label), *(material.number(value) for value in figures)))
    header = [material.say(f"columns.{name}") for name in ("kind", "audits", "first", "repeated")]
    blocks: list[Block] = [Heading(material.say("audits"), 2, "audits")]
    blocks += [Table(material.say("audits_table"), tuple(header), tuple(rows))] if rows else []
    named = [f"{one.name} ({one.round})" for one in material.audits if one.named]
    if named:
        blocks.append(Paragraph(material.say("named", listed=material.language.list(named))))
    if len(named) < len(material.audits):
        blocks.append(Paragraph(material.say("unnamed", number=len(material.audits) - len(named))))
    return [*blocks, *_not_in_it(material)]


def _not_in_it(material: Material) -> list[Block]:
    left = material.chosen.not_released
    named = [one.name for one in left if one.named]
    blocks: list[Block] = []
    if left:
        said = material.say("not_released", number=len(left))
        said += " " + material.say("among_them", listed=material.language.list(named)) if named else ""
        blocks.append(Paragraph(said))
    if unreadable := len(material.chosen.unreadable):
        blocks.append(Paragraph(material.say("unreadable", number=unreadable)))
    return blocks


def results(material: Material) -> list[Block]:
    """How many organisations are short of what is asked, by dimension of the policy and key area."""
    blocks: list[Block] = [Heading(material.say("results"), 2, "results")]
    if not material.is_enough:
        return [*blocks, Paragraph(material.withheld)]
    blocks.append(Paragraph(material.say("results_intro")))
    header = [material.say("columns.area"), *(material.say(f"sources.{name}") for name in picture.SOURCES)]
    for dimension in DIMENSIONS:
        areas = [area.id for area in material.method.areas if area.dimension == dimension]
        rows = []
        for area in areas:
            counts = [picture.short_in(material.counting, material.audits, area, source) for source in picture.SOURCES]
            name = f"{area} · {material.language.text(f'areas.{area}.name')}"
            rows.append((Cell(name), *(Cell(material.how_many(one)) for one in counts)))
        caption = material.language.text(f"dimensions.{dimension}")
        blocks.append(Table(caption, tuple(header), tuple(rows)))
    return [*blocks, *_kinds(material)]


def _kinds(material: Material) -> list[Block]:
    """The dimensions by kind of organisation, where that may be told."""
    groups = by_kind(material.audits)
    if not groups:
        return []
    rows = []
    for kind, own in groups.items():
        label = material.say("others") if kind == OTHERS else material.language.text(f"kinds.{kind}")
        cells = []
        for dimension in DIMENSIONS:
            areas = [area.id for area in material.method.areas if area.dimension == dimension]
            cells.append(Cell(material.how_many(picture.mostly_short(material.counting, own, areas))))
        rows.append((Cell(label), *cells))
    header = [material.say("columns.kind"), *(material.language.text(f"dimensions.{one}") for one in DIMENSIONS)]
    return [Table(material.say("kinds_table"), tuple(header), tuple(rows))]


_COLUMNS = ("figure", "now", "of", "audits", "before")


def indicators(material: Material) -> list[Block]:
    """Women in decision-making by level, quotas, policies in force, focal points, budget: now, before, target."""
    blocks: list[Block] = [Heading(material.say("indicators"), 2, "indicators")]
    rows: list[tuple[Cell, ...]] = []
    for name in content().women_of:
        found = picture.summed(material.audits, name)
        if found:
            rows.append(_summed_row(material.language.text(f"indicators.{name}.title"), found, material))
    for level, found in picture.by_level(material.audits).items():
        label = material.say("bodies_of", level=group_label({"level": level}, material.language))
        rows.append(_summed_row(label, found, material))
    header = [material.say(f"columns.{name}") for name in _COLUMNS]
    if all(row[-1].text == NONE for row in rows):  # no round before is known of any
        header, rows = header[:-1], [row[:-1] for row in rows]
    if rows:
        blocks += [Table(material.say("indicators_table"), tuple(header), tuple(rows))]
    if rows and len(header) == len(_COLUMNS):
        blocks.append(Paragraph(material.say("before_means"), "small"))
    kept, bodies = picture.quotas_kept(material.audits)
    if bodies:
        blocks.append(Paragraph(material.say("quotas_kept", kept=kept, number=bodies)))
    blocks += [*_in_force(material), *_quarters(material)]
    return blocks if len(blocks) > 1 else []  # no heading over nothing


def _summed_row(label: str, found: picture.Summed, material: Material) -> tuple[Cell, ...]:
    language = material.language
    before = NONE
    if found.before is not None:
        then, now = language.figure(found.before, "share"), language.figure(found.now_of_these, "share")
        before = material.say("then_now", then=then, now=now, number=found.repeated)
    of = material.say("of", number=found.part, n=found.n)
    return (
        Cell(label),
        Cell(material.share(found), number=True),
        Cell(of),
        material.number(found.audits),
        Cell(before),
    )


def _in_force(material: Material) -> list[Block]:
    if not material.is_enough:
        return []
    rows = []
    for criterion in content().in_force:
        said = material.language.text(f"criteria.{criterion}")
        rows.append(
            (
                Cell(f"{criterion} · {said}"),
                Cell(material.how_many(picture.in_force(material.counting, material.audits, criterion))),
            )
        )
    for name in content().lines:
        said = material.language.text(f"indicators.{name}.title")
        rows.append((Cell(said), Cell(material.how_many(picture.meets(material.counting, material.audits, name)))))
    header = (material.say("columns.asked"), material.say("columns.met"))
    return [Table(material.say("in_force_table"), header, tuple(rows))]


def _quarters(material: Material) -> list[Block]:
    """Protected figures as the quarters of the organisations, in whole per cent."""
    if not material.is_enough:
        return []
    rows = []
    for name in content().quarters:
        found = picture.quarters_of(material.counting, material.audits, name)
        if found:
            unit = material.method.indicators[name].unit
            whole = "whole" if unit in ("share", "gap") else unit
            values = [Cell(material.language.figure(value, whole), number=True) for value in found[0]]
            label = material.language.text(f"indicators.{name}.title")
            rows.append((Cell(label), *values, material.number(found[1])))
    if not rows:
        return [Paragraph(material.say("no_quarters"), "small")]
    header = [material.say(f"columns.{name}") for name in ("figure", "lower", "middle", "upper", "audits")]
    return [Table(material.say("quarters_table"), tuple(header), tuple(rows))]


def organisations(material: Material) -> list[Block]:
    """Seats by organisation, of those that may be named, by their names: never a ranking."""
    named = [one for one in material.audits if one.named]
    rows = []
    for one in named:
        found = picture.summed([one], "bodies_women_share")
        leading = picture.summed([one], "bodies_leading_share")
        members = picture.summed([one], "members_women_share")
        cells = [
            Cell(material.say("of", number=what.part, n=what.n) if what else NONE) for what in (found, leading, members)
        ]
        rows.append((Cell(f"{one.name} ({one.round})"), *cells))
    if not rows:
        return []
    header = [material.say(f"columns.{name}") for name in ("organisation", "seats", "leading", "women_members")]
    return [Heading(material.say("organisations"), 2, "organisations"),
            Paragraph(material.say("organisations_intro")),
            Table(material.say("organisations_table"), tuple(header), tuple(rows))]  # fmt: skip


def changes(material: Material) -> list[Block]:
    """What changed among those that were audited twice."""
    if not material.is_enough:
        return []
    found = picture.changed(material.counting, material.audits, material.method)
    repeated = sum(not one.is_first for one in material.audits)
    if not repeated:
        return []
    blocks: list[Block] = [Heading(material.say("changes"), 2, "changes")]
    if not found:
        return [*blocks, Paragraph(material.say("changes_few", number=repeated))]
    rows = []
    for name, (n, ways) in found.items():
        label = material.language.text(f"indicators.{name}.title")
        rows.append((Cell(label), material.number(n), *(Cell(material.how_many(one)) for one in ways.values())))
    header = [material.say(f"columns.{name}") for name in ("figure", "audits", "improved", "worsened")]
    return [*blocks, Table(material.say("changes_table"), tuple(header), tuple(rows))]


def common(material: Material) -> list[Block]:
    """Gaps and recommendations that recur, and good practices that were cleared for print."""
    blocks: list[Block] = []
    most = content().recurring
    if material.is_enough:
        short = {one.element: one.short for one in material.audits}
        recommended = {one.element: one.recommended for one in material.audits}
        gaps = picture.recurring(material.counting, "gap", short, most)
        advice = picture.recurring(material.counting, "recommended", recommended, most)
        told = [("gaps", gaps, "indicators.{}.title"), ("advice", advice, "recommendations.{}.short")]
        for name, found, key in told:
            if found:
                lines = [_line(material.language.text(key.format(one)), counted, material) for one, counted in found]
                blocks += [Heading(material.say(name), 2, name), Points(tuple(lines))]
    practices = [(one, said) for one in material.audits if one.named for said in one.practices]
    if practices:
        blocks.append(Heading(material.say("practices"), 2, "practices"))
        chosen = list({one.slug: (one, said) for one, said in reversed(practices)}.values())[::-1][
            : content().practices
        ]
        blocks += [Quote(said.text, one.name) for one, said in chosen]
    return blocks


def _line(label: str, one: Counted, material: Material) -> str:
    return material.language.text("charts.row", label=label, value=material.how_many(one))


def federation(material: Material) -> list[Block]:
    """A federation's own list of members beside those of its affiliates; added up only where nobody is in two lists."""
    whole = next((one for one in material.audits if one.slug == material.federation), None)
    affiliates = [one for one in material.audits if one.affiliated_to and one.affiliated_to == material.federation]
    if not affiliates:
        return []
    listed = [(one, picture.summed([one], "members_women_share")) for one in affiliates]
    rows = [
        (
            Cell(one.name),
            Cell(material.say("of", number=found.part, n=found.n)),
            Cell(material.share(found), number=True),
        )
        for one, found in listed
        if found and one.named
    ]
    own = picture.summed([whole], "members_women_share") if whole else None
    together = picture.summed(affiliates, "members_women_share")
    may_add = all(one.own_members_only for one in affiliates) and together and together.audits == len(affiliates)
    if may_add and together:
        rows.append(_members_row(material.say("affiliates_together"), together, material))
    if own and whole and whole.named:
        rows.append(_members_row(whole.name, own, material))
        if may_add and together:
            both = (own.part - together.part, own.n - together.n)
            rows.append(
                (Cell(material.say("difference")), Cell(material.say("less", women=both[0], n=both[1])), Cell(NONE))
            )
    header = [material.say(f"columns.{name}") for name in ("organisation", "women_members", "now")]
    blocks: list[Block] = [Heading(material.say("federation"), 2, "federation")]
    blocks += [Table(material.say("federation_table"), tuple(header), tuple(rows))] if rows else []
    return blocks if may_add else [*blocks, Paragraph(material.say("not_added_up"))]


def _members_row(label: str, found: picture.Summed, material: Material) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(label),
        Cell(material.say("of", number=found.part, n=found.n)),
        Cell(material.share(found), number=True),
    )


def unsaid(material: Material) -> list[Block]:
    """Which lists audits did not have, and what may not be counted."""
    if not material.is_enough:
        return []
    lists = {one.element: one.missing for one in material.audits}
    lacking = picture.recurring(material.counting, "no list", lists, content().recurring)
    blocks: list[Block] = []
    if lacking:
        lines = [_line(material.language.text(f"tables.{name}"), one, material) for name, one in lacking]
        blocks += [Paragraph(material.say("unsaid_intro")), Points(tuple(lines))]
    if material.withheld:
        blocks.append(Paragraph(material.withheld))
    return [Heading(material.say("unsaid"), 2, "unsaid"), *blocks] if blocks else []


PARTS: Mapping[str, Callable[[Material], Sequence[Block]]] = {
    "decisions": decision_page,
    "audits": audits,
    "results": results,
    "indicators": indicators,
    "organisations": organisations,
    "federation": federation,
    "changes": changes,
    "common": common,
    "unsaid": unsaid,
}
"""The parts in the order in which they are read."""
