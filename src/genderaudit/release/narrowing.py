"""Check what an attacker could work out about few people from all findings of a round together (``gate``).

Each list with sensitive columns is one problem; each statement and each key area of the survey is one of its own. The
attacker is assumed to know of each person what everybody in the organisation can see (sex, level, unit, function), and
of the survey who answered and how old they are. Of each finding the attacker knows the range of its printed value
(``precision``), and the exact counts where an interval is printed beside it. A finding of a kind that no problem knows
is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from genderaudit.audit.data import AuditData
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.gate import GateError, LeftOutTable, Narrowed, Problem, attack, remedy
from genderaudit.intake.survey.own_questionnaire import questionnaire_of
from genderaudit.measures.answers import asked
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Indicator
from genderaudit.methodology.organisation import read_organisation
from genderaudit.release.people import problems_of_attendance, problems_of_members, problems_of_services
from genderaudit.release.published import Groups, Knowing, Published
from genderaudit.release.staff import problems_of_leave, problems_of_staff
from genderaudit.release.survey import problems_of_area, problems_of_statement


@dataclass(frozen=True, slots=True)
class Verdict:
    """Values that an attacker could work out, and figures to leave out to prevent it.

    Names of tables are ``indicator``, ``indicator.detail``, ``indicator/statement`` or ``indicator/key area``.
    """

    narrowed: Sequence[Narrowed]
    changes: Sequence[LeftOutTable]


def gate_of(workspace: Workspace, organisation: str, round: str) -> Verdict:
    """Return what could be worked out from all findings of a round, and changes that prevent it.

    Reads the round's lists, findings and groupings. Raises ``AuditError`` where there are no findings, or where one is
    of a kind that no problem knows.
    """
    about = read_organisation(workspace.raw(organisation))
    speaks = language(about.languages[0])
    method = methodology().with_questionnaire(questionnaire_of(workspace.raw(organisation, round), about))
    data = AuditData("baseline", organisation, round, speaks, workspace, about, {}, method)
    done = [phase for phase in PHASES if workspace.findings(organisation, round, phase).is_file()]
    if not done:
        raise AuditError(
            "no_findings", organisation=f"{organisation} {round}", command=f"genderaudit run {organisation}"
        )
    read = [
        findings_file.read(workspace.findings(organisation, round, phase), organisation, round, phase) for phase in done
    ]
    path = workspace.groupings(organisation, round)
    merged = json.loads(path.read_bytes()) if path.is_file() else {}
    own = {one.definition.id: one.definition for found in read for one in found.own}
    return judged(data, [one for found in read for one in found.findings], merged, own)


def judged(
    data: AuditData, found: Iterable[Finding], groupings: Groups, own: Mapping[str, Indicator] | None = None
) -> Verdict:
    """Return the verdict on ``found``.

    ``groupings``: the content of ``groupings.json``. ``own``: indicators that notebooks define, by name.
    """
    narrowed: list[Narrowed] = []
    changes: list[LeftOutTable] = []
    try:
        for problem, knowing in problems(Published(data, found, groupings, own or {})):
            if any(table.weight < math.inf for table in problem.tables.values()):
                more = attack(problem, knowing)
                narrowed += more
                changes += remedy(problem, more, knowing)
    except GateError as error:
        raise wrong_call(str(error)) from error
    return Verdict(narrowed, changes)


def problems(published: Published) -> Iterator[tuple[Problem, Knowing]]:
    """Yield each problem with the rows that the attacker is (``None``: nobody of the list, then each row in turn)."""
    table = published.data.table
    yield from problems_of_members(published, table("members"))
    yield from problems_of_attendance(published, table("attendance"))
    yield from problems_of_services(published, table("services"))
    yield from problems_of_staff(published, published.data.current_staff())
    yield from problems_of_leave(published, table("staff"))
    survey = table("survey")
    items = asked(survey, published.data.items)
    for item in items:
        yield from problems_of_statement(published, survey, item)
    for option in asked(survey, published.data.options):
        yield from problems_of_statement(published, survey, option, "option_ticked")
    for area in dict.fromkeys(item.area for item in items):
        yield from problems_of_area(published, survey, area, [item for item in items if item.area == area])
    if left := sorted(published.found.keys() - published.judged):
        raise AuditError("gate_cannot_judge", indicators=", ".join(left))
