"""Where everything lies: the only place that knows paths.

The *suite* holds what the project ships (notebooks, templates). A *workspace* holds an owner's data and
outputs; it may lie outside the suite, so that confidential data never sits in a clone of the project. Where no
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
"""The folder of an edition that is no language."""
EDITION = "edition_"
"""Begins the name of the folder of a released edition in the outputs."""
REPORT = "report"
"""The notebook after the phases: it reads their findings and makes what is handed out. Also the name of its page."""
STAGES = (*PHASES, REPORT)
"""What runs, each a notebook."""
BRIEF, POSTER, ANNEX = "brief", "poster", "annex"
"""Names, without ending, of the two pages for a board or a congress, the one for a hall, and the phases joined."""
PUBLICATIONS = (REPORT, BRIEF, POSTER)
"""The pages that the report notebook makes."""
ACTION_PLAN, MAP = "action_plan", "gender_inequality_map"
"""Names, without ending, of the workbook and the poster beside a report."""
SYNTHESIS = "synthesis"
"""The notebook over many audits, and the name of its folder in the outputs."""
INTAKE_WORKBOOK = "intake_workbook"
"""Name, without ending, of the workbook with a sheet for each table in the folder of a round."""

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


PACKAGE = Path(__file__).parents[1]
INSTALLED = (PACKAGE / "suite").is_dir()
"""Whether this is an installed copy, with the suite inside the package, and no clone of the project."""
SUITE = PACKAGE / "suite" if INSTALLED else PACKAGE.parents[1]
TEMPLATES = SUITE / "templates"
NOTEBOOKS = SUITE / "notebooks"
ORGANISATIONS_OF_COURSES = ("outputs", "training", "organisations")


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The folder in which a workspace has a method and texts of its own, and its files as they lay there."""

    folder: Path
    stamp: tuple[tuple[str, int, int], ...]
    """Name, size in bytes and time of change of each file."""


_OWN: list[OwnTemplates | None] = [None]


