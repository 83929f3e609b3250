"""Monitoring between audits: how far an action plan is on a day, and what has moved since the steering committee met.

Read from the plan's workbook alone, so that it takes seconds. Source: ILO Action Plan, Annex V (follow-up by the
committee); states as in :mod:`genderaudit.conclusions.actions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from genderaudit.conclusions.actions import Action, Standing, answered, responses, standing
from genderaudit.foundations.errors import join_errors
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import Record
from genderaudit.intake import read_round
from genderaudit.intake.own_workbooks import FILE_NAMES
from genderaudit.intake.spreadsheets import codes_in
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.organisation import Organisation

Place = Literal["done", "under_way", "late", "abandoned", "rejected", "unanswered"]
OWN = "own/"
"""Begins the key of an organisation's own action, before its words."""
PLACES: tuple[Place, ...] = ("done", "under_way", "late", "abandoned", "rejected", "unanswered")
"""Where an action of a plan can stand."""


class Meeting(Record):
    """Where each action stood on a day that a follow-up was made for."""

    on: dt.date
    places: dict[str, Place]
    """Id of a recommendation, or ``own/`` and the words of an own action → where it stood."""


class History(Record):
    """The follow-ups of one plan, by date."""

    meetings: list[Meeting] = []

    def before(self, day: dt.date) -> Meeting | None:
        """The last one before the day."""
        return max((one for one in self.meetings if one.on < day), key=lambda one: one.on, default=None)

    def with_meeting(self, made: Meeting) -> History:
        """The history with one more; another one of the same day gives way."""
        kept = [one for one in self.meetings if one.on != made.on]
        return History(meetings=sorted([*kept, made], key=lambda one: one.on))


class Monitoring(Record):
    """An action plan on a day."""

    round: str
    """The round whose audit proposed it."""
    on: dt.date
    actions: list[Action]
    """What was answered, and the organisation's own actions."""
    unanswered: list[str] = []
    """Recommendations without an answer, in the order of the plan."""
    before: Meeting | None = None
    """The follow-up before this one."""

    @property
    def standing(self) -> Standing:
        """The sums over the plan."""
        return standing(self.unanswered, self.actions)

    @property
    def meeting(self) -> Meeting:
        """What the history keeps."""
        places: dict[str, Place] = {key_of(action): place_of(action) for action in self.actions}
        return Meeting(on=self.on, places=places | dict.fromkeys(self.unanswered, "unanswered"))

    def at(self, place: Place) -> list[Action]:
        """The actions that stand there: what is late or under way by its date, those without one last."""
        found = [action for action in self.actions if place_of(action) == place]
        return sorted(found, key=lambda action: action.due or dt.date.max)

    def moved(self) -> dict[str, tuple[Place, Place]]:
        """What stands elsewhere than at the follow-up before: then and now."""
        then = self.before.places if self.before else {}
        now = self.meeting.places
        return {key: (then[key], now[key]) for key in now if key in then and then[key] != now[key]}


def place_of(action: Action) -> Place:
    """Where an action stands that was answered."""
    return action.state or "rejected"


def key_of(action: Action) -> str:
    """What an action is known by from one follow-up to the next."""
    return action.recommendation or f"{OWN}{action.text}"


def counts(found: Monitoring, method: Methodology) -> dict[str, dict[Place, int]]:
    """Actions by key area and where they stand; own actions, which have no area, under an empty name."""
    area = {entry.id: entry.area for entry in method.recommendations}
    pairs = [(area.get(action.recommendation, ""), place_of(action)) for action in found.actions]
    pairs += [(area.get(name, ""), "unanswered") for name in found.unanswered]
    return _counted(pairs, [*(one.id for one in method.areas), ""])


def counts_by_owner(found: Monitoring) -> dict[str, dict[Place, int]]:
    """Actions that are to be done or are done, by who is responsible for them; under an empty name nobody is."""
    pairs = [(action.owner, place_of(action)) for action in found.actions if action.state]
    names = sorted({name for name, _ in pairs}, key=lambda name: (not name, name.casefold()))
    return _counted(pairs, names)


def _counted(pairs: Sequence[tuple[str, Place]], names: Iterable[str]) -> dict[str, dict[Place, int]]:
    found = {name: {place: pairs.count((name, place)) for place in PLACES} for name in names}
    return {name: row for name, row in found.items() if any(row.values())}


def monitor(
    workspace: Workspace, name: str, about: Organisation, method: Methodology, day: dt.date
) -> Monitoring | None:
    """The newest plan that lies in a round's folder, as it stands on the day; ``None`` where none does.

    Raises ``AuditError`` with all its problems for a workbook with errors.
    """
    rounds = workspace.rounds(name)
    for place in range(len(rounds) - 1, -1, -1):
        round, folder = rounds[place], workspace.raw(name, rounds[place])
        intake = read_round(folder, about, round, only=["actions"])
        if intake.errors:
            raise join_errors(intake.errors)
        if "actions" not in intake.present:
            continue
        given = intake.tables["actions"]
        proposed = _proposed(folder)
        own = responses(given, round)
        of_round = round if len(own) or not len(given) or not place else rounds[place - 1]
        actions = answered(own if len(own) else given, [one.id for one in method.recommendations], day)
        replied = {action.recommendation for action in actions}
        unanswered = [code for code in proposed.get(of_round, []) if code not in replied]
        history = read_history(workspace, name, of_round)
        return Monitoring(round=of_round, on=day, actions=actions, unanswered=unanswered, before=history.before(day))
    return None


def _proposed(folder: Path) -> Mapping[str, list[str]]:
    """Round → the recommendations that the workbooks in a folder ask for an answer to."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob(FILE_NAMES["actions"])):
        for row in codes_in(path, "actions", ("recommendation", "round")):
            known = found.setdefault(row["round"], [])
            known += [row["recommendation"]] if row["recommendation"] and row["recommendation"] not in known else []
    return found


def read_history(workspace: Workspace, name: str, round: str) -> History:
    """The follow-ups of a plan so far; none where there were none."""
    path = workspace.monitoring(name, round)
    return History.model_validate_json(path.read_bytes()) if path.is_file() else History()


def keep(workspace: Workspace, name: str, found: Monitoring) -> None:
    """Add a follow-up to the history of its plan."""
    history = read_history(workspace, name, found.round).with_meeting(found.meeting)
    write_atomically(workspace.monitoring(name, found.round), history.model_dump_json(indent=1) + "\n")
