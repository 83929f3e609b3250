"""What was shown before: of earlier phases, of earlier editions of a round, of the rounds before it.

One file a round, ``ledger.json``, readable by its owner only: for the auditor, and for the next run. It keeps
what was published, under keyed hashes, and which results were hidden by which rule; rows of the lists only as
keyed hashes, by which it can be told how many people differ between two editions or rounds, and not who they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pandas as pd

from genderaudit.errors import AuditError
from genderaudit.files import write_atomically
from genderaudit.measures.counting import people
from genderaudit.measures.result import Result
from genderaudit.memory import remember

SCHEMA = "genderaudit/ledger/2"
Rows = dict[str, float]
"""Keyed hash of a row → people that it stands for."""
Views = dict[str, Rows]
"""A list as a whole, by what lasts of people, and by the rest of what it says of them."""
Counts = tuple[float, ...]
"""Base, women, men of a figure as published, women and men of them who were chosen (−1: not published); value."""
COUNTS, BASES = 5, 3  # of these numbers
LASTING = (
    "sex", "level", "unit", "function", "contract", "branch", "sector", "event", "role", "stage", "birth_year",
    "hired_on", "joined_on",
)  # fmt: skip
"""Columns by which somebody is known from one round to the next: ages, pay and answers are others by then."""
DERIVED = ("age", "age_low", "age_high", "started", "submitted")
"""Columns that follow from others, or tell when and not what."""


@dataclass(slots=True)
class Kept:
    """The ledger of a round as it was left by the phases and editions so far."""

    salt: bytes = field(default_factory=lambda: token_bytes(16))
    phases: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each phase published and hid when it last ran."""
    rows: dict[str, list[Views]] = field(default_factory=dict)
    """Table → its rows in each edition, oldest first."""
    hidden: set[str] = field(default_factory=set)
    """Keyed hashes of figures and groups that an edition has hidden."""
    shown: dict[str, list[Counts]] = field(default_factory=dict)
    """Keyed hash of a figure and its group → the counts that were published of it, in all editions."""

    def hashed(self, table: pd.DataFrame) -> Rows:
        """The rows of a list as keyed hashes, with the people behind each."""
        return {} if table.empty else remember("rows", partial(_hashed, table, self.salt), table, self.salt)

    def views(self, table: pd.DataFrame) -> Views:
        """The rows of a list under each view: a column more, or one person's pay, changes one and not the others."""
        columns = list(table.columns)
        lasting = [name for name in columns if name in (*LASTING, "count")]
        rest = [name for name in columns if name not in (*LASTING, *DERIVED, "age_band") or name == "sex"]
        return {
            "whole": self.hashed(table),
            "lasting": self.hashed(table[lasting]),
            "rest": self.hashed(table[rest]),
        }

    def changes(self, name: str, views: Views) -> dict[str, float]:
        """View → people who are in only one of a list and of that of the latest edition; empty: there is none."""
        editions = self.rows.get(name, [])
        return {view: difference(editions[-1][view], rows) for view, rows in views.items()} if editions else {}

    def is_near(self, name: str, table: pd.DataFrame, smallest: float) -> bool:
        """Whether a later round's list has the people of this round's, but for a few."""
        changes = self.changes(name, self.views(table))
        return bool(changes) and changes["lasting"] < smallest

    def note(self, figure: str, counts: Counts) -> None:
        """Note the counts that are published of a figure."""
        before = self.shown.setdefault(self.keyed(figure), [])
        if counts not in before:
            before.append(counts)

    def keyed(self, figure: str) -> str:
        """A figure's name, which holds labels of groups however small, as a keyed hash."""
        return hashlib.blake2b(figure.encode("utf-8", "surrogatepass"), key=self.salt, digest_size=12).hexdigest()

    def has_close(self, figure: str, counts: Counts, smallest: float) -> bool:
        """Whether a count lies within a few people of one that was published of the figure."""
        return any(
            0 < abs(before - after) < smallest
            for then in self.shown.get(self.keyed(figure), [])
            for before, after in zip(then[:COUNTS], counts[:COUNTS], strict=False)
            if before >= 0 and after >= 0
        )

    def has_other_value(self, figure: str, counts: Counts) -> bool:
        """Whether another value was published of the figure, of as many people."""
        then = [one for one in self.shown.get(self.keyed(figure), []) if one[:BASES] == counts[:BASES]]
        return any(one[COUNTS:] != counts[COUNTS:] for one in then if len(one) == len(counts))

    def is_mostly_as(self, name: str, views: Views) -> bool:
        """Whether something, but of less than half of the people, is other than in the latest edition."""
        change = self.changes(name, views).get("rest", 0.0)
        return 0 < change < sum(views["rest"].values()) / 2


