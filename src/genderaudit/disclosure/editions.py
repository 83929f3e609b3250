"""What was shown before: of earlier phases, of earlier editions of a round, of its other rounds.

One file a round, ``ledger.json``, readable by its owner only: for the auditor, and for the next run. It keeps
what was published, under keyed hashes, and which results were hidden by which rule; rows of the lists only as
keyed hashes, by which it can be told how many people differ between two editions or rounds, and not who they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from secrets import token_bytes
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.disclosure.cells import count_of
from genderaudit.errors import AuditError
from genderaudit.files import write_atomically
from genderaudit.measures.counting import people
from genderaudit.measures.result import Kind, Result
from genderaudit.memory import remember
from genderaudit.workspace import PHASES

SCHEMA = "genderaudit/ledger/4"
Rows = dict[str, float]
"""Keyed hash of a row → people that it stands for."""
Views = dict[str, Rows]
"""A list as a whole (``whole``), all but what lasts of people (``rest``), and each column by sex."""
Counts = tuple[float, ...]
"""Base, women, men of a figure as published; women and men of them who were chosen, and who left; value.

−1: not known; of those chosen it is enough that a published ratio rests on them.
"""
COUNTS, BASES = 7, 3  # of these numbers
CHOSEN: tuple[tuple[Kind, ...], ...] = (("chosen", "receivers", "beside"), ("gone",))
ROWS = {"whole", "rest"}
LASTING = (
    "sex", "level", "unit", "function", "contract", "branch", "sector", "event", "role", "stage", "birth_year",
    "hired_on", "joined_on",
)  # fmt: skip
"""Columns by which somebody is known from one round to the next: ages, pay and answers are others by then."""
IDENTITY = ("birth_year", "hired_on", "joined_on")
"""Of these what nobody renames."""
GROUPING = ("level", "unit", "function", "contract", "branch", "sector", "event", "role", "body")
"""Columns by which figures are divided."""
PAY = ("pay", "variable_pay")
AMOUNTS = (*PAY, "training_hours")
PAID = " and pay"
"""Ends the name of a view: a lasting column with what people are paid."""
MIX = np.uint64(0x9E3779B97F4A7C15)  # spreads the bits of several hashes
DERIVED = ("age", "age_low", "age_high", "started", "submitted")
"""Columns that follow from others, or tell when and not what."""


@dataclass(slots=True)
class Kept:
    """The ledger of a round as it was left by the phases and editions so far."""

    salt: bytes = field(default_factory=lambda: token_bytes(16))
    phases: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each phase hid when it last ran."""
    knowledge: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Phase → what it has published (``Knowledge.record``) of which ``lists`` (``Editions.lists``), newest last."""
    rows: dict[str, list[Views]] = field(default_factory=dict)
    """Table → its rows in each edition, oldest first."""
    hidden: set[str] = field(default_factory=set)
    """Keyed hashes of figures and groups that an edition has hidden."""
    shown: dict[str, list[Counts]] = field(default_factory=dict)
    """Keyed hash of a figure and its group → the counts that were published of it, in all editions."""

    def known(
        self, phase: str, lists: Mapping[str, str], last: bool
    ) -> Iterator[tuple[dict[str, Any], set[str] | None]]:
        """What a phase has published, with the tables whose lists are as they were then.

        With ``last`` all that it has published when it last ran, even if lists have changed since (``None``).
        """
        records = self.knowledge.get(phase, [])
        for number, record in enumerate(records, start=1):
            as_then = {table for table, digest in record["lists"].items() if lists.get(table) == digest}
            yield record, None if last and number == len(records) else as_then

    def views(self, table: pd.DataFrame) -> Views:
        """The rows of a list under each view: a column more, or one person's pay, changes some and not the others."""
        return {} if table.empty else remember("views", partial(_views, table, self.salt), table, self.salt)

    def changes(self, name: str, views: Views) -> list[dict[str, float]]:
        """For each edition: view that both have → people who are in only one of the two lists."""
        editions = self.rows.get(name, [])
        return [{view: difference(one[view], views[view]) for view in one.keys() & views.keys()} for one in editions]

    def is_near(self, name: str, views: Views, smallest: float) -> bool:
        """Whether a later round's list has the people of this round's, but for a few.

        Of a survey, that has next to nothing by which people are known, whether it has their answers.
        """
        for changes in self.changes(name, views):
            identity = [view for view in changes.keys() & {*IDENTITY} if _is_filled(views[view])]
            if identity and name != "survey":  # missing days of hiring that were filled in make no other people
                near = any(changes[view] < smallest for view in identity)
            else:
                lasting = changes.keys() - ROWS if name == "survey" else changes.keys() & {*LASTING} - {"sex"}
                near = bool(lasting) and all(changes[view] < smallest for view in lasting)
            if near:
                return True
        return False

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
        """Whether something, but of less than half of the people, is other than in an edition."""
        half = _half(views)
        return any(0 < changes.get("rest", 0.0) < half for changes in self.changes(name, views))

    def has_mostly(self, name: str, views: Views) -> bool:
        """Whether something is other than in an edition, but of less than half of the people."""
        half = _half(views)
        return any(0 < change < half for changes in self.changes(name, views) for change in changes.values())

    def pays_alike(self, name: str, views: Views) -> bool:
        """Whether most of a later round's people are the same and paid the same as in this round, and some not."""
        for changes in self.changes(name, views):
            paid = {view: change for view, change in changes.items() if view.endswith(PAID)}
            known = [paid[f"{one}{PAID}"] for one in IDENTITY if f"{one}{PAID}" in paid] or paid.values()
            if any(known) and min(known) < _half(views):
                return True
        return False

    def regrouped(self, name: str, views: Views) -> set[str]:
        """Columns by which people stand in other groups than in an edition, who did not come or go since."""
        found = set()
        for changes in self.changes(name, views):
            came_or_went = max(changes.get(one, 0.0) for one in ("sex", *IDENTITY))
            found |= {one for one in GROUPING if changes.get(one, 0.0) > came_or_went}
        return found

    def has_nearly_all(self, figure: str, counts: Counts, cell: float) -> bool:
        """Whether those who answered since a figure was published nearly all agree, or nearly none."""
        for then in self.shown.get(self.keyed(figure), []):
            more, agree = counts[0] - then[0], counts[0] * counts[-1] - then[0] * then[-1]
            if more and min(abs(agree), abs(more - agree)) < cell:
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Met:
    """A list that was compared with those of earlier editions and other rounds."""

    views: Views
    few: bool
    """Whether it differs by a few people from that of an edition."""
    values: bool
    """Whether pay and answers are to stand though more have changed."""
    regrouped: Set[str]
    """Columns by which people have been put into other groups than in an edition, or a near round."""
    amounts: bool
    """Whether another edition, or a round, has shown amounts of these people."""
    other: bool
    """Whether it is another one than in every edition."""
    near: Sequence[Kept]
    """Other rounds with the same people, but for a few."""
    alike: Sequence[Kept]
    """Editions, or near rounds, of which most is as it was."""


