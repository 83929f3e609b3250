"""Paths of everything: the only module that knows where files are.

The *suite* holds what the project ships (notebooks, templates). A *workspace* holds an owner's data and
outputs; it may be outside the suite, so that confidential data is never in a clone of the project. Where no
workspace is named it is the clone, or, where the suite is installed as a package, the current folder: nothing is
ever written into an installed package.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from genderaudit.foundations.errors import AuditError, SystemFault, known_names, text
from genderaudit.foundations.limits import LONGEST_NAME

PHASES = ("baseline", "gap_analysis", "staff_perception", "recommendations")
FINDINGS = "findings"
"""The folder of an edition that holds findings, not a language."""
EDITION = "edition_"
"""Prefix of the folder of a released edition in the outputs."""
REPORT = "report"
"""The notebook after the phases, which makes the publications from their findings; also the name of its page."""
STAGES = (*PHASES, REPORT)
"""Everything that runs for an audit, one notebook each."""
BRIEF, POSTER, ANNEX = "brief", "poster", "annex"
"""Names, without ending: two pages for a board or a congress, one for a hall, and all phases joined."""
PUBLICATIONS = (REPORT, BRIEF, POSTER)
"""The pages that the report notebook makes."""
ACTION_PLAN, MAP = "action_plan", "gender_inequality_map"
"""Names, without ending, of a report's workbook and map."""
SYNTHESIS = "synthesis"
"""The notebook over many audits, and its folder in the outputs."""
INTAKE_WORKBOOK = "intake_workbook"
"""Name, without ending, of the workbook in the folder of a round that has one sheet per table."""

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


PACKAGE = Path(__file__).parents[1]
INSTALLED = (PACKAGE / "suite").is_dir()
"""True for an installed copy, with the suite inside the package; false for a clone of the project."""
SUITE = PACKAGE / "suite" if INSTALLED else PACKAGE.parents[1]
TEMPLATES = SUITE / "templates"
NOTEBOOKS = SUITE / "notebooks"
ORGANISATIONS_OF_COURSES = ("outputs", "training", "organisations")


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The folder of a workspace's own method and texts, with the state of its files."""

    folder: Path
    stamp: tuple[tuple[str, int, int], ...]
    """Name, size in bytes and time of change (ns) of each file."""


_OWN: list[OwnTemplates | None] = [None]


