"""The next round of an organisation that is there: its folder, what is carried over, and what a person must look at.

Nothing that is there is overwritten; ``organisation.yml`` gets comments only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import Workspace, slug
from genderaudit.intake.book import WORKBOOKS
from genderaudit.intake.own_workbooks import FILE_NAMES
from genderaudit.intake.readers import ENDINGS
from genderaudit.methodology.organisation import Organisation

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ROUNDS = re.compile(r"^rounds:[ \t]*(?:#[^\r\n]*)?\r?\n", re.MULTILINE)
_INDENT = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*([ ]+)[^\s#]")


@dataclass(frozen=True, slots=True)
class NextRound:
    """A round as it was laid out."""

    folder: Path
    is_new: bool
    former: str
    """The round before it; empty where there is none."""
    names: Mapping[str, Sequence[str]]
    """Table → the names that its files must have, where ``organisation.yml`` maps it."""
    to_look_at: Sequence[tuple[int, str]]
    """Line and text of the settings that hold for every round and name a year, or rows of the former lists."""
    plans: Sequence[Path]
    """The answered action plans of the former round, as they were copied."""


def lay_out_round(workspace: Workspace, name: str, about: Organisation, round: str, texts: Language) -> NextRound:
    """The folder of the round, with the answered action plan of the one before; and lines to fill in as comments.

    Raises ``AuditError`` for a name that no round can have.
    """
    settings = workspace.settings(name)
    folder = settings.parent / slug(round, "round")
    former = max((one for one in workspace.rounds(name) if one < round), default="")
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    if round not in about.rounds:
        before = settings.read_bytes().decode("utf-8")
        after = _with_comments(before, _comments(about, round, former, texts), round)
        if after != before:
            write_atomically(settings, after)
    plans = list(_copied(workspace.raw(name, former), folder, former)) if former else []
    return NextRound(folder, is_new, former, _names(workspace, name, about, former), list(_dated(about)), plans)


def _names(workspace: Workspace, name: str, about: Organisation, former: str) -> dict[str, list[str]]:
    """The names given; of a list that is mapped under its own name, the file that it had."""
    there = {path.name for path in workspace.raw(name, former).iterdir()} if former else set()
    found: dict[str, list[str]] = {}
    for table, file in about.tables.items():
        own = [table + ending for ending in ENDINGS if table + ending in there]
        found[table] = file.names or own or [f"{table}.xlsx"]
    return found


def _dated(about: Organisation) -> Iterator[tuple[int, str]]:
    """Settings that name a year, or rows of a list: they were written for one round, and hold for all."""
    for table, file in about.tables.items():
        given = file.model_dump(exclude_unset=True, exclude={"confirmed"})
        places = [(("tables", table, *place), text) for place, text in _leaves(given) if _YEAR.search(text)]
        places += [(("tables", table, "confirmed", column), f"confirmed: {column}") for column in file.confirmed]
        yield from sorted({(about.line_of(*place), text) for place, text in places})


def _leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every value that is no collection, behind its key, with its place."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, (*place, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _leaves(below, (*place, number))
    elif value is not None:
        key = next((one for one in reversed(place) if isinstance(one, str)), "")
        yield place, f"{key}: {value}"


def _copied(former: Path, folder: Path, round: str) -> Iterator[Path]:
    """Answered action plans of the round before: what became of each action is filled in there."""
    for path in sorted(former.glob(FILE_NAMES["actions"])):
        if path.suffix.lower() in WORKBOOKS and path.is_file():
            stem = path.stem if round in path.stem else f"{path.stem}_{round}"
            target = folder / f"{stem}{path.suffix}"
            if not target.exists():
                write_atomically(target, path.read_bytes())
            yield target


def _comments(about: Organisation, round: str, former: str, texts: Language) -> list[str]:
    """What a round may say of itself, each line to be used without its #; people asked as they were last time."""
    lines = [f"{json.dumps(round)}: # {texts.text('next_round.comment')}"]
    if year := _YEAR.match(round):
        was = about.date_of(former) if former else None
        day = was.strftime("%m-%d") if was and (was.month, was.day) != (2, 29) else "12-31"
        lines.append(f"  date: {year[0]}-{day}")
    if counts := about.headcounts_of(former) if former else []:
        lines.append(f"  headcounts: # {texts.text('next_round.headcounts', former=former)}")
        for one in counts:
            level = f", level: {json.dumps(one.level, ensure_ascii=False)}" if one.level else ""
            lines.append(f"    - {{sex: {one.sex}{level}, count: {one.count}}}")
    return lines


def _with_comments(settings: str, lines: Sequence[str], round: str) -> str:
    """The settings with the lines as comments below ``rounds:``, or with ``rounds:`` at the end; once only."""
    end = "\r\n" if "\r\n" in settings else "\n"
    if re.search(rf"^[ \t]*#[ \t]*{re.escape(json.dumps(round))}:", settings, re.MULTILINE):
        return settings
    place = _ROUNDS.search(settings)
    if place:
        below = _INDENT.match(settings, place.end())
        indent = below[1] if below else "  "
        added = "".join(f"{indent}# {line}{end}" for line in lines)
        return settings[: place.end()] + added + settings[place.end() :]
    gap = "" if settings.endswith("\n") else end
    return settings + gap + end + "".join(f"# {line}{end}" for line in ("rounds:", *(f"  {line}" for line in lines)))