@dataclass(slots=True)
class Editions:
    """What was shown of a round before now, and of the other rounds."""

    kept: Kept = field(default_factory=Kept)
    rounds: Sequence[Kept] = ()
    """The ledgers of the other rounds, which may be later ones that were audited before."""
    _met: dict[str, _Met] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)

    def meet(self, name: str, table: pd.DataFrame, smallest: float) -> None:
        """Compare a list with those of the editions, and rounds, before."""
        self._met[name] = self._compared(name, table, smallest)

    def lists(self, *limits: object) -> dict[str, str]:
        """A keyed hash of each list that was met, and of the limits under which figures of it are shown."""
        whole = {name: sorted(met.views.get("whole", {}).items()) for name, met in self._met.items()}
        return {name: self.kept.keyed(repr((rows, limits))) for name, rows in whole.items()}

    def differs(self, name: str) -> bool:
        """Whether a few people of a list that was met differ from those of an edition.

        Then the figures of that edition are to stand, since new ones beside them would tell about these people.
        """
        return self._met[name].few

    def _compared(self, name: str, table: pd.DataFrame, smallest: float) -> _Met:
        views = self.kept.views(table)
        changes = self.kept.changes(name, views)
        rounds = [one for one in self.rounds if name in one.rows]
        seen = {id(one): one.views(table) for one in rounds}
        near = [one for one in rounds if one.is_near(name, seen[id(one)], smallest)]
        regrouped = self.kept.regrouped(name, views)
        mostly = self.kept.has_mostly(name, views) or bool(regrouped)
        other = bool(changes) and all(any(one.values()) for one in changes)
        return _Met(
            views,
            few=any(0 < change < smallest for one in changes for change in one.values()),
            values=mostly or any(one.pays_alike(name, seen[id(one)]) for one in rounds),
            regrouped=regrouped.union(*(one.regrouped(name, seen[id(one)]) for one in near)),
            amounts=any(one.get(view, 0.0) for one in changes for view in AMOUNTS)
            or any(view in views for one in rounds for views in one.rows[name] for view in AMOUNTS),
            other=other,
            near=near,
            alike=[one for one in (self.kept, *near) if one.is_mostly_as(name, seen.get(id(one), views))],
        )

    def values_stand(self, name: str) -> bool:
        """Whether pay and answers, of a list that was met, are to stand although many people have changed.

        A mean or share of some people less that of most of them is that of the rest: new ones are shown only
        where what has changed has changed for half of the people, and where nobody stands in another group.
        Of rounds, where next to nobody's pay is as it was.
        """
        return self._met[name].values

    def regrouped(self, name: str) -> Set[str]:
        """Columns of a list that was met by which people have been put into other groups than before."""
        return self._met[name].regrouped

    def amounts_beside(self, name: str) -> bool:
        """Whether another edition, or a round, has shown amounts of the people of a list."""
        return name in self._met and self._met[name].amounts

    def was_shown(self, name: str, figure: str, counts: Counts) -> bool:
        """Whether an edition with another list has shown just these counts of a figure."""
        return name in self._met and self._met[name].other and self.has_shown(figure, counts)

    def has_shown(self, figure: str, counts: Counts) -> bool:
        """Whether an edition of this round has shown just these counts of a figure."""
        return counts in self.kept.shown.get(self.kept.keyed(figure), [])

    def was_hidden(self, name: str, figure: str) -> bool:
        """Whether an edition, or a near round, has hidden a figure: shown beside the others now, it would be told."""
        return any(kept.keyed(figure) in kept.hidden for kept in (self.kept, *self._near(name)))

    def differs_by_few(self, name: str, figure: str, offer: Result, counts: Counts, cell: float, base: float) -> bool:
        """Whether what is to be shown lies within a few people of what an edition, or a near round, has shown.

        Or is of as many people and yet another number, where most of the list is as it was: one person's raise.
        Answers of those who came since are no few from ``base`` people on, and where they do not nearly all agree.
        """
        alike = self._met[name].alike if name in self._met else ()
        if any(kept.has_other_value(figure, counts) for kept in alike):
            return True
        before = (self.kept, *self._near(name))
        if not {"item", "area"} & offer.group.keys():
            return any(kept.has_close(figure, counts, cell) for kept in before)
        nearly = offer.unit == "share" and any(kept.has_nearly_all(figure, counts, cell) for kept in before)
        return nearly or any(kept.has_close(figure, counts, base) for kept in before)

    def tells_change(self, name: str, figure: str, counts: Counts, cell: float) -> bool:
        """Whether counts of a list that stand elsewhere tell of few who came or went, of whom the list itself does not.

        Those who could answer the survey are counted apart from the staff list, of which an edition's figures stand.
        """
        met = self._met.get(name)
        before = [] if met is None else [*([self.kept] if met.few or met.other else ()), *met.near]
        return any(kept.has_close(figure, counts, cell) for kept in before)

    def _near(self, name: str) -> Sequence[Kept]:
        return self._met[name].near if name in self._met else ()

    def note_hidden(self, figure: str) -> None:
        """Note that a figure is hidden."""
        self._hidden.add(self.kept.keyed(figure))

    def note(self, figure: str, counts: Counts) -> None:
        """Note the counts that are published with a result."""
        self.kept.note(figure, counts)

    def keep(self, phase: str, lists: dict[str, str], published: dict[str, Any], record: dict[str, Any]) -> None:
        """Note what a phase has shown, and each list that is the first of its kind or not near one before."""
        self.kept.phases[phase] = record
        before = [one for one in self.kept.knowledge.get(phase, []) if one["lists"] != lists]
        self.kept.knowledge[phase] = [*before, {"lists": lists, **published}]
        self.kept.hidden |= self._hidden
        for name, met in self._met.items():
            changes = self.kept.changes(name, met.views)
            if met.views and all(any(one.values()) for one in changes) and not met.few:
                self.kept.rows.setdefault(name, []).append(met.views)


