"""The sample organisations, and a workspace that a test fills."""

from __future__ import annotations

from pathlib import Path

from genderaudit.foundations.language import Language
from genderaudit.intake import Intake, read_round
from genderaudit.intake.proposals import as_yaml, lists_of, propose
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.runner.pool import skip_slow_import

skip_slow_import()  # before any module of the tests takes seconds for it

SAMPLES = [
    ("cooperative_sigida", "2025", "fr"),
    ("agency_northmere", "2025", "en"),
    ("federation_djeliba", "2022", "fr"),
    ("federation_djeliba", "2025", "fr"),
]
MINIMAL = "name: Example\nkind: ngo\nlanguages: [en]\n"
DECLARED = MINIMAL + "survey: {sampling: everyone}\n"
"""With what `check` would ask for where there is a survey."""


def suggest(folder: Path, organisation: Organisation, language: Language) -> str:
    """What ``check --suggest`` prints of a round."""
    return as_yaml(propose(lists_of(folder, organisation), organisation, language), language)


class Builder:
    """A workspace that a test fills: ``organisation`` writes a folder, ``read`` reads its round."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "data" / "raw").mkdir(parents=True)

    def organisation(
        self, files: dict[str, str | bytes] | None = None, settings: str = DECLARED, name: str = "example"
    ) -> Path:
        """The round 2025 with these files (text is written as UTF-8); gives the round's folder."""
        folder = self.root / "data" / "raw" / name
        (folder / "2025").mkdir(parents=True, exist_ok=True)
        (folder / "organisation.yml").write_text(settings, "utf-8")
        for file, content in (files or {}).items():
            path = folder / "2025" / file
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return folder / "2025"

    def read(self, files: dict[str, str | bytes], settings: str = DECLARED) -> Intake:
        """What intake makes of these files."""
        folder = self.organisation(files, settings)
        return read_round(folder, read_organisation(folder.parent), "2025")
