"""A faulty ``organisation.yml`` in ``genderaudit check``: its faults are said, and its lists looked at without them."""

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
    from genderaudit.intake.readiness import Readiness
    from genderaudit.methodology.organisation import Organisation


def refuse_faulty_method(workspace: Workspace) -> None:
    """Raise ``AuditError`` with every fault if the workspace has a method or texts of its own that cannot be used."""
    from genderaudit.foundations.language import language, languages
    from genderaudit.methodology.method import methodology

    if workspace.own_templates() is not None:
        methodology()
        for code in languages():
            language(code)


def sound_settings(folder: Path, speaks: Language) -> tuple[Organisation, list[Fault]]:
    """What is right in ``organisation.yml``, and every fault; raises ``AuditError`` where too little is right."""
    from genderaudit.methodology.method import methodology
    from genderaudit.methodology.organisation import read_sound

    about, faults = read_sound(folder, speaks.code)
    if about is None:
        raise join_errors(faults)
    faults += methodology().faults_of(about)
    return about, sorted(faults, key=lambda fault: fault.line)


def beside(faults: Sequence[Fault], intake: Intake) -> Intake:
    """The intake without the problems of lists whose own lines are faulty: they may come from these."""
    unsure = _tables(faults)
    return replace(intake, problems=tuple(one for one in intake.problems if one.table not in unsure))


def print_faults(faults: Sequence[Fault], organisation: str, round: str, speaks: Language) -> None:
    """Every fault a line, then what was looked at all the same."""
    if not faults:
        return
    print(speaks.text("faulty.title", organisation=organisation, round=round, number=len(faults)))
    for fault in faults:
        print(indented(fault.sentence(speaks)))
    titles = [speaks.text(f"tables.{name}") for name in _tables(faults) if speaks.has(f"tables.{name}")]
    print(indented(speaks.text("faulty.lists_all_the_same")))
    if titles:
        print(indented(speaks.text("faulty.not_looked_at", tables=", ".join(titles))))


def with_faults(found: Readiness, faults: Sequence[Fault]) -> Readiness:
    """How far the round is ready, its faults counted with the errors of its lists."""
    return replace(found, errors=found.errors + len(faults))


def _tables(faults: Sequence[Fault]) -> list[str]:
    """The lists below whose key in ``tables`` something is wrong, in order."""
    named = (fault.place for fault in faults if len(fault.place) > 1)
    return list(dict.fromkeys(str(place[1]) for place in named if place[0] == "tables"))
