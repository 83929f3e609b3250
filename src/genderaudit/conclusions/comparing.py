"""Comparison of one indicator between organisations, from their findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from genderaudit.conclusions import findings_file
from genderaudit.foundations.errors import AuditError, known_names, wrong_call
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.measures.results import Results
from genderaudit.methodology.organisation import read_organisation


def compare(
    organisations: Sequence[str], indicator: str, round: str = "", workspace: str = "", language: str = "en"
) -> Results:
    """Return the recorded figures of an indicator for two or more organisations, grouped by ``organisation``.

    ``round`` is by default the latest of each organisation with findings. What is hidden in an organisation's report is
    hidden here, as only findings are read. If one of them has not agreed to be named beside others
    (``named_in_syntheses`` in its organisation.yml), the result is for the screen only. Raises ``AuditError`` for an
    unknown organisation, round or indicator, and for an organisation without findings.
    """
    if isinstance(organisations, str) or len(organisations) < 2:
        raise wrong_call('Name two or more organisations: compare(["one", "other"], "staff_women_share").')
    place, rows, all_named = Workspace.open(workspace), [], True
    for name in map(str, organisations):
        figures = _newest(place, name, str(round), indicator)
        about = read_organisation(place.raw(name))
        all_named = all_named and (about.named_in_syntheses or about.invented)
        rows += [replace(result, group={"organisation": about.name, **result.group}) for result in figures]
    return Results(rows, name=indicator, language=language, protected=all_named)


def _newest(place: Workspace, name: str, round: str, indicator: str) -> Results:
    rounds = [round] if round else place.rounds(name)[::-1]
    known: dict[str, None] = {}
    for candidate in rounds:
        place.raw(name, candidate)
        for phase in PHASES:
            path = place.findings(name, candidate, phase)
            if path.is_file():
                read = findings_file.read(path, name, candidate, phase)
                known |= dict.fromkeys(finding.indicator for finding in read.findings)
                if read.of(indicator):
                    return read.results(indicator)
    if not known:
        raise AuditError("no_findings", organisation=name, command=f"genderaudit run {name}")
    raise AuditError("no_findings_of", organisation=name, indicator=indicator, near=known_names(indicator, known))
