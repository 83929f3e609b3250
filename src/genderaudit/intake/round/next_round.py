"""Next round of an existing organisation: its folder, settings carried over, and what to check by hand.

Existing files are never overwritten; ``organisation.yml`` gets comments only.
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
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.own_workbooks import FILE_NAMES
from genderaudit.intake.files.readers import ENDINGS
from genderaudit.methodology.organisation import Organisation

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ROUNDS = re.compile(r"^rounds:[ \t]*(?:#[^\r\n]*)?\r?\n", re.MULTILINE)
_INDENT = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*([ ]+)[^\s#]")


@dataclass(frozen=True, slots=True)
class NextRound:
    """A round whose folder was created."""

    folder: Path
    is_new: bool
    former: str
    """The previous round; empty if there is none."""
    names: Mapping[str, Sequence[str]]
    """Table → names that its files must have, as far as ``organisation.yml`` maps them."""
    to_look_at: Sequence[tuple[int, str]]
    """Line and text of settings that hold for all rounds but name a year, or rows of earlier lists."""
    plans: Sequence[Path]
    """Answered action plans of the previous round, as copied."""


def lay_out_round(workspace: Workspace, name: str, about: Organisation, round: str, texts: Language) -> NextRound:
    """Create the folder of the round with the previous action plan, and add settings to fill in as comments.

    Raises ``AuditError`` for an invalid name of a round.
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
    """Return the mapped file names by table; for a list mapped under its own name, its previous file."""
    present = {path.name for path in workspace.raw(name, former).iterdir()} if former else set()
    names: dict[str, list[str]] = {}
    for table, file in about.tables.items():
        own_files = [table + ending for ending in ENDINGS if table + ending in present]
        names[table] = file.names or own_files or [f"{table}.xlsx"]
    return names


def _dated(about: Organisation) -> Iterator[tuple[int, str]]:
    """Yield settings that name a year, or rows of a list: written for one round, but valid for all."""
    for table, file in about.tables.items():
        given = file.model_dump(exclude_unset=True, exclude={"confirmed"})
        places = [(("tables", table, *place), text) for place, text in _leaves(given) if _YEAR.search(text)]
        places += [(("tables", table, "confirmed", column), f"confirmed: {column}") for column in file.confirmed]
        yield from sorted({(about.line_of(*place), text) for place, text in places})


def _leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every value that is not a collection after its key, with its place."""
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
    """Copy the previous round's answered action plans, to be updated, and yield the copies."""
    for path in sorted(former.glob(FILE_NAMES["actions"])):
        if path.suffix.lower() in WORKBOOKS and path.is_file():
            stem = path.stem if round in path.stem else f"{path.stem}_{round}"
            target = folder / f"{stem}{path.suffix}"
            if not target.exists():
                write_atomically(target, path.read_bytes())
            yield target


def _comments(about: Organisation, round: str, former: str, texts: Language) -> list[str]:
    """Return comment lines with the round's settings; headcounts of the survey are those of the previous round."""
    lines = [f"{json.dumps(round)}: # {texts.text('next_round.comment')}"]
    if year := _YEAR.match(round):
        was = about.date_of(former) if former else None
        day = was.strftime("%m-%d") if was and (was.month, was.day) != (2, 29) else "12-31"
        lines.append(f"  date: {year[0]}-{day}")
    if counts := about.headcounts_of(former) if former else []:
        lines.append(f"  headcounts: # {texts.text('next_round.headcounts', former=former)}")
        for headcount in counts:
            level = f", level: {json.dumps(headcount.level, ensure_ascii=False)}" if headcount.level else ""
            lines.append(f"    - {{sex: {headcount.sex}{level}, count: {headcount.count}}}")
    return lines


def _with_comments(settings: str, lines: Sequence[str], round: str) -> str:
    """Return the settings with the comments under ``rounds:``, or with ``rounds:`` at the end; unchanged if present."""
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
