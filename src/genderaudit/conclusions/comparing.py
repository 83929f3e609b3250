"""One indicator of several organisations beside each other, from their findings."""

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
    """The recorded figures of an indicator of two or more organisations, as results grouped by ``organisation``.

    ``round`` without a value is the newest of each organisation that has findings. What is hidden in an
    organisation's report is hidden here: only findings are read. Where one of them has not allowed to be named beside
    others (``named_in_syntheses`` in its organisation.yml), this is for your screen only. Raises
    ``AuditError`` for an unknown organisation, round or indicator, and where an organisation has no findings yet.
    """
    if isinstance(organisations, str) or len(organisations) < 2:
        raise wrong_call('Name two or more organisations: compare(["one", "other"], "staff_women_share").')
    place, rows, named = Workspace.open(workspace), [], True
    for name in map(str, organisations):
        found = _newest(place, name, str(round), indicator)
        about = read_organisation(place.raw(name))
        named = named and (about.named_in_syntheses or about.invented)
        rows += [replace(one, group={"organisation": about.name, **one.group}) for one in found]
    return Results(rows, name=indicator, language=language, protected=named)


def _newest(place: Workspace, name: str, round: str, indicator: str) -> Results:
    rounds = [round] if round else place.rounds(name)[::-1]
    known: dict[str, None] = {}
    for one in rounds:
        place.raw(name, one)
        for phase in PHASES:
            path = place.findings(name, one, phase)
            if path.is_file():
                read = findings_file.read(path, name, one, phase)
                known |= dict.fromkeys(finding.indicator for finding in read.findings)
                if read.of(indicator):
                    return read.results(indicator)
    if not known:
        raise AuditError("no_findings", organisation=name, command=f"genderaudit run {name}")
    raise AuditError("no_findings_of", organisation=name, indicator=indicator, near=known_names(indicator, known))
