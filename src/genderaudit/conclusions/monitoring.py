"""Monitoring between audits: the state of an action plan on a day, and changes since the last meeting.

Only the plan's workbook is read, which takes seconds. Source: ILO Action Plan, Annex V (follow-up by the committee);
states as in :mod:`genderaudit.conclusions.actions`.
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
from genderaudit.intake.files.own_workbooks import FILE_NAMES
from genderaudit.intake.files.spreadsheets import codes_in
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.organisation import Organisation

Place = Literal["done", "under_way", "late", "abandoned", "rejected", "unanswered"]
OWN = "own/"
"""Prefix of the key of an organisation's own action, before its text."""
PLACES: tuple[Place, ...] = ("done", "under_way", "late", "abandoned", "rejected", "unanswered")
"""The states of an action in a plan."""


class Meeting(Record):
    """The state of each action on the day of a follow-up."""

    on: dt.date
    places: dict[str, Place]
    """Id of a recommendation, or ``own/`` and the text of an own action → its state."""


class History(Record):
    """The follow-ups of one plan by date."""

    meetings: list[Meeting] = []

    def before(self, day: dt.date) -> Meeting | None:
        """Return the last follow-up before the day, or None."""
        return max(
            (meeting for meeting in self.meetings if meeting.on < day), key=lambda meeting: meeting.on, default=None
        )

    def with_meeting(self, added: Meeting) -> History:
        """Return the history with one more follow-up, which replaces another of the same day."""
        others = [meeting for meeting in self.meetings if meeting.on != added.on]
        return History(meetings=sorted([*others, added], key=lambda meeting: meeting.on))


class Monitoring(Record):
    """An action plan on a day."""

    round: str
    """The round whose audit proposed the plan."""
    on: dt.date
    actions: list[Action]
    """Answers, and the organisation's own actions."""
    unanswered: list[str] = []
    """Recommendations without an answer, in the order of the plan."""
    before: Meeting | None = None
    """The previous follow-up."""

    @property
    def standing(self) -> Standing:
        """The sums over the plan."""
        return standing(self.unanswered, self.actions)

    @property
    def meeting(self) -> Meeting:
        """The record for the history."""
        places: dict[str, Place] = {key_of(action): place_of(action) for action in self.actions}
        return Meeting(on=self.on, places=places | dict.fromkeys(self.unanswered, "unanswered"))

    def at(self, place: Place) -> list[Action]:
        """Return the actions in this state by due date, those without one last."""
        actions = [action for action in self.actions if place_of(action) == place]
        return sorted(actions, key=lambda action: action.due or dt.date.max)

    def moved(self) -> dict[str, tuple[Place, Place]]:
        """Return the actions whose state has changed since the previous follow-up: key → (before, now)."""
        then = self.before.places if self.before else {}
        now = self.meeting.places
        return {key: (then[key], now[key]) for key in now if key in then and then[key] != now[key]}


def place_of(action: Action) -> Place:
    """Return the state of an answered action."""
    return action.state or "rejected"


def key_of(action: Action) -> str:
    """Return the key of an action across follow-ups."""
    return action.recommendation or f"{OWN}{action.text}"


def counts(monitoring: Monitoring, method: Methodology) -> dict[str, dict[Place, int]]:
    """Return the number of actions by key area and state; own actions are under an empty name."""
    area = {entry.id: entry.area for entry in method.recommendations}
    pairs = [(area.get(action.recommendation, ""), place_of(action)) for action in monitoring.actions]
    pairs += [(area.get(name, ""), "unanswered") for name in monitoring.unanswered]
    return _count_places(pairs, [*(area_entry.id for area_entry in method.areas), ""])


def counts_by_owner(monitoring: Monitoring) -> dict[str, dict[Place, int]]:
    """Return the number of actions to do or done by owner and state; without an owner, under an empty name."""
    pairs = [(action.owner, place_of(action)) for action in monitoring.actions if action.state]
    names = sorted({name for name, _ in pairs}, key=lambda name: (not name, name.casefold()))
    return _count_places(pairs, names)


def _count_places(pairs: Sequence[tuple[str, Place]], names: Iterable[str]) -> dict[str, dict[Place, int]]:
    counts = {name: {place: pairs.count((name, place)) for place in PLACES} for name in names}
    return {name: row for name, row in counts.items() if any(row.values())}


def monitor(
    workspace: Workspace, name: str, about: Organisation, method: Methodology, day: dt.date
) -> Monitoring | None:
    """Return the newest plan in a round's folder as of ``day``, or None if there is none.

    Raises ``AuditError`` with all problems of a workbook with errors.
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
        own_answers = responses(given, round)
        of_round = round if len(own_answers) or not len(given) or not place else rounds[place - 1]
        actions = answered(
            own_answers if len(own_answers) else given, [entry.id for entry in method.recommendations], day
        )
        replied = {action.recommendation for action in actions}
        unanswered = [code for code in proposed.get(of_round, []) if code not in replied]
        history = read_history(workspace, name, of_round)
        return Monitoring(round=of_round, on=day, actions=actions, unanswered=unanswered, before=history.before(day))
    return None


def _proposed(folder: Path) -> Mapping[str, list[str]]:
    """Return round → recommendations in the workbooks of a folder."""
    by_round: dict[str, list[str]] = {}
    for path in sorted(folder.glob(FILE_NAMES["actions"])):
        for row in codes_in(path, "actions", ("recommendation", "round")):
            codes = by_round.setdefault(row["round"], [])
            codes += [row["recommendation"]] if row["recommendation"] and row["recommendation"] not in codes else []
    return by_round


def read_history(workspace: Workspace, name: str, round: str) -> History:
    """Return the follow-ups of a plan so far."""
    path = workspace.monitoring(name, round)
    return History.model_validate_json(path.read_bytes()) if path.is_file() else History()


def keep(workspace: Workspace, name: str, monitoring: Monitoring) -> None:
    """Add a follow-up to the history of its plan."""
    history = read_history(workspace, name, monitoring.round).with_meeting(monitoring.meeting)
    write_atomically(workspace.monitoring(name, monitoring.round), history.model_dump_json(indent=1) + "\n")
