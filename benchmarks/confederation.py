"""A confederation of simulated organisations through everything that a user does: lists, ``run``, the plan answered,
``release``, ``follow-up``, ``synthesis``. Does the page say what was planted, and what its lists say?

``--size N`` for fewer than 40 organisations (six kinds and four sizes in turn), ``--jobs N``, ``--keep FOLDER`` for a
workspace that stays. What the pages tell is read from their HTML and worked out anew with plain pandas from the lists;
what no simple rule of the method gives (ratings of facts, answers) is counted anew from the JSON of the releases. Not
worked out anew are changes since the round before and the key area where most fall short.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import openpyxl
import pandas as pd
import yaml
from confederation_lists import Counting, Lists, Told
from confederation_page import Compared, Expected, Page
from organisations import machine, show

from genderaudit.foundations.errors import AuditError, error_sentence
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.organisation import Kind
from genderaudit.runner.lock import locked
from genderaudit.runner.passing import gate_passes
from genderaudit.runner.releasing import ReleaseOrder as Edition
from genderaudit.runner.releasing import release as freeze
from genderaudit.simulation.simulate import SimulationOrder, simulated
from genderaudit.simulation.writing import write_table, write_text
from genderaudit.workbooks.plan_columns import PLACE
from genderaudit.workbooks.style import ROWS_ABOVE

SEED = 22
KINDS, SIZES = get_args(Kind), (30, 120, 600, 3000)
FIRST, SECOND = ROUNDS = ("2022", "2025")
SCENARIOS = ("none", "divided_perceptions", "blind_spot", "good_otherwise")
SYLLABLES = ("ba", "ko", "di", "ra", "su", "me", "fi", "lo")
FIRST_ONLY = 23
"""Has released the first of its two rounds."""
FEDERATION, LOOSE = 0, 1
"""Federations: the affiliates of one list own members only, those of the other do not say so."""
ANSWERS = (("accept", "done"), ("accept", "started"), ("reject", None), ("amend", "done"))
DONE, TAKEN = 2, 3
LANGUAGES = ("en", "fr")
DAY = "2026-03-08"
LOG = "commands.log"


@dataclass(frozen=True)
class Planned:
    """An organisation by its number: what it is, and what is planted."""

    number: int

    @property
    def kind(self) -> str:
        return KINDS[self.number % len(KINDS)]

    @property
    def size(self) -> int:
        return SIZES[self.number // len(KINDS) % len(SIZES)]

    @property
    def name(self) -> str:
        tens, ones = divmod(self.number, len(SYLLABLES))
        return f"Maison {SYLLABLES[tens].title()}{SYLLABLES[ones]}zan"

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "_")

    @property
    def language(self) -> str:
        return ("fr", "en")[self.number % 2]

    @property
    def rounds(self) -> tuple[str, ...]:
        return ROUNDS if self.number % 5 == 1 or self.number == FIRST_ONLY else (SECOND,)

    @property
    def released(self) -> tuple[str, ...]:
        """Nothing of one in ten; of one its first round alone."""
        if self.number % 10 == 5:
            return ()
        return (FIRST,) if self.number == FIRST_ONLY else self.rounds

    @property
    def is_answered(self) -> bool:
        """Whether its management answers the plan of the second round before that is released."""
        return self.number % 8 == 0 and SECOND in self.released

    @property
    def is_followed(self) -> bool:
        return self.is_answered and self.number % 16 == 0

    def answers(self, round: str) -> bool:
        """Whether its management answers the plan of a round."""
        return self.is_answered if round == SECOND else self.answered_first

    @property
    def answered_first(self) -> bool:
        """Whether it answers the plan of the first round before the second begins."""
        return self.number % 10 == 1

    @property
    def affiliated_to(self) -> int | None:
        return {2: FEDERATION, 3: LOOSE}.get(self.number % 4)

    @property
    def is_named(self) -> bool:
        return self.number % 3 != 2

    @property
    def pay_gap(self) -> float:
        """Part of the men's pay for an hour that women get less."""
        return 0.05 * (self.number % 5)

    @property
    def criteria(self) -> dict[str, bool]:
        """Criteria of the document review, and whether they are met."""
        return {"K2": self.number % 4 == 0, "F4": self.number % 4 != 1, "B5": self.number == 0, "I1": True}

    @property
    def budget(self) -> float:
        """Part for equality."""
        return 0.2 if self.number % 4 < 2 else 0.02

    @property
    def without(self) -> set[str]:
        """Lists that it does not have."""
        never = {"survey": (7, 3), "staff": (8, 5), "documents": (11, 4), "budget": (9, 2), "attendance": (6, 4)}
        return {"actions"} | {table for table, (each, which) in never.items() if self.number % each == which}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    machine()
    with tempfile.TemporaryDirectory(prefix="confederation-") as name:
        root = given.keep or Path(name)
        found = confederation(root, given.size, given.jobs)
    for part in dict.fromkeys([*found.agree, *found.differ]):
        print(f"{part}: {found.agree[part]} agree, {len(found.differ.get(part, []))} differ")
    for part, differences in found.differ.items():
        print(*(f"- {part}: {one}" for one in differences), sep="\n")
    show("confederation_agree", found.agree.total())
    show("confederation_differ", sum(map(len, found.differ.values())))


