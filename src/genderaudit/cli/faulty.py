"""A faulty ``organisation.yml`` in ``genderaudit check``: print its faults and check the lists with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.cli.options import indented
from genderaudit.foundations.errors import join_errors

if TYPE_CHECKING:
    from genderaudit.foundations.faults import Fault
    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.intake import Intake
    from genderaudit.intake.round.readiness import Readiness
    from genderaudit.methodology.organisation import Organisation


def refuse_faulty_method(workspace: Workspace) -> None:
    """Raise ``AuditError`` with every fault if the workspace's own method or texts cannot be used."""
    from genderaudit.foundations.language import language, languages
    from genderaudit.methodology.method import methodology

    if workspace.own_templates() is not None:
        methodology()
        for code in languages():
            language(code)


def sound_settings(folder: Path, speaks: Language) -> tuple[Organisation, list[Fault]]:
    """Return the valid part of ``organisation.yml`` and every fault; raises ``AuditError`` if too little is valid."""
    from genderaudit.methodology.method import methodology
    from genderaudit.methodology.organisation import read_sound

    about, faults = read_sound(folder, speaks.code)
    if about is None:
        raise join_errors(faults)
    faults += methodology().faults_of(about)
    return about, sorted(faults, key=lambda fault: fault.line)


def beside(faults: Sequence[Fault], intake: Intake) -> Intake:
    """Return the intake without problems of lists whose own settings are faulty, which may be the cause."""
    unsure = _tables(faults)
    return replace(intake, problems=tuple(problem for problem in intake.problems if problem.table not in unsure))


def print_faults(faults: Sequence[Fault], organisation: str, round: str, speaks: Language) -> None:
    """Print the faults, and which lists were checked nevertheless."""
    if not faults:
        return
    print(speaks.text("faulty.title", organisation=organisation, round=round, number=len(faults)))
    for fault in faults:
        print(indented(fault.sentence(speaks)))
    titles = [speaks.text(f"tables.{name}") for name in _tables(faults) if speaks.has(f"tables.{name}")]
    print(indented(speaks.text("faulty.lists_all_the_same")))
    if titles:
        print(indented(speaks.text("faulty.not_looked_at", tables=", ".join(titles))))


def with_faults(readiness: Readiness, faults: Sequence[Fault]) -> Readiness:
    """Return the readiness with the faults counted among the errors."""
    return replace(readiness, errors=readiness.errors + len(faults))


def _tables(faults: Sequence[Fault]) -> list[str]:
    """Return the lists with a fault under their key in ``tables``, in order."""
    named = (fault.place for fault in faults if len(fault.place) > 1)
    return list(dict.fromkeys(str(place[1]) for place in named if place[0] == "tables"))
