"""The synthesis as blocks of a document, part by part: the page for the governing body first, then what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from genderaudit.methodology.models import DIMENSIONS
from genderaudit.report.document import Block, Heading, Paragraph, Points, Quote, Table
from genderaudit.report.labels import target_text
from genderaudit.report.tables import Cell
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import Audited, content, listed_once
from genderaudit.synthesis.deciding import decision_page
from genderaudit.synthesis.material import NONE, Material
from genderaudit.synthesis.together import OTHERS, Counted, by_kind

MEMBERS = "members_women_share"


def audits(material: Material) -> list[Block]:
    """Which audits these are: by kind and year, first or repeated."""
    by_kind: dict[str, list[Audited]] = {}
    for one in material.audits:
        by_kind.setdefault(material.language.text(f"kinds.{one.kind}"), []).append(one)
    rows = []
    for kind, own in sorted(by_kind.items()):
        years = sorted({one.year for one in own})
        first = sum(one.is_first for one in own)
        figures = (len(own), first, len(own) - first)
        label = f"{kind} ({', '.join(map(str, years))})"
        rows.append((Cell(label), *(material.number(value) for value in figures)))
    header = [material.say(f"columns.{name}") for name in ("kind", "audits", "first", "repeated")]
    blocks: list[Block] = [Heading(material.say("audits"), 2, "audits")]
    blocks += [Table(material.say("audits_table"), tuple(header), tuple(rows))] if rows else []
    if unnamed := sum(not one.named for one in material.audits):
        blocks.append(Paragraph(material.say("unnamed", number=unnamed)))
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
    if not material.is_enough:
        return []  # the first page says why
    counts = {
        area.id: [picture.short_in(material.counting, material.audits, area.id, source) for source in picture.SOURCES]
        for area in material.method.areas
    }
    told = [i for i in range(len(picture.SOURCES)) if any(row[i] for row in counts.values())]
    if not told:
        return []
    header = [material.say("columns.area"), *(material.say(f"sources.{picture.SOURCES[i]}") for i in told)]
    blocks: list[Block] = [Heading(material.say("results"), 2, "results"), Paragraph(material.say("results_intro"))]
    for dimension in DIMENSIONS:
        areas = [area.id for area in material.method.areas if area.dimension == dimension]
        rows = [
            (
                Cell(f"{area} · {material.language.text(f'areas.{area}.name')}"),
                *(Cell(material.how_many(counts[area][i])) for i in told),
            )
            for area in areas
        ]
        blocks.append(Table(material.language.text(f"dimensions.{dimension}"), tuple(header), tuple(rows)))
    blocks += _kinds(material)
    return [*blocks, *_dashes("not_told", blocks, material)]


def _dashes(why: str, blocks: Sequence[Block], material: Material) -> list[Block]:
    """What a dash means, below tables that have one."""
    tables = [one for one in blocks if isinstance(one, Table)]
    has_one = any(cell.text == NONE for one in tables for row in one.rows for cell in row)
    return [Paragraph(material.say(why), "small")] if has_one else []


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
    if all(cell.text == NONE for _, *cells in rows for cell in cells):
        return []
    header = [material.say("columns.kind"), *(material.language.text(f"dimensions.{one}") for one in DIMENSIONS)]
    return [Table(material.say("kinds_table"), tuple(header), tuple(rows))]


def indicators(material: Material) -> list[Block]:
    """Women in decision-making by level, quotas, policies in force, focal points, budget: now, before, target."""
    blocks: list[Block] = [Heading(material.say("indicators"), 2, "indicators")]
    rows: list[tuple[Cell, ...]] = []
    earlier: list[tuple[Cell, ...]] = []
    for name in content().women_of:
        found = picture.summed(_added_up(name, material), name)
        if found:
            label = material.language.text(f"indicators.{name}.title")
            rows.append(_summed_row(label, found, name, material))
            earlier += _then_and_now(label, found, material)
    for level, found in picture.by_level(material.audits).items():
        rows.append(_summed_row(material.say(f"bodies_of.{level}"), found, content().quotas, material))
    focal = [
        _summed_row(material.language.text(f"indicators.{name}.title"), found, name, material)
        for name in content().focal_points
        if (found := picture.summed(material.audits, name))
    ]
    for name, told, columns in (
        ("indicators", rows, _NOW),
        ("focal_points", focal, _FOCAL),
        ("earlier", earlier, _EARLIER),
    ):
        header = tuple(material.say(f"columns.{column}") for column in columns)
        blocks += [Table(material.say(f"{name}_table"), header, tuple(told))] if told else []
    if len(_added_up(MEMBERS, material)) < len(material.audits):
        blocks.append(Paragraph(material.say("once"), "small"))
    kept, bodies = picture.quotas_kept(material.audits)
    if bodies:
        blocks.append(Paragraph(material.say("quotas_kept", kept=kept, number=bodies)))
    blocks += [*_in_force(material), *_quarters(material)]
    return blocks if len(blocks) > 1 else []  # no heading over nothing


_NOW = ("figure", "now", "of", "target", "audits")
_FOCAL = ("figure", "share", "of_all", "target", "audits")
_EARLIER = ("figure", "then", "today", "audits")


def _added_up(indicator: str, material: Material) -> list[Audited]:
    """The audits that an indicator is added up over; of members none that stand in the list of an affiliate too."""
    return listed_once(material.audits) if indicator == MEMBERS else material.audits


def _summed_row(label: str, found: picture.Summed, indicator: str, material: Material) -> tuple[Cell, ...]:
    """A share over the organisations beside what the method asks for, of this indicator or of seats."""
    method, language = material.method, material.language
    name = method.indicators[indicator].target or method.indicators[content().quotas].target
    target = Cell(target_text(method.targets[name].meets, "asked", language) if name else NONE)
    share = Cell(material.share(found), number=True)
    return (Cell(label), share, Cell(material.of(found), number=True), target, material.number(found.audits))


def _then_and_now(label: str, found: picture.Summed, material: Material) -> list[tuple[Cell, ...]]:
    """The row of an indicator in the table of those audited twice; none where no round before is known."""
    if found.before is None:
        return []
    shares = (material.language.figure(value, "share") for value in (found.before, found.now_of_these))
    return [(Cell(label), *(Cell(share, number=True) for share in shares), material.number(found.repeated))]


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
        said = material.say("on_target", figure=material.language.text(f"indicators.{name}.title"))
        rows.append((Cell(said), Cell(material.how_many(picture.meets(material.counting, material.audits, name)))))
    if all(known.text == NONE for _, known in rows):
        return []
    header = (material.say("columns.asked"), material.say("columns.met"))
    found = Table(material.say("in_force_table"), header, tuple(rows))
    return [found, *_dashes("not_told", [found], material)]


def _quarters(material: Material) -> list[Block]:
    """The quarters of the organisations in whole per cent: of open figures, and of protected ones where allowed."""
    rows = []
    for name, one in material.quartered.items():
        values = [
            Cell(material.language.figure(value, one.unit), number=True) for value in (one.low, one.middle, one.high)
        ]
        label = material.language.text(f"indicators.{name}.title")
        rows.append((Cell(label), *values, material.number(one.audits)))
    header = [material.say(f"columns.{name}") for name in ("figure", "lower", "middle", "upper", "audits")]
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(material.say("quarters_table"), tuple(header), tuple(rows)))
        blocks.append(Paragraph(material.say("quarters_mean"), "small"))
    if material.is_enough and not material.quartered.keys() & set(content().quarters):
        blocks.append(Paragraph(material.say("no_quarters"), "small"))
    return blocks


def organisations(material: Material) -> list[Block]:
    """Seats by organisation, of those that may be named, by their names: never a ranking."""
    named = [one for one in material.audits if one.named]
    rows = []
    for one in named:
        found = picture.summed([one], "bodies_women_share")
        leading = picture.summed([one], "bodies_leading_share")
        members = picture.summed([one], MEMBERS)
        cells = [Cell(material.of(what) if what else NONE, number=True) for what in (found, leading, members)]
        rows.append((Cell(f"{one.name} ({one.round})"), *cells))
    if not rows:
        return []
    header = [material.say(f"columns.{name}") for name in ("organisation", "seats", "leading", "women_members")]
    listed = Table(material.say("organisations_table"), tuple(header), tuple(rows))
    blocks: list[Block] = [
        Heading(material.say("organisations"), 2, "organisations"),
        Paragraph(material.say("organisations_intro")),
    ]
    return [*blocks, listed, *_dashes("no_list", [listed], material)]


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
        judged = {one.element: one.judged for one in material.audits}
        weighed = {one.element: one.weighed for one in material.audits}
        gaps = picture.recurring(material.counting, "gap", short, most, judged)
        advice = picture.recurring(material.counting, "recommended", recommended, most, weighed)
        further = advice[content().decisions :]  # the first ones are on the first page
        told = [("gaps", gaps, "indicators.{}.title"), ("advice", further, "recommendations.{}.short")]
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
    listed = [(one, picture.summed([one], MEMBERS)) for one in affiliates]
    rows = [
        (
            Cell(one.name),
            Cell(material.of(found), number=True),
            Cell(material.share(found), number=True),
        )
        for one, found in listed
        if found and one.named
    ]
    own = picture.summed([whole], MEMBERS) if whole else None
    together = picture.summed(affiliates, MEMBERS)
    may_add = all(one.own_members_only for one in affiliates) and together and together.audits == len(affiliates)
    if may_add and together:
        rows.append(_members_row(material.say("affiliates_together"), together, material))
    if own and whole and whole.named:
        rows.append(_members_row(material.say("own_list", name=whole.name), own, material))
        if may_add and together:
            both = (own.part - together.part, own.n - together.n)
            rows.append(
                (Cell(material.say("difference")), Cell(material.say("less", women=both[0], n=both[1])), Cell(""))
            )
    header = [material.say(f"columns.{name}") for name in ("organisation", "women_members", "now")]
    blocks: list[Block] = [Heading(material.say("federation"), 2, "federation")]
    blocks += [Table(material.say("federation_table"), tuple(header), tuple(rows))] if rows else []
    return blocks if may_add else [*blocks, Paragraph(material.say("not_added_up"))]


def _members_row(label: str, found: picture.Summed, material: Material) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(label),
        Cell(material.of(found), number=True),
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