def own_templates() -> OwnTemplates | None:
    """The templates of the workspace that was opened last; none where it has none, or is the clone itself."""
    return _OWN[0]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one owner's audits. Paths are made here and nowhere else."""

    root: Path

    @classmethod
    def open(cls, root: str | os.PathLike[str] = "") -> Workspace:
        """The workspace at ``root``; without one, the clone, or the current folder of an installed copy.

        Of an installed copy the current folder may also lie within a workspace, as that of a notebook does. What the
        workspace has in ``templates`` is laid over the method and the texts of this process (``layers.py``).
        Raises ``AuditError`` for a folder that is no workspace.
        """
        path = Path(root).resolve() if root else _around(Path.cwd()) if INSTALLED else SUITE
        if not (path / "data" / "raw").is_dir():
            raise AuditError("no_workspace", folder=path)
        return cls(path)._in_use()

    @classmethod
    def made(cls, root: str | os.PathLike[str] = "") -> Workspace:
        """The workspace at ``root``, with its folder data/raw made where it is missing.

        Without ``root`` it is the clone, or the current folder itself of an installed copy.
        """
        path = Path(root).resolve() if root else Path.cwd() if INSTALLED else SUITE
        try:
            (path / "data" / "raw").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AuditError("folder_not_made", folder=path, reason=SystemFault(error.errno)) from None
        return cls(path)._in_use()

    def _in_use(self) -> Workspace:
        """This workspace; from now on the method and the texts are those that it lays over the suite's."""
        _OWN[0] = self.own_templates()
        return self

    def own_templates(self) -> OwnTemplates | None:
        """The method and texts of the workspace's own as they lie there now; none where it has none."""
        found = [(path, path.stat()) for path in self.own_template_files()]
        stamp = tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in found)
        return OwnTemplates(self.root / "templates", stamp) if found else None

    def own_template_files(self) -> list[Path]:
        """The YAML files of a method and texts of the workspace's own, in order; of the clone none."""
        folder = self.root / "templates"
        if folder == TEMPLATES or not folder.is_dir():
            return []
        return sorted(path for path in folder.rglob("*.yml") if path.is_file())

    def organisations(self) -> list[str]:
        """Names of the folders that hold an organisation.yml, in order."""
        found = (path.parent.name for path in (self.root / "data" / "raw").glob("*/organisation.yml"))
        return sorted(name for name in found if SLUG.fullmatch(name))

    def rounds(self, organisation: str) -> list[str]:
        """Names of an organisation's rounds, in order."""
        folders = (path for path in self.raw(organisation).iterdir() if path.is_dir())
        return sorted(path.name for path in folders if SLUG.fullmatch(path.name))

    def raw(self, organisation: str, round: str | None = None) -> Path:
        """The folder of an organisation's files, or of one round of them; it must exist."""
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
        """The folder that a new organisation will have; its name must not be taken."""
        folder = self.root / "data" / "raw" / slug(organisation, "organisation")
        if folder.exists():
            raise AuditError("folder_taken", organisation=organisation)
        return folder

    def settings(self, organisation: str) -> Path:
        """The file in which an organisation says what it is; it may be missing."""
        return self.root / "data" / "raw" / organisation / "organisation.yml"

    def truth(self, organisation: str) -> Path:
        """The file that says what is true of a simulated organisation."""
        return self.raw(organisation) / "truth.json"

    def processed(self, organisation: str, round: str) -> Path:
        """The folder of a round's findings."""
        return self.root / "data" / "processed" / slug(organisation, "organisation") / slug(round, "round")

    def findings(self, organisation: str, round: str, phase: str) -> Path:
        """The file that a phase hands to later phases and other programs."""
        return self.processed(organisation, round) / f"{phase}.json"

    def groupings(self, organisation: str, round: str) -> Path:
        """How levels, units … are merged for the round's sensitive figures."""
        return self.processed(organisation, round) / "groupings.json"

    def sample(self, organisation: str, round: str) -> Path:
        """Whom the survey of a round asks: the draw, without names; those drawn stand in the workbook beside it."""
        return self.processed(organisation, round) / "sample.json"

    def monitoring(self, organisation: str, round: str) -> Path:
        """Where each action of a round's plan stood, at each follow-up."""
        return self.processed(organisation, round) / "follow_up.json"

    def follow_up(self, organisation: str, round: str, day: str, language: str) -> Path:
        """The page of a follow-up on a day."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / "follow_up"
        return folder / f"{slug(round, 'round')}_{slug(day, 'day')}_{slug(language, 'language')}.html"

    def withheld(self, organisation: str, round: str) -> Path:
        """Figures that are left out so that a release passes the gate."""
        return self.processed(organisation, round) / "withheld.json"

    def releases(self, organisation: str, round: str) -> Path:
        """The folder of what was released of a round: a folder an edition, named by its number."""
        return self.root / "data" / "releases" / slug(organisation, "organisation") / slug(round, "round")

    def released_rounds(self, organisation: str) -> list[str]:
        """The rounds of an organisation with releases, in order; their lists need not be here."""
        folders = (self.root / "data" / "releases" / slug(organisation, "organisation")).glob("*/")
        return sorted(path.name for path in folders if SLUG.fullmatch(path.name))

    def release(self, organisation: str, round: str, number: int) -> Path:
        """The folder of one edition: its record, its findings, its pages by language."""
        return self.releases(organisation, round) / str(number)

    def released_findings(self, organisation: str, round: str, number: int, phase: str) -> Path:
        """What a phase had found when the edition was released."""
        return self.release(organisation, round, number) / FINDINGS / f"{phase}.json"

    def released(self) -> list[tuple[str, str]]:
        """Organisation and round of everything that was released."""
        numbered = (path for path in (self.root / "data" / "releases").glob("*/*/*") if path.name.isdigit())
        return sorted({(path.parents[1].name, path.parent.name) for path in numbered})

    def compared(self, organisation: str, round: str, phase: str) -> Path:
        """What later rounds compare with: the findings of the round's last release, else those of its draft."""
        numbers = [int(path.name) for path in self.releases(organisation, round).glob("*") if path.name.isdigit()]
        if numbers:
            return self.released_findings(organisation, round, max(numbers), phase)
        return self.findings(organisation, round, phase)

    def syntheses(self) -> Path:
        """Over which audits the syntheses have counted."""
        return self.root / "data" / "releases" / "syntheses.json"

    def benchmarks(self) -> Path:
        """The middles that syntheses tell, for the reports of organisations."""
        return self.root / "data" / "releases" / "benchmarks.json"

    def released_synthesis(self, day: dt.date, folder: str, language: str) -> Path:
        """Where the page of a synthesis that is released now is kept: none that is there is overwritten."""
        base = self.root / "data" / "releases" / "syntheses.pages"  # no organisation is called so
        name, number = f"{day.isoformat()}_{slug(folder, 'synthesis')}", 1
        path = base / name / f"{slug(language, 'language')}.html"
        while path.exists():
            number += 1
            path = base / f"{name}_{number}" / path.name
        return path

    def synthesis(self, folder: str, language: str) -> Path:
        """The folder of a synthesis of this name in one language."""
        return self.root / "outputs" / "synthesis" / slug(folder, "synthesis") / slug(language, "language")

    def release_key(self) -> Path:
        """The key of the hashes by which lists are told from each other; for the workspace's owner only."""
        return self.root / "data" / "releases" / ".key"

    def edition(self, organisation: str, round: str, number: int, language: str) -> Path:
        """The folder of an edition's pages in one language, for readers."""
        return self.outputs(organisation, round, language).parent / f"{EDITION}{number}" / slug(language, "language")

    def handed_out(self, organisation: str, round: str) -> list[tuple[int, Path]]:
        """The editions that lie in the outputs: number and folder, in order."""
        top = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        numbers = ((path.name.removeprefix(EDITION), path) for path in top.glob(f"{EDITION}*"))
        return sorted((int(number), path) for number, path in numbers if number.isdigit())

    def run_record(self, organisation: str, round: str, language: str) -> Path:
        """The file that says what was made from what."""
        return self.processed(organisation, round) / "runs" / f"{slug(language, 'language')}.json"

    def outputs(self, organisation: str, round: str, language: str) -> Path:
        """The folder of a round's reports in one language."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        return folder / slug(language, "language")

    def form(self, organisation: str, name: str) -> Path:
        """A form of the organisation's questionnaire."""
        return self.root / "outputs" / slug(organisation, "organisation") / "forms" / name

    def data_quality(self, organisation: str, round: str) -> Path:
        """The page that says what is not right in a round's files."""
        folder = self.root / "outputs" / slug(organisation, "organisation") / slug(round, "round")
        return folder / "data_quality.html"

    def index(self) -> Path:
        """The page that links to every report."""
        return self.root / "outputs" / "index.html"

    def run_log(self) -> Path:
        """What runs did, a JSON object a line, for other programs."""
        return self.root / "outputs" / "run.jsonl"

    def known(self) -> Path:
        """The file that notes what was found up to date."""
        return self.root / "data" / "processed" / ".known.json"

    def folders(self, organisation: str) -> tuple[Path, Path, Path, Path]:
        """An organisation's folders: its files, its findings, its releases, its reports."""
        name = slug(organisation, "organisation")
        data = self.root / "data"
        return data / "raw" / name, data / "processed" / name, data / "releases" / name, self.root / "outputs" / name

    def lock(self) -> Path:
        """The file that a run holds while it works."""
        return self.root / "data" / "processed" / ".lock"

    def own_notebooks(self) -> Path:
        """The folder of the copies of the suite's notebooks that people work in."""
        return self.root / "my_notebooks"


