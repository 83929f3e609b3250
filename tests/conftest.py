"""What tests of several modules need: public data files, workspaces, and the sample organisations audited."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from in_process import AuditedPhase, audit

from genderaudit.intake import Intake, read_round
from genderaudit.organisation import read_organisation

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"
SAMPLES = [
    ("agency_northmere", "2025", "en"),
    ("cooperative_sigida", "2025", "fr"),
    ("federation_djeliba", "2022", "fr"),
    ("federation_djeliba", "2025", "fr"),
]
MINIMAL = "name: Example\nkind: ngo\nlanguages: [en]\n"


@pytest.fixture(scope="session", autouse=True)
def _charts_without_a_screen() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "Agg")
        yield


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """The path of a public data file; the test is skipped where the folder is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the public data file {name} is not here")
        return path

    return find


class Builder:
    """A workspace that a test fills: ``organisation`` writes a folder, ``read`` reads its round."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "data" / "raw").mkdir(parents=True)

    def organisation(
        self, files: dict[str, str | bytes] | None = None, settings: str = MINIMAL, name: str = "example"
    ) -> Path:
        """The round 2025 with these files (text is written as UTF-8); gives the round's folder."""
        folder = self.root / "data" / "raw" / name
        (folder / "2025").mkdir(parents=True, exist_ok=True)
        (folder / "organisation.yml").write_text(settings, "utf-8")
        for file, content in (files or {}).items():
            path = folder / "2025" / file
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return folder / "2025"

    def read(self, files: dict[str, str | bytes], settings: str = MINIMAL) -> Intake:
        """What intake makes of these files."""
        folder = self.organisation(files, settings)
        return read_round(folder, read_organisation(folder.parent), "2025")


@pytest.fixture
def workspace(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], dict[str, AuditedPhase]]:
    """The phases of a sample organisation's round, audited once a session in a copy of ``data/raw``."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw")
    done: dict[tuple[str, str], dict[str, AuditedPhase]] = {}
    languages = {(organisation, round): language for organisation, round, language in SAMPLES}

    def phases(organisation: str, round: str) -> dict[str, AuditedPhase]:
        key = organisation, round
        if key not in done:
            done[key] = audit(root, organisation, round, languages[key])
        return done[key]

    return phases
