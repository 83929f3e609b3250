"""Lists with rows that are no entries, and how many people intake counts in them."""

from __future__ import annotations

MEMBERS = """name: Example
kind: trade_union
languages: [fr]
tables:
  members:
    columns: {Section: branch, Sexe: sex, Effectif: count}
    codes: {sex: {F: F, H: M}}
"""
WIDE = (
    MEMBERS.replace("Sexe: sex, Effectif: count", "").replace(", }", "}").split("    codes")[0]
    + "    counts: {Femmes: F, Hommes: M}\n"
)
SECTIONS = "Section;Sexe;Effectif\nKayes ville;F;40\nNioro;F;20\nKayes ville;H;60\nNioro;H;30\n"


def people(
    workspace, text: str, settings: str = MEMBERS, table: str = "members"
) -> tuple[int, list[tuple[str, tuple[int, ...]]]]:
    """People that were counted, and what was said of which rows."""
    intake = workspace.read({f"{table}.csv": text}, settings)
    frame = intake.tables[table]
    number = int(frame["count"].sum()) if "count" in frame else len(frame)
    return number, [(problem.rule, problem.rows) for problem in intake.problems]
