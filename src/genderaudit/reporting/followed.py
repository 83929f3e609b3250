"""What changed since the round before, and what became of what was decided."""

from __future__ import annotations

from genderaudit.report.document import Beside, Block, Heading, Paragraph, Table
from genderaudit.report.tables import Cell
from genderaudit.reporting import pictures
from genderaudit.reporting.material import Material, choice


def what_changed(material: Material) -> list[Block]:
    """The section; nothing where there was no round before."""
    picture, followed, language = pictures.of_change(material), material.followed, material.language
    if picture is None and followed is None:
        return []
    earlier = material.earlier_round or (followed.earlier if followed else "")
    blocks: list[Block] = [
        Heading(change(material), 2, "changed", above=language.text("report.changed", earlier=earlier))
    ]
    if followed is None:
        return [*blocks, picture] if picture else blocks
    verdicts = [(name, followed.of(name)) for name in ("improved", "worsened")]
    said = [Paragraph(" ".join(_counted(name, len(found), material) for name, found in verdicts))]
    standing = followed.standing
    text = language.text("followup.sums.earlier", earlier=followed.earlier, proposed=standing.proposed,
                         open=standing.open, **standing.decided)  # fmt: skip
    said.append(Paragraph(text))
    blocks += [Beside(tuple(said), (picture,))] if picture else said
    rows = []
    for one in followed.actions:
        if one.recommendation and one.state:
            action = language.text(f"recommendations.{one.recommendation}.short")
            state = Cell(language.text(f"followup.states.{one.state}"))
            rows.append((Cell(action), state, Cell(one.note or "–")))
    rows.sort(key=lambda row: row[1].text)
    if rows:
        header = tuple(language.text(f"report.columns.{name}") for name in ("action", "state", "why"))
        caption = language.text("report.became", earlier=followed.earlier)
        blocks.append(Table(caption, header, tuple(rows[: choice().recommendations])))
    return blocks


def _counted(verdict: str, number: int, material: Material) -> str:
    """How many figures got better, or worse."""
    followed = material.followed
    assert followed is not None
    form = verdict if number else f"{verdict}_none"
    return material.language.text(f"report.{form}", number=number, n=len(followed.changes))


def change(material: Material) -> str:
    """What moved most of what is counted in full."""
    language, lines = material.language, pictures.followed_shares(material)
    if not lines:
        return language.text("report.followed")
    name, then, now = lines[0]
    values = {"then": language.figure(then.value, "share"), "now": language.figure(now.value, "share")}
    return language.text("report.changed_most", name=name, earlier=material.earlier_round, **values)
