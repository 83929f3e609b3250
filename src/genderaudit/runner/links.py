"""Links at the top of a report: the files beside it, other languages, the report of the round before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import ACTION_PLAN, MAP, REPORT, Workspace

FILES = {MAP: f"{MAP}.pdf", ACTION_PLAN: f"{ACTION_PLAN}.xlsx"}
"""Files beside a report, by the key of their label."""
PAGE = f"{REPORT}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """A link, with its address relative to the report's folder and the ``language`` of its text."""

    text: str
    address: str
    language: str


def links_of(code: str, files: Collection[str], others: Iterable[str], earlier: str = "") -> list[Link]:
    """Return the links of a report with these files, these other languages and the report of the round ``earlier``."""
    words = language(code)
    links = [Link(words.text(f"page.overview.{name}"), file, code) for name, file in FILES.items() if file in files]
    links += [Link(language(other).text("page.language_name"), f"../{other}/{PAGE}", other) for other in others]
    if earlier:
        links.append(Link(words.text("page.earlier", round=earlier), f"../../{earlier}/{code}/{PAGE}", code))
    return links


def links_of_draft(
    workspace: Workspace, organisation: str, round: str, code: str, running: Sequence[str]
) -> list[Link]:
    """Return the links of a draft: existing files, and the languages that exist or that the run makes, too."""
    files = [file for file in FILES.values() if (workspace.outputs(organisation, round, code) / file).is_file()]
    others = [
        other
        for other in languages()
        if other != code and (other in running or (workspace.outputs(organisation, round, other) / PAGE).is_file())
    ]
    before = [name for name in workspace.rounds(organisation) if name < round]
    existing = [name for name in before[-1:] if (workspace.outputs(organisation, name, code) / PAGE).is_file()]
    return links_of(code, files, others, *existing)
