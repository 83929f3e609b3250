"""Planning of a run: one task per organisation; unknown names are refused before anything starts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.language import languages
from genderaudit.foundations.workspace import NOTEBOOKS, STAGES, Workspace
from genderaudit.methodology.organisation import read_organisation
from genderaudit.runner import parameters
from genderaudit.runner.copies import notebooks_of
from genderaudit.runner.known import Known
from genderaudit.runner.tasks import MEMORY, SECONDS, Task


def plan(
    workspace: Workspace,
    organisations: Sequence[str] = (),
    *,
    round: str | None = None,
    in_languages: Sequence[str] = (),
    given_parameters: Sequence[str] = (),
    force: bool = False,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    notebooks: Path = NOTEBOOKS,
) -> list[Task]:
    """Return the tasks of a run: by default of all organisations and all rounds.

    Raises ``AuditError`` for an unknown organisation, round, language or parameter.
    """
    notebooks_to_run = notebooks_of(workspace, notebooks)
    known = {phase: parameters.parameters_of(path) for phase, path in notebooks_to_run.items()}
    values = parameters.parse_values(given_parameters, known)
    notes = Known(workspace)
    by_phase = {phase: {name: values[name] for name in values if name in known[phase]} for phase in STAGES}
    return [
        Task(
            workspace=str(workspace.root),
            notebooks={phase: str(path) for phase, path in notebooks_to_run.items()},
            organisation=organisation,
            rounds=tuple(rounds),
            languages=tuple(in_languages) or notes.languages(organisation) or _own_languages(workspace, organisation),
            parameters=by_phase,
            force=force,
            seconds=seconds,
            memory=memory,
        )
        for organisation, rounds in chosen(workspace, organisations, round, in_languages).items()
    ]


def chosen(
    workspace: Workspace,
    organisations: Sequence[str] = (),
    round: str | None = None,
    in_languages: Sequence[str] = (),
) -> dict[str, list[str]]:
    """Return organisation → rounds; raises ``AuditError`` for any name that does not exist."""
    for code in in_languages:
        if code not in languages():
            raise AuditError("no_language", language=code, near=known_names(code, languages()))
    if organisations:
        for name in organisations:
            workspace.raw(name, round)
        rounds = {name: [round] if round else workspace.rounds(name) for name in dict.fromkeys(organisations)}
    else:
        rounds = {name: workspace.rounds(name) for name in workspace.organisations()}
        if round:
            rounds = {name: [round] for name, own in rounds.items() if round in own}
    if not rounds:
        if round:
            raise AuditError("no_organisations_of_round", folder=workspace.root, round=round)
        raise AuditError("no_organisations", folder=workspace.root)
    return rounds


def _own_languages(workspace: Workspace, organisation: str) -> tuple[str, ...]:
    try:
        return tuple(read_organisation(workspace.raw(organisation)).languages)
    except AuditError:  # a broken organisation.yml fails that organisation, not the others
        return ()