def own_templates() -> OwnTemplates | None:
    """Return the templates of the workspace opened last; None where it has none, or is the clone itself."""
    return _OWN[0]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one owner's audits; all paths are built here."""

    root: Path

    @classmethod
    def open(cls, root: str | os.PathLike[str] = "") -> Workspace:
        """Return the workspace at ``root``; without one, the clone, or the current folder of an installed copy.

        For an installed copy the current folder may also be inside a workspace, as a notebook's folder is. The
        workspace's ``templates`` are laid over the method and texts of this process (``layers.py``). Raises
        ``AuditError`` for a folder that is no workspace.
        """
        path = Path(root).resolve() if root else _enclosing_workspace(Path.cwd()) if INSTALLED else SUITE
        if not (path / "data" / "raw").is_dir():
            raise AuditError("no_workspace", folder=path)
        return cls(path)._activate()

    @classmethod
    def made(cls, root: str | os.PathLike[str] = "") -> Workspace:
        """Create the workspace at ``root`` (folder data/raw) if it is missing, and return it.

        Without ``root`` it is the clone, or the current folder itself of an installed copy. Raises ``AuditError`` where
        the folder cannot be made.
        """
        path = Path(root).resolve() if root else Path.cwd() if INSTALLED else SUITE
        try:
            (path / "data" / "raw").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AuditError("folder_not_made", folder=path, reason=SystemFault(error.errno)) from None
        return cls(path)._activate()

    def _activate(self) -> Workspace:
        """Make this workspace's method and texts those of the process; return the workspace."""
        _OWN[0] = self.own_templates()
        return self

    def own_templates(self) -> OwnTemplates | None:
        """Return the workspace's own method and texts in their present state; None where it has none."""
        files = [(path, path.stat()) for path in self.own_template_files()]
        stamp = tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in files)
        return OwnTemplates(self.root / "templates", stamp) if files else None

    def own_template_files(self) -> list[Path]:
        """Return the YAML files in the workspace's ``templates``, in order; empty for the clone.

        Nothing reads those that end with ``.yaml``: ``check --method`` says so.
        """
        folder = self.root / "templates"
        if folder == TEMPLATES or not folder.is_dir():
            return []
        return sorted(path for path in folder.rglob("*.y*ml") if path.is_file())

    def organisations(self) -> list[str]:
        """Return the names of the folders that hold an organisation.yml, in order."""
        names = (path.parent.name for path in (self.root / "data" / "raw").glob("*/organisation.yml"))
        return sorted(name for name in names if SLUG.fullmatch(name))

    def rounds(self, organisation: str) -> list[str]:
        """Return the names of an organisation's rounds, in order."""
        folders = (path for path in self.raw(organisation).iterdir() if path.is_dir())
        return sorted(path.name for path in folders if SLUG.fullmatch(path.name))

    def raw(self, organisation: str, round: str | None = None) -> Path:
        """Return the folder of an organisation's files, or of one round of them; ``AuditError`` if it is missing."""
        folder = self.root / "data" / "raw" / slug(organisation, "organisation")
        if not (folder / "organisation.yml").is_file():
            raise AuditError(
                "no_organisation", organisation=organisation, near=known_names(organisation, self.organisations())
            )
        if round is None:
            return folder
        folder = folder / slug(round, "round")
        if not folder.is_dir():
            raise AuditError(
                "no_round", organisation=organisation, round=round, near=known_names(round, self.rounds(organisation))
            )
        return folder

    def new_raw(self, organisation: str) -> Path:
        """Return the folder for a new organisation; ``AuditError`` if the name is taken."""
        folder = self.root / "data" / "raw" / slug(organisation, "organisation")
        if folder.exists():
            raise AuditError("folder_taken", organisation=organisation)
        return folder

    def settings(self, organisation: str) -> Path:
        """Return the path of an organisation.yml, which may be missing."""
        return self.root / "data" / "raw" / organisation / "organisation.yml"

    def truth(self, organisation: str) -> Path:
        """Return the path of the true values of a simulated organisation."""
        return self.raw(organisation) / "truth.json"

    def processed(self, organisation: str, round: str) -> Path:
        """Return the folder of a round's findings."""
        return self.root / "data" / "processed" / slug(organisation, "organisation") / slug(round, "round")

    def findings(self, organisation: str, round: str, phase: str) -> Path:
        """Return the file that a phase passes to later phases and other programs."""
        return self.processed(organisation, round) / f"{phase}.json"

    def groupings(self, organisation: str, round: str) -> Path:
        """Return the file of merged levels, units … of the round's sensitive figures."""
        return self.processed(organisation, round) / "groupings.json"

    def sample(self, organisation: str, round: str) -> Path:
        """Return the file of the survey's sample, without names; the people drawn are in the workbook beside it."""
        return self.processed(organisation, round) / "sample.json"

    def monitoring(self, organisation: str, round: str) -> Path:
        """Return the file of the status of a plan's actions at each follow-up."""
        return self.processed(organisation, round) / "follow_up.json"

    def follow_up(self, organisation: str, round: str, day: str, language: str) -> Path:
        """Return the page of a follow-up on a day."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / "follow_up"
        return folder / f"{slug(round, 'round')}_{slug(day, 'day')}_{slug(language, 'language')}.html"

    def withheld(self, organisation: str, round: str) -> Path:
        """Return the file of figures that are left out so that a release passes the gate."""
        return self.processed(organisation, round) / "withheld.json"

    def releases(self, organisation: str, round: str) -> Path:
        """Return the folder of a round's releases, which holds one folder per edition, named by its number."""
        return self.root / "data" / "releases" / slug(organisation, "organisation") / slug(round, "round")

    def released_rounds(self, organisation: str) -> list[str]:
        """Return the rounds of an organisation with releases, in order; their lists may be missing."""
        folders = (self.root / "data" / "releases" / slug(organisation, "organisation")).glob("*/")
        return sorted(path.name for path in folders if SLUG.fullmatch(path.name))

    def release(self, organisation: str, round: str, number: int) -> Path:
        """Return the folder of one edition: its record, its findings, its pages by language."""
        return self.releases(organisation, round) / str(number)

    def released_findings(self, organisation: str, round: str, number: int, phase: str) -> Path:
        """Return the path of a phase's findings at the release of the edition."""
        return self.release(organisation, round, number) / FINDINGS / f"{phase}.json"

    def released(self) -> list[tuple[str, str]]:
        """Return organisation and round of every release."""
        numbered = (path for path in (self.root / "data" / "releases").glob("*/*/*") if path.name.isdigit())
        return sorted({(path.parents[1].name, path.parent.name) for path in numbered})

    def compared(self, organisation: str, round: str, phase: str) -> Path:
        """Return the findings with which later rounds compare: those of the last release, else of the draft."""
        numbers = [int(path.name) for path in self.releases(organisation, round).glob("*") if path.name.isdigit()]
        if numbers:
            return self.released_findings(organisation, round, max(numbers), phase)
        return self.findings(organisation, round, phase)

    def syntheses(self) -> Path:
        """Return the path of the record of which audits each synthesis counted."""
        return self.root / "data" / "releases" / "syntheses.json"

    def benchmarks(self) -> Path:
        """Return the path of the medians of syntheses, for the reports of organisations."""
        return self.root / "data" / "releases" / "benchmarks.json"

    def released_synthesis(self, day: dt.date, folder: str, language: str) -> Path:
        """Return a free path for the page of a synthesis that is released now, so that none is overwritten."""
        base = self.root / "data" / "releases" / "syntheses.pages"  # the dot keeps it from being an organisation's name
        name, number = f"{day.isoformat()}_{slug(folder, 'synthesis')}", 1
        path = base / name / f"{slug(language, 'language')}.html"
        while path.exists():
            number += 1
            path = base / f"{name}_{number}" / path.name
        return path

    def synthesis(self, folder: str, language: str) -> Path:
        """Return the folder of a synthesis of this name in one language."""
        return self.root / "outputs" / "synthesis" / slug(folder, "synthesis") / slug(language, "language")

    def release_key(self) -> Path:
        """Return the path of the key of the lists' hashes; for the workspace's owner only."""
        return self.root / "data" / "releases" / ".key"

    def edition(self, organisation: str, round: str, number: int, language: str) -> Path:
        """Return the folder of an edition's pages in one language, for readers."""
        return self.outputs(organisation, round, language).parent / f"{EDITION}{number}" / slug(language, "language")

    def handed_out(self, organisation: str, round: str) -> list[tuple[int, Path]]:
        """Return number and folder of the editions in the outputs, in order."""
        top = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        numbers = ((path.name.removeprefix(EDITION), path) for path in top.glob(f"{EDITION}*"))
        return sorted((int(number), path) for number, path in numbers if number.isdigit())

    def run_record(self, organisation: str, round: str, language: str) -> Path:
        """Return the path of the record of a run's inputs and outputs."""
        return self.processed(organisation, round) / "runs" / f"{slug(language, 'language')}.json"

    def outputs(self, organisation: str, round: str, language: str) -> Path:
        """Return the folder of a round's reports in one language."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        return folder / slug(language, "language")

    def form(self, organisation: str, name: str) -> Path:
        """Return the path of a form of the organisation's questionnaire."""
        return self.root / "outputs" / slug(organisation, "organisation") / "forms" / name

    def data_quality(self, organisation: str, round: str) -> Path:
        """Return the path of the page of problems in a round's files."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        return folder / "data_quality.html"

    def index(self) -> Path:
        """Return the path of the page that links to every report."""
        return self.root / "outputs" / "index.html"

    def run_log(self) -> Path:
        """Return the path of the log of runs, one JSON object per line, for other programs."""
        return self.root / "outputs" / "run.jsonl"

    def known(self) -> Path:
        """Return the path of the notes on what was up to date."""
        return self.root / "data" / "processed" / ".known.json"

    def folders(self, organisation: str) -> tuple[Path, Path, Path, Path]:
        """Return an organisation's folders: its files, its findings, its releases, its reports."""
        name = slug(organisation, "organisation")
        data = self.root / "data"
        return data / "raw" / name, data / "processed" / name, data / "releases" / name, self.root / "outputs" / name

    def lock(self) -> Path:
        """Return the path of the file that a run locks while it works."""
        return self.root / "data" / "processed" / ".lock"

    def own_notebooks(self) -> Path:
        """Return the folder of the users' copies of the suite's notebooks."""
        return self.root / "my_notebooks"