def _views(table: pd.DataFrame, salt: bytes) -> Views:
    texts = table.drop(columns="count", errors="ignore").dropna(axis=1, how="all").astype(str)
    count = people(table)
    # Each column is hashed once; a view is made of the hashes of its columns.
    hashes = {str(name): pd.util.hash_array(texts[name].to_numpy(object), hash_key=salt.hex()[:16]) for name in texts}

    def view(names: Iterable[str]) -> Rows:
        rows = np.zeros(len(texts), dtype=np.uint64)
        for name in names:
            rows = (rows ^ hashes[name]) * MIX
        keys, places = np.unique(rows, return_inverse=True)
        numbers = np.bincount(places, weights=count)
        return {f"{key:016x}": float(number) for key, number in zip(keys.tolist(), numbers, strict=True)}

    rest = [name for name in hashes if name not in (*LASTING, *DERIVED, "age_band") or name == "sex"]
    views = {"whole": view(hashes), "rest": view(rest)}
    sex = [name for name in hashes if name == "sex"]
    paid = [name for name in PAY if name in hashes]
    for name in sorted(hashes.keys() - {*DERIVED}):
        of_sex = dict.fromkeys((*sex, name))
        views[name] = view(of_sex)
        if paid and name in LASTING:
            views[f"{name}{PAID}"] = view(dict.fromkeys((*of_sex, *paid)))
    return views


