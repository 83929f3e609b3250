"""Changes since the earlier round, and what became of its decisions."""

from __future__ import annotations

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.followup import FollowUp
from genderaudit.foundations.language import Language
from genderaudit.report.document import Beside, Block, Heading, Paragraph, Table
from genderaudit.report.labels import group_label
from genderaudit.report.tables import Cell
from genderaudit.reporting import pictures
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import is_left_out


def what_changed(material: Material) -> list[Block]:
    """Return the section on changes; empty without an earlier round."""
    picture, followed, language = pictures.of_change(material), material.followed, material.language
    if picture is None and followed is None:
        return []
    earlier = material.earlier_round or (followed.earlier if followed else "")
    blocks: list[Block] = [
        Heading(change(material), 2, "changed", above=language.text("report.changed", earlier=earlier))
    ]
    if followed is None:
        return [*blocks, picture] if picture else blocks
    paragraphs = [Paragraph(compared(followed, language))]
    standing = followed.standing
    text = language.text("followup.sums.earlier", earlier=followed.earlier, proposed=standing.proposed,
                         open=standing.open, **standing.decided)  # fmt: skip
    paragraphs.append(Paragraph(text))
    paragraphs += committees(material)
    blocks += [Beside(tuple(paragraphs), (picture,))] if picture else paragraphs
    rows = []
    for earlier_action in followed.actions:
        if earlier_action.recommendation and earlier_action.state:
            action = language.text(f"recommendations.{earlier_action.recommendation}.short")
            state = Cell(language.text(f"followup.states.{earlier_action.state}"))
            rows.append((Cell(action), state, Cell(earlier_action.note or "–")))
    rows.sort(key=lambda row: row[1].text)
    if rows:
        header = tuple(language.text(f"report.columns.{name}") for name in ("action", "state", "why"))
        caption = language.text("report.became", earlier=followed.earlier)
        blocks.append(Table(caption, header, tuple(rows[: choice().recommendations])))
    return blocks


def committees(material: Material) -> list[Paragraph]:
    """Return for each committee its budget per person in both rounds, as voted in both lists."""
    language, organisation = material.language, material.organisation
    currency = organisation.currency
    texts, ids = [], []
    for finding in material.of("committee_budget_per_head"):
        then, whom = material.earlier(finding), organisation.committee_lines.get(finding.group.get("line", ""))
        if finding.value is None or then is None or whom is None or is_left_out(finding.indicator, material):
            continue
        amounts = {"then": language.money(then.value, currency), "now": language.money(finding.value, currency)}
        line = group_label(finding.group, language)
        texts.append(language.text(f"report.committee.{whom}", line=line, earlier=material.earlier_round, **amounts))
        ids.append(finding.id)
    return [Paragraph(" ".join(texts), findings=tuple(ids))] if texts else []


def compared(followed: FollowUp, language: Language) -> str:
    """Return how many figures improved and worsened; for a single figure, its direction."""
    n = len(followed.changes)
    counts = {"improved": len(followed.of("improved")), "worsened": len(followed.of("worsened"))}
    if n < 2:
        way = next((name for name, number in counts.items() if number), "neither") if n else "nothing"
        return language.text(f"report.compared.{way}")
    forms = {name: name if number else f"{name}_none" for name, number in counts.items()}
    return " ".join(language.text(f"report.{forms[name]}", number=number, n=n) for name, number in counts.items())


def change(material: Material) -> str:
    """Return a title with the largest change of a full count."""
    language, lines = material.language, pictures.followed_shares(material)
    if not lines:
        return language.text("report.followed")
    name, then, now = lines[0]
    values = {"then": language.figure(then.value, "share"), "now": language.figure(now.value, "share")}
    return language.text("report.changed_most", name=name, earlier=material.earlier_round, **values)