def training_workspace(language: str, folder: str = "") -> Path:
    """Return the workspace of the learners' organisation for a language.

    It is in ``folder``; without one, in the outputs of the clone or, for an installed copy, of the workspace that
    contains the current folder.
    """
    if folder:
        return Path(folder).resolve() / slug(language, "language")
    root = _enclosing_workspace(Path.cwd()) if INSTALLED else SUITE
    return root.joinpath(*ORGANISATIONS_OF_COURSES, slug(language, "language"))


def suite_notebooks() -> list[Path]:
    """Return the suite's notebooks, of the phases and of the training, as paths below ``NOTEBOOKS``."""
    paths = (path.relative_to(NOTEBOOKS) for path in NOTEBOOKS.rglob("*.ipynb"))
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.parts))


def training_notebooks(language: str) -> list[Path]:
    """Return the suite's training notebooks of a language, with their solutions, in order."""
    return sorted((NOTEBOOKS / "training" / slug(language, "language")).glob("*.ipynb"))


def training_handouts(language: str) -> list[Path]:
    """Return the Markdown files that a course in a language is printed from: training and the facilitator's intake."""
    folders = (TEMPLATES / "training", TEMPLATES / "intake")
    return [path for folder in folders for path in sorted(folder.glob(f"*.{slug(language, 'language')}.md"))]