def _is_filled(rows: Rows) -> bool:
    """Whether a column is known of most people: what is not known is one value."""
    return 2 * max(rows.values(), default=0.0) <= sum(rows.values())


def _half(views: Views) -> float:
    return sum(views.get("whole", {}).values()) / 2


def difference(before: Rows, now: Rows) -> float:
    """People who are in only one of two lists: the more of those who came and those who went."""
    change = [now.get(key, 0.0) - before.get(key, 0.0) for key in before.keys() | now.keys()]
    return max(sum(part for part in change if part > 0), -sum(part for part in change if part < 0))


def counts_of(shown: Result, behind: Result) -> Counts:
    """Of a result as it is shown and as it is: base, women and men, those who are counted in a rate, and the value."""
    women, men = (-1.0 if number is None else float(number) for number in (shown.women, shown.men))
    chosen = []
    for kinds, sex in product(CHOSEN, ("F", "M")):
        told = (count_of(behind, kind, sex) for kind in kinds)
        chosen.append(next((number for number in told if number is not None), -1.0))
    return float(shown.n), women, men, *chosen, 0.0 if shown.value is None else float(shown.value)


def read_kept(path: Path) -> Kept:
    """The ledger at ``path``; an empty one where nothing has been shown yet.

    Raises ``AuditError`` where it is damaged, or missing beside findings: begun anew it would know nothing of them,
    and new figures beside those would tell about the few people who came or went.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != SCHEMA:
            raise ValueError
        shown = {name: [_counts(counts) for counts in editions] for name, editions in content["shown"].items()}
        salt = bytes.fromhex(content["salt"])
        return Kept(salt, content["phases"], content["knowledge"], content["rows"], set(content["hidden"]), shown)
    except FileNotFoundError:
        if not any((path.parent / f"{phase}.json").is_file() for phase in PHASES):
            return Kept()
        fault = "is missing beside the round's findings"
    except (ValueError, KeyError, TypeError):
        fault = "is damaged or of another version"
    organisation, round = path.parent.parent.name, path.parent.name
    raise AuditError(
        f"The ledger of what the round {round} has shown (ledger.json) {fault}. Put it back from a copy. If nobody has "
        f"received the reports of this round: genderaudit run {organisation} --round {round} --replace-edition"
    )


def write_kept(path: Path, kept: Kept) -> None:
    """Put the ledger in its place."""
    content: Mapping[str, Any] = {
        "format": SCHEMA,
        "salt": kept.salt.hex(),
        "phases": kept.phases,
        "knowledge": kept.knowledge,
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
