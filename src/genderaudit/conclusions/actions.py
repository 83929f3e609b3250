"""Answers to an action plan: decisions, states of the actions, and their sums.

Proposed = accepted + amended + rejected + open; accepted or amended = done + under way + late + abandoned. Texts are
kept only where their authors were told that they are printed (``cleared``).
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

    ``recommendation`` is an id of the catalogue, empty for an own action; ``text`` describes an own action. Texts are
    empty unless cleared. ``budget`` is in the organisation's currency. An own action has no ``decision``, a rejected
    recommendation no ``state``.
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
    """Evidence that it is done: minutes, a decision, a list of people trained."""

    @property
    def is_under_way(self) -> bool:
        """True if it is being carried out, on time or late, or decided and not yet due."""
        return self.state == "under_way" or (self.state == "late" and self.status == "started")


class Standing(Record):
    """Number of recommendations by answer, and of actions by state.

    ``taken`` counts accepted and amended recommendations, ``own`` the organisation's own actions.
    """

    decided: dict[Decision, int]
    open: int
    taken: dict[State, int]
    own: dict[State, int]

    @property
    def proposed(self) -> int:
        """Number of recommendations in the plan."""
        return sum(self.decided.values()) + self.open


def standing(proposed: Collection[str], actions: Iterable[Action]) -> Standing:
    """Return the sums over a plan with these recommendations; answered ones count even if not in ``proposed``."""
    actions = list(actions)
    replies = {action.recommendation: action for action in actions if action.recommendation}
    own_states = Counter(action.state for action in actions if not action.recommendation)
    decided = Counter(action.decision for action in replies.values())
    taken = Counter(action.state for action in replies.values())
    return Standing(
        decided={decision: decided[decision] for decision in get_args(Decision)},
        open=len({*proposed} - replies.keys()),
        taken={state: taken[state] for state in get_args(State)},
        own={state: own_states[state] for state in get_args(State)},
    )


def answered(table: pd.DataFrame, known: Collection[str], day: dt.date) -> list[Action]:
    """Return the actions of the table ``actions`` as of ``day``; ``known`` are ids of the catalogue.

    If a recommendation has several answers, the last one counts.
    """
    actions = [_action(row, known, day) for row in table.to_dict("records")]
    last = {action.recommendation: action for action in actions}
    return [action for action in actions if not action.recommendation or action is last[action.recommendation]]


def earlier_actions(given: pd.DataFrame, left: pd.DataFrame, round: str) -> pd.DataFrame:
    """Return the answers to the earlier round's recommendations.

    ``given`` is the table ``actions`` in the folder of this ``round``; answers to this round's own plan are left out.
    If none remain, ``left`` is returned: the plan in the folder of the earlier round.
    """
    earlier: pd.DataFrame = given[given["round"].isna() | (given["round"] != round)]
    return earlier if len(earlier) else left


def responses(given: pd.DataFrame, round: str) -> pd.DataFrame:
    """Return the answers to this round's own plan: the management response."""
    answers: pd.DataFrame = given[given["round"] == round]
    return answers


def state_of(status: str | None, due: dt.date | None, day: dt.date) -> State:
    """Return the state on ``day`` of an action that was accepted, amended or is the organisation's own.

    Late: due before the day, and neither done nor abandoned. Without a due date nothing is late.
    """
    if status == "done":
        return "done"
    if status == "stopped":
        return "abandoned"
    return "late" if due is not None and due < day else "under_way"


def _action(row: Mapping[Hashable, Any], known: Collection[str], day: dt.date) -> Action:
    cells = {name: None if pd.isna(row[name]) else row[name] for name in row}
    name, due = str(cells["recommendation"]), cells["due"].date() if cells["due"] is not None else None
    is_own, decision = name not in known, cells["decision"]
    words = {key: str(cells[key] or "") for key in ("owner", "note", "evidence")} if cells["cleared"] else {}
    return Action(
        recommendation="" if is_own else name,
        text=name if is_own and cells["cleared"] else "",
        decision=None if is_own else decision,
        status=cells["status"],
        state=None if decision == "reject" and not is_own else state_of(cells["status"], due, day),
        due=due,
        budget=cells["budget"],
        **words,
    )
