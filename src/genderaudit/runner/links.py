"""What a report links to at its top: the files beside it, other languages, the report of the round before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import ACTION_PLAN, MAP, REPORT, Workspace

FILES = {MAP: f"{MAP}.pdf", ACTION_PLAN: f"{ACTION_PLAN}.xlsx"}
"""What lies beside a report, by the name of its words."""
PAGE = f"{REPORT}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads to from the folder of the report; ``language``: that of its words."""

    text: str
    address: str
    language: str


def links_of(code: str, files: Collection[str], others: Iterable[str], earlier: str = "") -> list[Link]:
    """The links of a report with these files beside it, in these other languages, after the round ``earlier``."""
    words = language(code)
    found = [Link(words.text(f"page.overview.{name}"), file, code) for name, file in FILES.items() if file in files]
    found += [Link(language(other).text("page.language_name"), f"../{other}/{PAGE}", other) for other in others]
    if earlier:
        found.append(Link(words.text("page.earlier", round=earlier), f"../../{earlier}/{code}/{PAGE}", code))
    return found


def links_of_draft(
    workspace: Workspace, organisation: str, round: str, code: str, running: Sequence[str]
) -> list[Link]:
    """Those of a draft: files that are there, and the languages that the run makes too."""
    files = [file for file in FILES.values() if (workspace.outputs(organisation, round, code) / file).is_file()]
    others = [
        other
        for other in languages()
        if other != code and (other in running or (workspace.outputs(organisation, round, other) / PAGE).is_file())
    ]
    before = [name for name in workspace.rounds(organisation) if name < round]
    there = [name for name in before[-1:] if (workspace.outputs(organisation, name, code) / PAGE).is_file()]
    return links_of(code, files, others, *there)