def training_workspace(language: str, folder: str = "") -> Path:
    """The workspace of the organisation that learners of a language work on.

    It lies in ``folder``; without one, in the outputs of the clone or, of an installed copy, of the workspace that
    the current folder lies in.
    """
    if folder:
        return Path(folder).resolve() / slug(language, "language")
    root = _around(Path.cwd()) if INSTALLED else SUITE
    return root.joinpath(*ORGANISATIONS_OF_COURSES, slug(language, "language"))


def suite_notebooks() -> list[Path]:
    """The suite's notebooks, of the phases and of the training, as paths below ``NOTEBOOKS``."""
    found = (path.relative_to(NOTEBOOKS) for path in NOTEBOOKS.rglob("*.ipynb"))
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts))


def training_notebooks(language: str) -> list[Path]:
    """The suite's training notebooks of a language, with their solutions, in order."""
    return sorted((NOTEBOOKS / "training" / slug(language, "language")).glob("*.ipynb"))


def training_handouts(language: str) -> list[Path]:
    """What a course in a language is printed from: Markdown of the training and of the facilitator's intake."""
    folders = (TEMPLATES / "training", TEMPLATES / "intake")
    return [path for folder in folders for path in sorted(folder.glob(f"*.{slug(language, 'language')}.md"))]


