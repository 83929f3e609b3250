"""What is to be done: one task an organisation, refused before anything starts if a name is not known."""

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
    """The tasks of a run; without names those of all organisations, without a round all rounds.

    Raises ``AuditError`` for an unknown organisation, round, language or parameter.
    """
    running = notebooks_of(workspace, notebooks)
    known = {phase: parameters.parameters_of(path) for phase, path in running.items()}
    values = parameters.checked(given_parameters, known)
    noted = Known(workspace)
    by_phase = {phase: {name: values[name] for name in values if name in known[phase]} for phase in STAGES}
    return [
        Task(
            workspace=str(workspace.root),
            notebooks={phase: str(path) for phase, path in running.items()},
            organisation=organisation,
            rounds=tuple(rounds),
            languages=tuple(in_languages) or noted.languages(organisation) or _own_languages(workspace, organisation),
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
    """Organisations with their rounds; whatever was named must exist."""
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
