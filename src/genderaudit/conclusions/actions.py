"""What an organisation has decided on an action plan, how far each action is, and the sums that hold of them.

Proposed = accepted + amended + rejected + open; accepted or amended = done + under way + late + abandoned. What
people wrote is kept only where they were told that it is printed (``cleared``). Source: methodology section 7.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, Literal, get_args

import pandas as pd

from genderaudit.foundations.yamlfile import Record

Decision = Literal["accept", "amend", "reject"]
Status = Literal["planned", "started", "done", "stopped"]
State = Literal["done", "under_way", "late", "abandoned"]


class Action(Record):
    """An answer to a recommendation, or an action of the organisation's own.

    ``recommendation`` is an id of the catalogue, empty for an own action; ``text`` is an own action in words. Texts
    are empty where nobody cleared them. ``budget`` is in the organisation's currency. An own action has no
    ``decision``, what was rejected no ``state``.
    """

    recommendation: str = ""
    text: str = ""
    decision: Decision | None = None
    status: Status | None = None
    state: State | None = None
    due: dt.date | None = None
    budget: float | None = None
    owner: str = ""
    note: str = ""
    evidence: str = ""
    """What shows that it is done, as somebody has seen it: minutes, a decision, a list of who was trained."""

    @property
    def is_under_way(self) -> bool:
        """Whether it is being done, in time or late, or decided and not yet due."""
        return self.state == "under_way" or (self.state == "late" and self.status == "started")


class Standing(Record):
    """How many recommendations were answered in which way, and how far the actions are.

    ``taken`` counts those that were accepted or amended, ``own`` the organisation's own actions, by state.
    """

    decided: dict[Decision, int]
    open: int
    taken: dict[State, int]
    own: dict[State, int]

    @property
    def proposed(self) -> int:
        """All recommendations of the plan."""
        return sum(self.decided.values()) + self.open


def standing(proposed: Collection[str], actions: Iterable[Action]) -> Standing:
    """The sums over a plan of these recommendations; one that was answered stood in it, though it is not named."""
    actions = list(actions)
    replies = {action.recommendation: action for action in actions if action.recommendation}
    own = Counter(action.state for action in actions if not action.recommendation)
    decided = Counter(action.decision for action in replies.values())
    taken = Counter(action.state for action in replies.values())
    return Standing(
        decided={decision: decided[decision] for decision in get_args(Decision)},
        open=len({*proposed} - replies.keys()),
        taken={state: taken[state] for state in get_args(State)},
        own={state: own[state] for state in get_args(State)},
    )


def answered(table: pd.DataFrame, known: Collection[str], day: dt.date) -> list[Action]:
    """The actions of the canonical table ``actions`` as they stand on ``day``; ``known`` are ids of the catalogue.

    Each recommendation has one answer, the last.
    """
    found = [_action(row, known, day) for row in table.to_dict("records")]
    last = {action.recommendation: action for action in found}
    return [action for action in found if not action.recommendation or action is last[action.recommendation]]


def earlier_actions(given: pd.DataFrame, left: pd.DataFrame, round: str) -> pd.DataFrame:
    """The answers to the earlier round's recommendations.

    ``given`` is the table ``actions`` in the folder of this ``round``, without answers to this round's own plan;
    if there are none, ``left`` counts: the plan as it was left in the folder of the earlier round.
    """
    earlier: pd.DataFrame = given[given["round"].isna() | (given["round"] != round)]
    return earlier if len(earlier) else left


def responses(given: pd.DataFrame, round: str) -> pd.DataFrame:
    """The answers to this round's own plan: the management response."""
    own: pd.DataFrame = given[given["round"] == round]
    return own


def state_of(status: str | None, due: dt.date | None, day: dt.date) -> State:
    """Where an action stands on ``day`` that was accepted, amended or is the organisation's own.

    Late: due before the day, and neither done nor abandoned. Without a due date nothing is late.
    """
    if status == "done":
        return "done"
    if status == "stopped":
        return "abandoned"
    return "late" if due is not None and due < day else "under_way"


def _action(row: Mapping[Hashable, Any], known: Collection[str], day: dt.date) -> Action:
    said = {name: None if pd.isna(row[name]) else row[name] for name in row}
    name, due = str(said["recommendation"]), said["due"].date() if said["due"] is not None else None
    own, decision = name not in known, said["decision"]
    words = {key: str(said[key] or "") for key in ("owner", "note", "evidence")} if said["cleared"] else {}
    return Action(
        recommendation="" if own else name,
        text=name if own and said["cleared"] else "",
        decision=None if own else decision,
        status=said["status"],
        state=None if decision == "reject" and not own else state_of(said["status"], due, day),
        due=due,
        budget=said["budget"],
        **words,
    )