def confederation(root: Path, size: int, jobs: int = 1) -> Compared:
    """Make, audit, release and follow it; what the pages of its syntheses agree and differ in."""
    planned = [Planned(number) for number in range(size)]
    for one in planned:
        if not (root / "data" / "raw" / one.slug).exists():
            make(root, one)
    with timed("confederation_run_seconds"):
        audit(root, planned, jobs)
    return judged(root, planned)


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Seconds, as a line."""
    begun = time.perf_counter()
    yield
    show(name, time.perf_counter() - begun)


# Lists


def make(root: Path, one: Planned) -> None:
    """The organisation's folder: as the simulator makes it, with what is planted."""
    order = SimulationOrder(
        SEED, kinds=[one.kind], scenarios=[SCENARIOS[one.number % 4]], size=str(one.size), languages=[one.language]
    )
    made = simulated(one.slug, one.number, order)
    settings = made.settings | {"name": one.name, "invented": False, "named_in_syntheses": one.is_named}
    settings["rounds"] = {round: made.settings["rounds"][round] for round in one.rounds}
    if one.affiliated_to is not None:
        settings["affiliated_to"] = Planned(one.affiliated_to).slug
    settings["own_members_only"] = one.affiliated_to == FEDERATION
    folder = root / "data" / "raw" / one.slug
    write_text(folder / "organisation.yml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
    for round in one.rounds:
        for name, table in plant(made.rounds[round], one).items():
            write_table(folder / round, name, table, settings)


def plant(tables: dict[str, pd.DataFrame], one: Planned) -> dict[str, pd.DataFrame]:
    """The tables with what is planted in them."""
    staff, bodies, documents, budget = (tables[name].copy() for name in ("staff", "bodies", "documents", "budget"))
    now = staff[staff["left_on"].isna()]
    hourly = (
        now["pay"].astype(float) / now["weekly_hours"].fillna(now["fte"].astype(float) * 40).astype(float)
    ).groupby(now["sex"])
    factor = (1 - one.pay_gap) * hourly.mean()["M"] / hourly.mean()["F"]
    women = staff["sex"] == "F"
    paid = staff["pay"].astype(float)
    staff["pay"] = (paid * women.map({True: factor, False: 1.0})).round().astype("Int64").astype(object)
    units = now.dropna(subset="unit").drop_duplicates("unit").index
    staff["gender_focal_point"] = staff.index.isin(units if one.number % 3 == 0 else units[:1])
    if one.number % 2:  # nobody but officers is a woman in the first body
        first = (bodies["body"] == bodies["body"].iloc[0]) & (bodies.groupby("body").cumcount() >= 2)
        bodies.loc[first, "sex"] = "M"
    for criterion, met in one.criteria.items():
        documents.loc[documents["criterion"] == criterion, "rating"] = "meets" if met else "missing"
    budget["gender_marker"] = [0] * (len(budget) - 1) + [3]
    rest = budget["amount"].iloc[:-1].sum()
    budget.loc[budget.index[-1], "amount"] = round(rest * one.budget / (1 - one.budget))
    planted = tables | {"staff": staff, "bodies": bodies, "documents": documents, "budget": budget}
    return {name: table for name, table in planted.items() if name not in one.without}


# What a user does


def audit(root: Path, planned: Sequence[Planned], jobs: int) -> None:
    """Run every round, answer plans, release, follow up; rounds that the gate stops leave out what it names."""
    for round in ROUNDS:
        chosen = [one for one in planned if round in one.rounds]
        run(root, jobs, round, chosen)
        answered = [one for one in chosen if one.answers(round) and answer(root, one, round)]
        run(root, jobs, round, answered)
        released = [one for one in chosen if round in one.released and not is_released(root, one, round)]
        stopped = release(root, round, released)
        print(f"# {round}: the gate stopped {len(stopped)} of {len(released)} releases", flush=True)
        for one in stopped:
            command(root, "attack", one.slug, round, "--leave-out")
        run(root, jobs, round, stopped)
        if still := release(root, round, stopped):
            raise SystemExit(f"not released: {', '.join(one.slug for one in still)} {round}")
    for one in planned:
        if one.is_followed:
            command(root, "follow-up", one.slug, "--on", DAY)


def run(root: Path, jobs: int, round: str, chosen: Iterable[Planned]) -> None:
    """``genderaudit run``; all must go well."""
    names = [one.slug for one in chosen]
    if names and command(root, "run", *names, "--round", round, "--jobs", str(jobs)):
        raise SystemExit(f"not run: see {root / LOG}")


def release(root: Path, round: str, chosen: Iterable[Planned]) -> list[Planned]:
    """As ``genderaudit release`` does, without printing to PDF; those that the gate stops."""
    workspace, stopped = Workspace.open(root), []
    for one in chosen:
        try:
            with locked(workspace):
                freeze(workspace, one.slug, round, Edition(), gate_passes)
        except AuditError as error:
            note(root, f"release {one.slug} {round}: {error_sentence(error, language('en'))}")
            stopped.append(one)
    return stopped


def is_released(root: Path, one: Planned, round: str) -> bool:
    return any((root / "data" / "releases" / one.slug / round).glob("[0-9]*"))


def command(root: Path, *words: str) -> int:
    """A command of ``genderaudit``; what it prints is in the log."""
    note(root, f"$ genderaudit {' '.join(words)}")
    with (root / LOG).open("a", encoding="utf-8") as log:
        given = [sys.executable, "-m", "genderaudit.cli", *words, f"--workspace={root}"]
        return subprocess.run(given, stdout=log, stderr=log, check=False).returncode


def note(root: Path, text: str) -> None:
    """A line of the log."""
    with (root / LOG).open("a", encoding="utf-8") as log:
        print(f"\n{text}", file=log)


def answer(root: Path, one: Planned, round: str) -> bool:
    """Answer the first proposals of the plan as a secretariat types it, and put it into the round's folder; once."""
    path = root / "data" / "raw" / one.slug / round / "action_plan.xlsx"
    if path.exists():
        return False
    made = Workspace.open(root).outputs(one.slug, round, one.language) / path.name
    book, texts = openpyxl.load_workbook(made), language(one.language)
    for row, (decision, status) in enumerate(ANSWERS, start=ROWS_ABOVE + 1):
        sheet = book.worksheets[1]
        sheet.cell(row, PLACE["decision"] + 1).value = texts.text(f"workbook.decision.{decision}")
        if status:
            sheet.cell(row, PLACE["status"] + 1).value = texts.text(f"workbook.status.{status}")
    book.save(path)
    return True


# What the pages say


def judged(root: Path, planned: Sequence[Planned]) -> Compared:
    """Release the syntheses, and compare each page with the lists."""
    every = [one for one in planned if one.released]
    chosen = {"": every, f"kind:{KINDS[0]}": [one for one in every if one.kind == KINDS[0]]}
    for number in (FEDERATION, LOOSE):
        members = [one for one in every if number in (one.number, one.affiliated_to)]
        chosen[f"federation:{Planned(number).slug}"] = members
    found, told = Compared(), dict[str, list[Told]]()
    for words, audits in chosen.items():
        with timed(f"synthesis_seconds {words or 'all'} ({len(audits)} audits, 2 languages)"):
            command(root, "synthesis", *words.split(), "--language", *LANGUAGES, "--release")
        counting = Counting(told)
        for code in LANGUAGES:
            folder = "_".join(["newest", *words.replace(":", "_").split()])
            page = Page(root / "outputs" / "synthesis" / folder / code / "report.html")
            expectation(root, audits, counting, words, code).compare(page, found)
        told = counting.all()
    names(root, planned, found)
    return found


def expectation(root: Path, audits: Sequence[Planned], counting: Counting, words: str, code: str) -> Expected:
    """What the page over these must tell."""
    listed = [Lists(root, one.slug, one.released[-1], is_first=len(one.released) == 1) for one in audits]
    twice = [one for one in audits if len(one.released) == len(ROUNDS)]
    answered = [one.slug for one in audits if one.is_followed or (one in twice and one.answered_first)]
    return Expected(
        audits=listed,
        counting=counting,
        answered=len(ANSWERS) * sum(one.is_answered for one in audits),
        carried_out={one.slug: (0, 0) for one in twice} | dict.fromkeys(answered, (DONE, TAKEN)),
        before={one.slug: Lists(root, one.slug, FIRST, is_first=True) for one in twice},
        texts=language(code),
        federation=words.partition("federation:")[2],
    )


def names(root: Path, planned: Sequence[Planned], found: Compared) -> None:
    """Who does not allow it is named nowhere: on no page, in no executed notebook."""
    for path in sorted((root / "outputs" / "synthesis").rglob("*.*")):
        text = path.read_text("utf-8")
        for one in planned:
            if not one.is_named:
                told = [name for name in (one.name, one.slug, one.name.split()[1]) if name in text]
                found.cell("names", f"{one.slug} in {path.relative_to(root)}", "", " ".join(told))


if __name__ == "__main__":
    main()