@dataclass(slots=True)
class Editions:
    """What was shown of a round before now, and of the rounds before it."""

    kept: Kept = field(default_factory=Kept)
    earlier: Sequence[Kept] = ()
    """The ledgers of earlier rounds."""
    _rows: dict[str, Views] = field(default_factory=dict)
    _few: dict[str, bool] = field(default_factory=dict)
    _near: dict[str, list[Kept]] = field(default_factory=dict)
    _alike: dict[str, list[Kept]] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)

    def meet(self, name: str, table: pd.DataFrame, smallest: float) -> bool:
        """Compare a list with that of the edition before.

        True where a few people differ: then the figures of that edition are to stand, since new ones beside
        them would tell about these people.
        """
        if name not in self._rows:
            self._rows[name] = self.kept.views(table)
            self._near[name] = [one for one in self.earlier if one.is_near(name, table, smallest)]
            before = (self.kept, *self._near[name])
            self._alike[name] = [one for one in before if one.is_mostly_as(name, self._rows[name])]
            changes = self.kept.changes(name, self._rows[name])
            self._few[name] = any(0 < change < smallest for change in changes.values())
        return self._few[name]

    def was_hidden(self, name: str, figure: str) -> bool:
        """Whether an edition, or a near round, has hidden a figure: shown beside the others now, it would be told."""
        return any(kept.keyed(figure) in kept.hidden for kept in (self.kept, *self._near.get(name, [])))

    def differs_by_few(self, name: str, figure: str, offer: Result, smallest: float) -> bool:
        """Whether what is to be shown lies within a few people of what an edition, or a near round, has shown.

        Or is of as many people and yet another number, where most of the list is as it was: one person's raise.
        """
        counts = counts_of(offer)
        if any(kept.has_other_value(figure, counts) for kept in self._alike.get(name, [])):
            return True
        return any(kept.has_close(figure, counts, smallest) for kept in (self.kept, *self._near.get(name, [])))

    def note_hidden(self, figure: str) -> None:
        """Note that a figure is hidden."""
        self._hidden.add(self.kept.keyed(figure))

    def note(self, figure: str, shown: Result) -> None:
        """Note the counts that are published with a result."""
        self.kept.note(figure, counts_of(shown))

    def close(self, phase: str, record: dict[str, Any], smallest: float) -> None:
        """Note what a phase has shown, and each list that is the first of its kind or not near the last one."""
        self.kept.phases[phase] = record
        self.kept.hidden |= self._hidden
        for name, views in self._rows.items():
            changes = self.kept.changes(name, views)
            if not changes or (any(changes.values()) and not any(0 < one < smallest for one in changes.values())):
                self.kept.rows.setdefault(name, []).append(views)


def _hashed(table: pd.DataFrame, salt: bytes) -> Rows:
    texts = table.drop(columns="count", errors="ignore").astype(str)
    hashes = pd.util.hash_pandas_object(texts, index=False, hash_key=salt.hex()[:16])
    counted = pd.Series(people(table)).groupby(hashes.to_numpy()).sum()
    return {f"{key:016x}": float(number) for key, number in counted.items()}


def difference(before: Rows, now: Rows) -> float:
    """People who are in only one of two lists: the more of those who came and those who went."""
    change = [now.get(key, 0.0) - before.get(key, 0.0) for key in before.keys() | now.keys()]
    return max(sum(part for part in change if part > 0), -sum(part for part in change if part < 0))


def counts_of(result: Result) -> Counts:
    """Base, women and men, of a rate those who are counted in it, and the value."""
    women, men = (-1.0 if number is None else float(number) for number in (result.women, result.men))
    rates = result.details.get("rate_women", -1.0), result.details.get("rate_men", -1.0)
    bases = zip(rates, (women, men), strict=True)
    chosen = [round(rate * base, 3) if rate >= 0 and base >= 0 else -1.0 for rate, base in bases]
    return float(result.n), women, men, *chosen, 0.0 if result.value is None else float(result.value)


def read_kept(path: Path) -> Kept:
    """The ledger at ``path``; an empty one where there is none yet."""
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != SCHEMA:
            raise ValueError
        shown = {name: [_counts(counts) for counts in editions] for name, editions in content["shown"].items()}
        salt = bytes.fromhex(content["salt"])
        return Kept(salt, content["phases"], content["rows"], set(content["hidden"]), shown)
    except FileNotFoundError:
        return Kept()
    except (ValueError, KeyError, TypeError):
        raise AuditError(
            "The ledger of what this round has shown (ledger.json) is damaged or of another version. If nobody "
            "has received the earlier reports, run again with --replace-edition."
        ) from None


def write_kept(path: Path, kept: Kept) -> None:
    """Put the ledger in its place."""
    content: Mapping[str, Any] = {
        "format": SCHEMA,
        "salt": kept.salt.hex(),
        "phases": kept.phases,
        "rows": kept.rows,
        "hidden": sorted(kept.hidden),
        "shown": kept.shown,
    }
    write_atomically(path, json.dumps(content, ensure_ascii=False) + "\n")


def figure_name(figure: str, result: Result) -> str:
    """What is computed and of which group, the same in every edition and language."""
    return figure + "".join(f"[{name}={label}]" for name, label in sorted(result.group.items()))


def _counts(numbers: Sequence[float]) -> Counts:
    return tuple(float(number) for number in numbers)