def holds_audits(path: Path) -> bool:
    """Return true if ``path`` is in a workspace that has an organisation."""
    return any(map(_has_audits, path.resolve().parents))


def _has_audits(folder: Path) -> bool:
    return next((folder / "data" / "raw").glob("*/organisation.yml"), None) is not None


def _enclosing_workspace(folder: Path) -> Path:
    """Return the nearest folder, from ``folder`` upwards, that is a workspace in use; else ``folder``."""
    for one in (folder, *folder.parents):
        if _has_audits(one) or one.joinpath(*ORGANISATIONS_OF_COURSES).is_dir():
            return one
    return folder


_DATA = (("data", "raw"), ("data", "processed"), ("data", "releases"))


def organisation_of(path: Path) -> tuple[Workspace, str] | None:
    """Return workspace and name of the organisation that a file, finding or report belongs to, links resolved."""
    parts = path.resolve().parts
    for i in range(1, len(parts) - 2):
        if parts[i : i + 2] in _DATA and len(parts) > i + 3:
            return Workspace(Path(*parts[:i])), parts[i + 2]
        if parts[i] == "outputs" and (place := Workspace(Path(*parts[:i]))).settings(parts[i + 1]).is_file():
            return place, parts[i + 1]
    return None


def report_name(stage: str) -> str:
    """Return the file name without ending of a stage's notebook, e.g. ``1_baseline``; of a phase also of its page."""
    return f"{STAGES.index(stage) + 1}_{stage}"


def notebook(stage: str) -> Path:
    """Return the suite's notebook of a stage."""
    return NOTEBOOKS / f"{report_name(stage)}.ipynb"


def slug(name: str, what: str) -> str:
    """Return ``name`` if it is safe as part of a path; raises ``AuditError`` otherwise."""
    if not SLUG.fullmatch(name):
        raise AuditError("bad_name", what=text(f"names.{what}"))
    return name


def inside(folder: Path, name: str) -> Path:
    """Return the path of ``name`` directly in ``folder``; raises ``AuditError`` for a name that leads elsewhere."""
    if "\0" in name or len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        raise AuditError("file_name_impossible")
    path = folder / _as_stored(folder, name)
    if Path(name).name != name or name in ("", ".", "..") or path.is_symlink():
        raise AuditError("file_elsewhere")
    return path


def _as_stored(folder: Path, name: str) -> str:
    """Return the name as spelt in the folder: é is one character on some systems, e with an accent on others."""
    if name.isascii() or not folder.is_dir() or (folder / name).exists():
        return name
    wanted = normalize("NFC", name)
    return next((path.name for path in folder.iterdir() if normalize("NFC", path.name) == wanted), name)
