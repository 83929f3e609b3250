"""The synthesis as blocks of a document, part by part: the page for the governing body, then the details."""

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
    """Return the number of audits by kind and year, first or repeated."""
    by_kind: dict[str, list[Audited]] = {}
    for audit in material.audits:
        by_kind.setdefault(material.language.text(f"kinds.{audit.kind}"), []).append(audit)
    rows = []
    for kind, of_kind in sorted(by_kind.items()):
        years = sorted({audit.year for audit in of_kind})
        first = sum(audit.is_first for audit in of_kind)
        figures = (len(of_kind), first, len(of_kind) - first)
        label = f"{kind} ({', '.join(map(str, years))})"
        rows.append((Cell(label), *(material.number(value) for value in figures)))
    header = [material.say(f"columns.{name}") for name in ("kind", "audits", "first", "repeated")]
    blocks: list[Block] = [Heading(material.say("audits"), 2, "audits")]
    blocks += [Table(material.say("audits_table"), tuple(header), tuple(rows))] if rows else []
    if unnamed := sum(not audit.named for audit in material.audits):
        blocks.append(Paragraph(material.say("unnamed", number=unnamed)))
    return [*blocks, *_not_included(material)]


def _not_included(material: Material) -> list[Block]:
    not_released = material.chosen.not_released
    names = [organisation.name for organisation in not_released if organisation.named]
    blocks: list[Block] = []
    if not_released:
        text = material.say("not_released", number=len(not_released))
        text += " " + material.say("among_them", listed=material.language.list(names)) if names else ""
        blocks.append(Paragraph(text))
    if unreadable := len(material.chosen.unreadable):
        blocks.append(Paragraph(material.say("unreadable", number=unreadable)))
    return blocks


def results(material: Material) -> list[Block]:
    """Return how many organisations fall short, by dimension of the policy and key area."""
    if not material.is_enough:
        return []  # the first page says why
    counts = {
        area.id: [picture.short_in(material.counting, material.audits, area.id, source) for source in picture.SOURCES]
        for area in material.method.areas
    }
    with_counts = [i for i in range(len(picture.SOURCES)) if any(row[i] for row in counts.values())]
    if not with_counts:
        return []
    header = [material.say("columns.area"), *(material.say(f"sources.{picture.SOURCES[i]}") for i in with_counts)]
    blocks: list[Block] = [Heading(material.say("results"), 2, "results"), Paragraph(material.say("results_intro"))]
    for dimension in DIMENSIONS:
        areas = [area.id for area in material.method.areas if area.dimension == dimension]
        rows = [
            (
                Cell(f"{area} · {material.language.text(f'areas.{area}.name')}"),
                *(Cell(material.how_many(counts[area][i])) for i in with_counts),
            )
            for area in areas
        ]
        blocks.append(Table(material.language.text(f"dimensions.{dimension}"), tuple(header), tuple(rows)))
    blocks += _dimensions_by_kind(material)
    return [*blocks, *_note_on_dashes("not_told", blocks, material)]


def _note_on_dashes(why: str, blocks: Sequence[Block], material: Material) -> list[Block]:
    """Return a note on the meaning of a dash if a table has one."""
    tables = [one for one in blocks if isinstance(one, Table)]
    has_one = any(cell.text == NONE for one in tables for row in one.rows for cell in row)
    return [Paragraph(material.say(why), "small")] if has_one else []


def _dimensions_by_kind(material: Material) -> list[Block]:
    """Return the dimensions by kind of organisation, if that may be published."""
    groups = by_kind(material.audits)
    if not groups:
        return []
    rows = []
    for kind, group in groups.items():
        label = material.say("others") if kind == OTHERS else material.language.text(f"kinds.{kind}")
        cells = []
        for dimension in DIMENSIONS:
            areas = [area.id for area in material.method.areas if area.dimension == dimension]
            cells.append(Cell(material.how_many(picture.mostly_short(material.counting, group, areas))))
        rows.append((Cell(label), *cells))
    if all(cell.text == NONE for _, *cells in rows for cell in cells):
        return []
    header = [
        material.say("columns.kind"),
        *(material.language.text(f"dimensions.{dimension}") for dimension in DIMENSIONS),
    ]
    return [Table(material.say("kinds_table"), tuple(header), tuple(rows))]


