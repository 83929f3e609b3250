"""All checks of the method in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from genderaudit.foundations.errors import HasSentence, known_names
from genderaudit.foundations.faults import Fault
from genderaudit.foundations.layers import METHOD, layered, own_parts
from genderaudit.foundations.spoken import languages
from genderaudit.foundations.workspace import TEMPLATES, OwnTemplates
from genderaudit.method_check.language_file import LanguageFile
from genderaudit.method_check.notebooks import faults_of_notebooks
from genderaudit.method_check.other_files import faults_of_other_files
from genderaudit.method_check.texts import faults_of_texts
from genderaudit.methodology.method import Methodology
from genderaudit.release.published import JUDGED, JUDGED_ALONE


def faults_of_method(notebooks: Mapping[str, Path], own: OwnTemplates | None = None) -> list[HasSentence]:
    """Return every fault of the method, its texts and notebooks, and the other files of ``templates``.

    Sorted by file and line. ``notebooks``: phase → path. Nothing is raised: a file that cannot be read is a fault, too.
    """
    method = Methodology(own=own)
    files = language_files(own)
    faults: list[HasSentence] = list(_unknown_files(own))
    faults += method.faults
    faults += [fault for file in files for fault in file.layered.faults]
    whole = [file for file in files if isinstance(file.layered.data, dict) and not file.layered.faults]
    faults += faults_of_texts(method, whole)  # what is missing in a file that cannot be read is not known
    faults += faults_of_notebooks(method, notebooks)
    faults += faults_of_other_files(method, files)
    faults += _unused_targets(method)
    faults += _not_judged(method)
    return sorted(faults, key=_where)


def _where(fault: HasSentence) -> tuple[str, int]:
    """Return file and line of a fault, or its cell; faults of a whole file come first."""
    return getattr(fault, "file", ""), getattr(fault, "line", getattr(fault, "cell", 0))


def language_files(own: OwnTemplates | None = None) -> list[LanguageFile]:
    """Return the files of all languages, English first."""
    codes = sorted(languages(), key=lambda code: (code != "en", code))
    return [LanguageFile(code, layered(f"language/{code}.yml", own)) for code in codes]


def _unknown_files(own: OwnTemplates | None) -> list[HasSentence]:
    """Return faults for files of a workspace that replace no file of the suite, so that nothing reads them."""
    if own is None:
        return []
    method = [path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / METHOD).rglob("*.yml")]
    read = [*method, *(f"language/{code}.yml" for code in languages())]
    root = f"{own.folder.parent.name}/templates"
    return [
        Fault(f"{root}/{part}", 1, "file_of_nothing", values={"near": known_names(part, read)})
        for part in own_parts(own)
        if part not in read and not part.startswith("methodology/crosswalks/")
    ]


def _unused_targets(method: Methodology) -> Iterator[HasSentence]:
    """Yield targets that no indicator has: an id is misspelt, or the line in ``indicators.yml`` is missing."""
    used = {one.target for one in method.indicators.values()}
    if method.names("indicator") is None or method.read["indicators.yml"].faults:
        return
    for name in method.targets:
        if name not in used:
            near = known_names(name, sorted(filter(None, used)))
            yield method.read["targets.yml"].fault("target_unused", "targets", name, near=near)


def _not_judged(method: Methodology) -> Iterator[HasSentence]:
    """Yield sensitive indicators that the gate does not know: a round that reports them cannot be released."""
    for name, indicator in method.indicators.items():
        if indicator.protection not in ("observable", "none") and name not in JUDGED | {*JUDGED_ALONE}:
            yield method.read["indicators.yml"].fault("not_judged", "indicators", name)