def holds_audits(path: Path) -> bool:
    """Whether ``path`` lies in a workspace that has an organisation."""
    return any(map(_has_audits, path.resolve().parents))


def _has_audits(folder: Path) -> bool:
    return next((folder / "data" / "raw").glob("*/organisation.yml"), None) is not None


def _around(folder: Path) -> Path:
    """The workspace that ``folder`` lies in: it or the nearest folder above that somebody works in, else itself."""
    for one in (folder, *folder.parents):
        if _has_audits(one) or one.joinpath(*ORGANISATIONS_OF_COURSES).is_dir():
            return one
    return folder


_DATA = (("data", "raw"), ("data", "processed"), ("data", "releases"))


def organisation_of(path: Path) -> tuple[Workspace, str] | None:
    """Workspace and name of the organisation to whose files, findings or reports ``path`` belongs, links followed."""
    parts = path.resolve().parts
    for i in range(1, len(parts) - 2):
        if parts[i : i + 2] in _DATA and len(parts) > i + 3:
            return Workspace(Path(*parts[:i])), parts[i + 2]
        if parts[i] == "outputs" and (place := Workspace(Path(*parts[:i]))).settings(parts[i + 1]).is_file():
            return place, parts[i + 1]
    return None


def report_name(stage: str) -> str:
    """File name of a stage's notebook without ending, e.g. ``1_baseline``; of a phase also that of its page."""
    return f"{STAGES.index(stage) + 1}_{stage}"


def notebook(stage: str) -> Path:
    """The suite's notebook of a stage."""
    return NOTEBOOKS / f"{report_name(stage)}.ipynb"


def slug(name: str, what: str) -> str:
    """``name`` if it is safe as part of a path; otherwise an error."""
    if not SLUG.fullmatch(name):
        raise AuditError("bad_name", what=text(f"names.{what}"))
    return name


def inside(folder: Path, name: str) -> Path:
    """The file ``name`` directly in ``folder``; refuses any path that leads elsewhere."""
    if "\0" in name or len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        raise AuditError("file_name_impossible")
    path = folder / _as_stored(folder, name)
    if Path(name).name != name or name in ("", ".", "..") or path.is_symlink():
        raise AuditError("file_elsewhere")
    return path


def _as_stored(folder: Path, name: str) -> str:
    """The name as the folder has it: é is one character on one system, e and an accent on another."""
    if name.isascii() or not folder.is_dir() or (folder / name).exists():
        return name
    wanted = normalize("NFC", name)
    return next((path.name for path in folder.iterdir() if normalize("NFC", path.name) == wanted), name)