def indicators(material: Material) -> list[Block]:
    """Return women in decision-making by level, quotas, policies, focal points, budget: now, before, target."""
    blocks: list[Block] = [Heading(material.say("indicators"), 2, "indicators")]
    rows: list[tuple[Cell, ...]] = []
    earlier: list[tuple[Cell, ...]] = []
    for name in content().women_of:
        total = picture.summed(_added_up(name, material), name)
        if total:
            label = material.language.text(f"indicators.{name}.title")
            rows.append(_summed_row(label, total, name, material))
            earlier += _then_and_now(label, total, material)
    for level, total in picture.by_level(material.audits).items():
        rows.append(_summed_row(material.say(f"bodies_of.{level}"), total, content().quotas, material))
    focal = [
        _summed_row(material.language.text(f"indicators.{name}.title"), total, name, material)
        for name in content().focal_points
        if (total := picture.summed(material.audits, name))
    ]
    for name, table_rows, columns in (
        ("indicators", rows, _NOW),
        ("focal_points", focal, _FOCAL),
        ("earlier", earlier, _EARLIER),
    ):
        header = tuple(material.say(f"columns.{column}") for column in columns)
        blocks += [Table(material.say(f"{name}_table"), header, tuple(table_rows))] if table_rows else []
    if len(_added_up(MEMBERS, material)) < len(material.audits):
        blocks.append(Paragraph(material.say("once"), "small"))
    kept, bodies = picture.quotas_kept(material.audits)
    if bodies:
        blocks.append(Paragraph(material.say("quotas_kept", kept=kept, number=bodies)))
    blocks += [*_policies_table(material), *_quartiles_table(material)]
    return blocks if len(blocks) > 1 else []  # no heading over nothing


_NOW = ("figure", "now", "of", "target", "audits")
_FOCAL = ("figure", "share", "of_all", "target", "audits")
_EARLIER = ("figure", "then", "today", "audits")


def _added_up(indicator: str, material: Material) -> list[Audited]:
    """Return the audits over which an indicator is summed; of members, each list only once."""
    return listed_once(material.audits) if indicator == MEMBERS else material.audits


def _summed_row(label: str, total: picture.Summed, indicator: str, material: Material) -> tuple[Cell, ...]:
    """Return a share over the organisations, with the target of this indicator or of seats."""
    method, language = material.method, material.language
    name = method.indicators[indicator].target or method.indicators[content().quotas].target
    target = Cell(target_text(method.targets[name].meets, "asked", language) if name else NONE)
    share = Cell(material.share(total), number=True)
    return (Cell(label), share, Cell(material.of(total), number=True), target, material.number(total.audits))


def _then_and_now(label: str, total: picture.Summed, material: Material) -> list[tuple[Cell, ...]]:
    """Return the row of an indicator before and now; empty without an earlier round."""
    if total.before is None:
        return []
    shares = (material.language.figure(value, "share") for value in (total.before, total.now_of_these))
    return [(Cell(label), *(Cell(share, number=True) for share in shares), material.number(total.repeated))]


def _policies_table(material: Material) -> list[Block]:
    if not material.is_enough:
        return []
    rows = []
    for criterion in content().in_force:
        label = material.language.text(f"criteria.{criterion}")
        rows.append(
            (
                Cell(f"{criterion} · {label}"),
                Cell(material.how_many(picture.in_force(material.counting, material.audits, criterion))),
            )
        )
    for name in content().lines:
        label = material.say("on_target", figure=material.language.text(f"indicators.{name}.title"))
        rows.append((Cell(label), Cell(material.how_many(picture.meets(material.counting, material.audits, name)))))
    if all(known.text == NONE for _, known in rows):
        return []
    header = (material.say("columns.asked"), material.say("columns.met"))
    table_of_criteria = Table(material.say("in_force_table"), header, tuple(rows))
    return [table_of_criteria, *_note_on_dashes("not_told", [table_of_criteria], material)]


def _quartiles_table(material: Material) -> list[Block]:
    """Return quartiles over the organisations in whole per cent, of protected figures where allowed."""
    rows = []
    for name, quartiles in material.quartered.items():
        values = [
            Cell(material.language.figure(value, quartiles.unit), number=True)
            for value in (quartiles.low, quartiles.middle, quartiles.high)
        ]
        label = material.language.text(f"indicators.{name}.title")
        rows.append((Cell(label), *values, material.number(quartiles.audits)))
    header = [material.say(f"columns.{name}") for name in ("figure", "lower", "middle", "upper", "audits")]
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(material.say("quarters_table"), tuple(header), tuple(rows)))
        blocks.append(Paragraph(material.say("quarters_mean"), "small"))
    if material.is_enough and not material.quartered.keys() & set(content().quarters):
        blocks.append(Paragraph(material.say("no_quarters"), "small"))
    return blocks


def organisations(material: Material) -> list[Block]:
    """Return seats by organisation, for those that may be named, in alphabetical order: never a ranking."""
    named = [audit for audit in material.audits if audit.named]
    rows = []
    for audit in named:
        seats = picture.summed([audit], "bodies_women_share")
        leading = picture.summed([audit], "bodies_leading_share")
        members = picture.summed([audit], MEMBERS)
        cells = [Cell(material.of(what) if what else NONE, number=True) for what in (seats, leading, members)]
        rows.append((Cell(f"{audit.name} ({audit.round})"), *cells))
    if not rows:
        return []
    header = [material.say(f"columns.{name}") for name in ("organisation", "seats", "leading", "women_members")]
    listed = Table(material.say("organisations_table"), tuple(header), tuple(rows))
    blocks: list[Block] = [
        Heading(material.say("organisations"), 2, "organisations"),
        Paragraph(material.say("organisations_intro")),
    ]
    return [*blocks, listed, *_note_on_dashes("no_list", [listed], material)]


def changes(material: Material) -> list[Block]:
    """Return the changes among organisations audited twice."""
    if not material.is_enough:
        return []
    changes_by_indicator = picture.changed(material.counting, material.audits, material.method)
    repeated = sum(not audit.is_first for audit in material.audits)
    if not repeated:
        return []
    blocks: list[Block] = [Heading(material.say("changes"), 2, "changes")]
    if not changes_by_indicator:
        return [*blocks, Paragraph(material.say("changes_few", number=repeated))]
    rows = []
    for name, (n, ways) in changes_by_indicator.items():
        label = material.language.text(f"indicators.{name}.title")
        rows.append((Cell(label), material.number(n), *(Cell(material.how_many(audit)) for audit in ways.values())))
    header = [material.say(f"columns.{name}") for name in ("figure", "audits", "improved", "worsened")]
    return [*blocks, Table(material.say("changes_table"), tuple(header), tuple(rows))]


def common(material: Material) -> list[Block]:
    """Return frequent gaps and recommendations, and good practices cleared for print."""
    blocks: list[Block] = []
    most = content().recurring
    if material.is_enough:
        short = {audit.element: audit.short for audit in material.audits}
        recommended = {audit.element: audit.recommended for audit in material.audits}
        judged = {audit.element: audit.judged for audit in material.audits}
        weighed = {audit.element: audit.weighed for audit in material.audits}
        gaps = picture.recurring(material.counting, "gap", short, most, judged)
        advice = picture.recurring(material.counting, "recommended", recommended, most, weighed)
        further = advice[content().decisions :]  # the first ones are on the first page
        lists_to_print = [("gaps", gaps, "indicators.{}.title"), ("advice", further, "recommendations.{}.short")]
        for name, entries, key in lists_to_print:
            if entries:
                lines = [
                    _count_line(material.language.text(key.format(audit)), counted, material)
                    for audit, counted in entries
                ]
                blocks += [Heading(material.say(name), 2, name), Points(tuple(lines))]
    practices = [(audit, quotation) for audit in material.audits if audit.named for quotation in audit.practices]
    if practices:
        blocks.append(Heading(material.say("practices"), 2, "practices"))
        chosen = list({audit.slug: (audit, quotation) for audit, quotation in reversed(practices)}.values())[::-1][
            : content().practices
        ]
        blocks += [Quote(quotation.text, audit.name) for audit, quotation in chosen]
    return blocks


def _count_line(label: str, count: Counted, material: Material) -> str:
    return material.language.text("charts.row", label=label, value=material.how_many(count))


def federation(material: Material) -> list[Block]:
    """Return a federation's list of members and those of its affiliates.

    They are summed only if nobody is in two lists.
    """
    whole = next((audit for audit in material.audits if audit.slug == material.federation), None)
    affiliates = [
        audit for audit in material.audits if audit.affiliated_to and audit.affiliated_to == material.federation
    ]
    if not affiliates:
        return []
    listed = [(audit, picture.summed([audit], MEMBERS)) for audit in affiliates]
    rows = [
        (
            Cell(audit.name),
            Cell(material.of(total), number=True),
            Cell(material.share(total), number=True),
        )
        for audit, total in listed
        if total and audit.named
    ]
    own_list = picture.summed([whole], MEMBERS) if whole else None
    together = picture.summed(affiliates, MEMBERS)
    may_add = all(audit.own_members_only for audit in affiliates) and together and together.audits == len(affiliates)
    if may_add and together:
        rows.append(_members_row(material.say("affiliates_together"), together, material))
    if own_list and whole and whole.named:
        rows.append(_members_row(material.say("own_list", name=whole.name), own_list, material))
        if may_add and together:
            both = (own_list.part - together.part, own_list.n - together.n)
            rows.append(
                (Cell(material.say("difference")), Cell(material.say("less", women=both[0], n=both[1])), Cell(""))
            )
    header = [material.say(f"columns.{name}") for name in ("organisation", "women_members", "now")]
    blocks: list[Block] = [Heading(material.say("federation"), 2, "federation")]
    blocks += [Table(material.say("federation_table"), tuple(header), tuple(rows))] if rows else []
    return blocks if may_add else [*blocks, Paragraph(material.say("not_added_up"))]


def _members_row(label: str, total: picture.Summed, material: Material) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(label),
        Cell(material.of(total), number=True),
        Cell(material.share(total), number=True),
    )


def unsaid(material: Material) -> list[Block]:
    """Return which lists are missing in audits, and what is not counted."""
    if not material.is_enough:
        return []
    lists = {audit.element: audit.missing for audit in material.audits}
    lacking = picture.recurring(material.counting, "no list", lists, content().recurring)
    blocks: list[Block] = []
    if lacking:
        lines = [_count_line(material.language.text(f"tables.{name}"), audit, material) for name, audit in lacking]
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
"""The parts in reading order."""
