"""A proposal for all lists of a round: one list per table, in one or several files and sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import inside
from genderaudit.intake.contract import TABLES
from genderaudit.intake.files import own_workbooks
from genderaudit.intake.files.readers import ENDINGS
from genderaudit.intake.proposals.lists_apart import ApartError, name_says, named_after, renames, together
from genderaudit.intake.proposals.model import Choice, Draft, Proposal, Question
from genderaudit.intake.proposals.names import BEFORE, are_periods, can_be_named
from genderaudit.intake.proposals.one_list import OneList
from genderaudit.intake.proposals.recognise import Listed, encoded, listed, read_best, same_rows, tables_of
from genderaudit.intake.raw import UnreadableError, one_line
from genderaudit.intake.round.unread import unread
from genderaudit.intake.vocabulary.dictionaries import Words, bare_words, words
from genderaudit.methodology.organisation import Organisation, TableFile, TableName

IGNORE, ALL = ":ignore", ":all"
"""Answers that are not the name of a table or list."""
ASKED = (*BEFORE, "documents", "interviews", "workshops")
"""Tables offered as answers for a list that is not recognised."""
MOST_LEVELS = 12
"""Maximum number of distinct words in a column of levels for which their order is asked."""


@dataclass(slots=True)
class Lists:
    """The lists read from a round's files, cached while questions are asked."""

    folder: Path
    dictionary: Words
    _files: dict[Path, list[Listed]] = field(default_factory=dict)
    _mapped: dict[tuple[Path, str], Listed | None] = field(default_factory=dict)

    def of(self, path: Path) -> list[Listed]:
        """Return every list of a file."""
        if path not in self._files:
            self._files[path] = list(listed(path, self.dictionary))
        return self._files[path]

    def mapped(self, path: Path, table: str, options: TableFile) -> Listed | None:
        """Return the list that a table reads by the current settings; None if unreadable, which ``check`` reports."""
        if (path, table) not in self._mapped:
            self._mapped[path, table] = _mapped(path, table, encoded(path, options), self.dictionary)
        return self._mapped[path, table]


def propose(
    lists: Lists, organisation: Organisation, language: Language, answers: Mapping[str, str | None] | None = None
) -> Proposal:
    """Return the settings missing from ``organisation.yml`` for the lists of the round.

    ``answers``: question → value, for the questions answered so far.
    """
    found = _Round(lists, organisation, language, Draft(answers or {}))
    found.whole()
    return Proposal(tuple(found.draft.lines), tuple(found.remarks), tuple(found.draft.questions))


def lists_of(folder: Path, organisation: Organisation) -> Lists:
    """Return the lists of the round in ``folder``; files are read on demand."""
    known = words(organisation.languages[0])
    if organisation.also_by:
        own = {table: {**known.labels.get(table, {}), bare_words(organisation.also_by): "also"} for table in TABLES}
        known = replace(known, labels=own)
    return Lists(folder, known)


@dataclass(slots=True)
class _Round:
    lists: Lists
    organisation: Organisation
    language: Language
    draft: Draft
    remarks: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Files to ignore, unless another sheet of them is read."""
    taken: set[str] = field(default_factory=set)
    """Files from which at least one list is read."""
    levels: list[str] = field(default_factory=list)
    """Distinct levels of the staff list."""
    read: dict[str, list[Listed]] = field(default_factory=dict)
    """Table → lists that it reads by the current settings."""

    def whole(self) -> None:
        """Add all lines, remarks and questions."""
        used = set(self._mapped())
        new: dict[str, list[Listed]] = {}
        for one in self._free(used):
            if table := self._table_of(one):
                new.setdefault(table, []).append(one)
        for table in TABLES:
            if table in new:
                self._new(table, new[table])
        self._order_of_levels()
        if aside := [name for name in dict.fromkeys(self.ignored) if name not in self.taken]:
            self.draft.add(("ignore",), [*self.organisation.ignore, *aside])

    def _mapped(self) -> Iterator[tuple[str, str]]:
        """Propose missing settings for lists read already; yield their files and sheets (empty sheet: all)."""
        for name in TABLES:
            options = self._options(name)
            for place, path in enumerate(_files(self.lists.folder, name, options)):
                for sheet in _sheets(options):
                    yield path.name, sheet
                self.taken.add(path.name)
                one = self.lists.mapped(path, name, options) if not place else None
                if one is None or (one.raw.own is not None and one.raw.detected.get("workbook") == "own"):
                    continue
                self.read[name] = [one]
                if one.options.encoding and not options.encoding:
                    self.draft.add(("tables", name, "encoding"), one.options.encoding)
                self._one(name, one, one.options)

    def _free(self, used: set[tuple[str, str]]) -> Iterator[Listed]:
        """Yield lists that no table reads yet."""
        whole = {name for name, sheet in used if not sheet}
        rest = unread(self.lists.folder, whole, self.organisation.ignore).lists
        own = [*own_workbooks.INTAKE_FILES, *own_workbooks.FILE_NAMES.values()]
        for path in rest:
            if path.is_symlink() or path.suffix.lower() not in ENDINGS or any(map(path.match, own)):
                continue
            if not can_be_named(path.name):
                self.remarks.append(self.language.text("suggest.rename", file=one_line(path.name)))
                continue
            if not self.lists.of(path):
                self._unreadable(path)
            found = [one for one in self.lists.of(path) if (path.name, one.sheet) not in used]
            known = [one for one in found if tables_of(one, self.lists.dictionary)]
            yield from known or found[:1]  # sheets of notes and graphs beside a list are not lists

    def _unreadable(self, path: Path) -> None:
        """Ask whether an empty, broken or too large file is to be ignored; else it must be repaired first."""
        text = self.language.text("suggest.questions.unreadable", file=one_line(path.name))
        choices = (Choice(IGNORE, self.language.text("suggest.ignore")),)
        if self.draft.ask(Question(f"{path.name}|unreadable", text, choices)):
            self.ignored.append(path.name)
        else:
            self.remarks.append(text)

    def _table_of(self, one: Listed) -> str | None:
        """Return the table of a list, by its columns and names, or as answered; None if open or ignored."""
        if len(found := tables_of(one, self.lists.dictionary)) == 1:
            return found[0]
        tables = [*found, *(name for name in ASKED if name not in found)] if found else list(ASKED)
        choices = [Choice(name, self._title(name)) for name in tables]
        choices.append(Choice(IGNORE, self.language.text("suggest.ignore")))
        text = self.language.text("suggest.questions.table", file=one_line(one.key))
        answer = self.draft.ask(Question(f"{one.key}|table", text, tuple(choices)))
        if answer is None:
            names = ", ".join(self._title(name) for name in found)
            key = "which_table" if found else "not_proposed"
            self.remarks.append(self.language.text(f"suggest.{key}", file=one_line(one.key), tables=names))
        elif answer == IGNORE:
            self.ignored.append(one.path.name)
        return answer if answer in TABLES else None

    def _new(self, table: str, found: Sequence[Listed]) -> None:
        """Add lines for new lists of a table: the only one, all as parts of one, or the one chosen."""
        before = self.read.get(table, [])
        base = [*before, *found][0]
        alike = [one for one in found if set(one.headers) == set(base.headers)]
        if before:
            self._beside(table, before[0], found, alike)
            return
        chosen = found
        if len(found) > 1:
            parts = self._parts(table, found) if len(alike) == len(found) else None
            if parts is None:
                apart = name_says(table, found, self.lists.dictionary)
                parts = self._apart(table, found) if apart else self._chosen(table, found)
            chosen = parts
        if not chosen:
            return
        former = self._of_other_rounds(table)
        if former:
            self._next(table, former, chosen)
        else:
            self._one(table, chosen[0], self._where(table, chosen))

    def _next(self, table: str, former: Sequence[str], chosen: Sequence[Listed]) -> None:
        """Add a list whose predecessors in other rounds have other names; in the same form it needs no new settings."""
        options, first = self._options(table), chosen[0]
        mapped = {one_line(header) for header in (*options.columns, *options.counts)}
        names = [*former, *dict.fromkeys(one.path.name for one in chosen)]
        if not mapped or not mapped <= set(first.headers):
            said = {"file": one_line(first.key), "table": self._title(table), "other": one_line(former[0])}
            self.remarks.append(self.language.text("suggest.other_form", **said))
            return
        self.taken |= {one.path.name for one in chosen}
        self.draft.add(("tables", table, "files"), names)
        self._one(table, first, options.model_copy(update={"file": None, "files": names}))

    def _of_other_rounds(self, table: str) -> list[str]:
        """Return the files that the settings name for a table, or that have its name in other rounds."""
        rounds = [path for path in self.lists.folder.parent.iterdir() if path.is_dir() and path != self.lists.folder]
        own = [table + ending for ending in ENDINGS if any((path / (table + ending)).is_file() for path in rounds)]
        return self._options(table).names or own

    def _beside(self, table: str, base: Listed, found: Sequence[Listed], alike: Sequence[Listed]) -> None:
        """Add lists beside one that is read already: as parts of it, as other meetings or services, or not at all."""
        if name_says(table, [base, *found], self.lists.dictionary, self._options(table).values.get("service")):
            self._others_apart(table, found)
            return
        names: list[str] = []
        for one in (one for one in found if one.path.name not in self.taken):  # no sheet can be left aside
            parts = one in alike and one.path != base.path and not self._options(table).sheets
            choices = [Choice(ALL, self.language.text("suggest.parts"))] if parts else []
            if self._asked_beside(table, base, one, choices):
                names.append(one.path.name)
        if names:
            self.draft.add(("tables", table, "files"), [*(self._options(table).names or [base.path.name]), *names])

    def _asked_beside(self, table: str, base: Listed, one: Listed, choices: list[Choice], why: str = "") -> bool:
        """Ask whether a list is part of one read already, and return the answer."""
        said = {"file": one_line(one.key), "table": self._title(table), "other": one_line(base.path.name)}
        text = f"{why} {self.language.text('suggest.questions.beside', **said)}".strip()
        if one.path.name not in self.taken:
            choices = [*choices, Choice(IGNORE, self.language.text("suggest.ignore"))]
        answer = self.draft.ask(Question(f"{one.key}|{table}|beside", text, tuple(choices)))
        if answer == IGNORE:
            self.ignored.append(one.path.name)
        elif answer is None:
            self.remarks.append(text)
        return answer == ALL

    def _others_apart(self, table: str, found: Sequence[Listed]) -> None:
        """Add meetings or services to those read already; ask if that is not certain."""
        options = self._options(table)
        paths = _files(self.lists.folder, table, options)
        read = [one for path in paths if (one := self.lists.mapped(path, table, options))]
        added: list[Listed] = []
        for one in found:
            choices, why = [Choice(ALL, self.language.text(f"suggest.another.{table}"))], ""
            try:
                self._together(table, read, [*added, one])
            except ApartError as error:
                choices, why = [], self.language.text(f"suggest.apart.{error.rule}")
            copied = any(same_rows([other, one]) for other in (*read, *added))
            certain = not (why or copied or renames([other.path.name for other in read], options))
            if certain or self._asked_beside(table, read[0], one, choices, why):
                added.append(one)
        if added:
            self._add_apart(table, self._together(table, read, added), added)

    def _parts(self, table: str, found: Sequence[Listed]) -> Sequence[Listed] | None:
        """Return lists in the same form that are parts of one list; None if they are separate.

        If their names are periods, or they share rows, the one chosen by the user is returned.
        """
        in_one = len({one.path for one in found}) == 1
        if table == "attendance":
            return found if in_one else None
        if name_says(table, found, self.lists.dictionary):
            return None
        if not in_one and len({one.path for one in found}) < len(found):
            return None
        if are_periods([one.sheet if in_one else one.path.stem for one in found]) or same_rows(found):
            return self._chosen(table, found, after=[Choice(ALL, self.language.text("suggest.parts"))])
        return found

    def _apart(self, table: str, found: Sequence[Listed]) -> Sequence[Listed]:
        """Return the list chosen if lists of one meeting or service each differ, or may be copies.

        Lists that form one table are added to the draft, and nothing is returned.
        """
        former = self._of_other_rounds(table)
        try:
            draft = self._together(table, [], found)
        except ApartError as error:
            return self._chosen(table, found, why=self.language.text(f"suggest.apart.{error.rule}"))
        if same_rows(found) or renames(former, self._options(table)):
            all_of_them = Choice(ALL, self.language.text(f"suggest.each.{table}"))
            chosen = self._chosen(table, found, before=[all_of_them])
            if len(chosen) < len(found):
                return chosen
        self._add_apart(table, draft, found)
        return []

    def _together(self, table: str, read: Sequence[Listed], new: Sequence[Listed]) -> Draft:
        """Return a draft in which separate lists form one table; raises ``ApartError`` if that is impossible."""
        own = [line for line in self.draft.lines if line.place[:2] == ("tables", table)]
        former = Draft(self.draft.answers, own)

        def propose(one: Listed, options: TableFile, draft: Draft) -> Mapping[str, str]:
            given = (TABLES[table], one, options, self.lists.dictionary, self.language, draft)
            return OneList(*given).propose()

        names = self._of_other_rounds(table)
        return together(table, read, new, self._options(table), names, former, propose)

    def _add_apart(self, table: str, draft: Draft, new: Sequence[Listed]) -> None:
        """Add a draft for lists that form one table, replacing the lines proposed for those read already."""
        self.taken |= {one.path.name for one in new}
        note = self.language.text(f"suggest.by_name.{table}")
        kept = [line for line in self.draft.lines if line.place[:2] != ("tables", table)]
        lines = [replace(line, comment=note) if line.place[2] == "from_sheet" else line for line in draft.lines]
        self.draft.lines[:] = [*kept, *lines]
        self.draft.questions += draft.questions

    def _chosen(
        self,
        table: str,
        found: Sequence[Listed],
        *,
        before: Sequence[Choice] = (),
        after: Sequence[Choice] = (),
        why: str = "",
    ) -> Sequence[Listed]:
        """Ask which list to use, or all as parts of one; return nothing and add a remark while unanswered."""
        choices = [*before, *(Choice(one.key, self._instead(one, found)) for one in found), *after]
        names = ", ".join(one_line(one.key) for one in found)
        text = self.language.text("suggest.questions.which", table=self._title(table), files=names)
        text = f"{why} {text}".strip()
        answer = self.draft.ask(Question(f"{table}|{'|'.join(one.key for one in found)}", text, tuple(choices)))
        if answer is None:
            self.remarks.append(text)
            return []
        if answer == ALL:
            return found
        kept = [one for one in found if one.key == answer]
        self.ignored += [one.path.name for one in found if one not in kept]
        return kept

    def _instead(self, one: Listed, found: Sequence[Listed]) -> str:
        """Return the label of a list to choose, with the number of files then ignored."""
        others = len({other.path for other in found} - {one.path})
        if not others:
            return one_line(one.key)
        return self.language.text("suggest.instead", file=one_line(one.key), number=others)

    def _where(self, table: str, chosen: Sequence[Listed]) -> TableFile:
        """Add lines for file and sheet, and return the settings with which the list is read."""
        first = chosen[0]
        self.taken |= {one.path.name for one in chosen}
        files = list(dict.fromkeys(one.path.name for one in chosen))
        said: dict[str, object] = {"file": files[0]} if len(files) == 1 else {"files": files}
        if first.several:
            numbers = [one.options.sheet for one in chosen]
            sheets = [
                one.sheet if can_be_named(one.sheet) else number for one, number in zip(chosen, numbers, strict=True)
            ]
            if len(files) == 1 and len(chosen) > 1:
                said["sheets"] = sheets
                if table == "attendance":
                    said["from_sheet"] = {"event": "name"}
            else:
                said["sheet"] = sheets[0]
        if table == "services" and len(chosen) > 1:
            column = named_after(chosen, self.lists.dictionary, self.language, self.draft)
            said |= {"from_sheet": {column: "file" if len(files) > 1 else "name"}} if column else {}
        if first.options.encoding:
            said["encoding"] = first.options.encoding
        for key, value in said.items():
            note = self.language.text("suggest.each_sheet") if value == {"event": "name"} else ""
            self.draft.add(("tables", table, key), value, note)
        return TableFile.model_validate(said)

    def _one(self, table: str, one: Listed, options: TableFile) -> None:
        mapping = OneList(TABLES[table], one, options, self.lists.dictionary, self.language, self.draft).propose()
        header = next((header for header, column in mapping.items() if column == "level"), None)
        if table == "staff" and header is not None:
            self.levels = sorted({one_line(str(cell)) for cell in one.raw.cells[header].dropna()})

    def _order_of_levels(self) -> None:
        """Ask for the order of the staff's levels, one after the other, if the settings do not give it."""
        if self.organisation.levels or not 2 <= len(self.levels) <= MOST_LEVELS:
            return
        left, ordered = list(self.levels), list[str]()
        while len(left) > 1:
            text = self.language.text(f"suggest.questions.{'next_level' if ordered else 'top_level'}")
            choices = tuple(Choice(one, one) for one in left)
            answer = self.draft.ask(Question(f"levels|{'|'.join(ordered)}|{'|'.join(left)}", text, choices))
            if answer is None:
                self.draft.add(("levels",), None, self.language.text("suggest.levels"))
                return
            ordered.append(answer)
            left.remove(answer)
        self.draft.add(("levels",), [*ordered, *left])

    def _options(self, table: str) -> TableFile:
        return self.organisation.tables.get(cast("TableName", table), TableFile())

    def _title(self, table: str) -> str:
        return self.language.text(f"tables.{table}")


def _mapped(path: Path, table: str, options: TableFile, dictionary: Words) -> Listed | None:
    try:
        raw = read_best(path, options, table, dictionary)
    except UnreadableError:
        return None
    return Listed(path, raw, raw.detected.get("sheet", ""), False, options)


def _sheets(options: TableFile) -> list[str]:
    """Return the sheets that the settings name; a single empty name for none, all, or numbers."""
    named = options.sheets if isinstance(options.sheets, list) else [options.sheet] if options.sheet else []
    return [str(one).strip() for one in named] if named and all(isinstance(one, str) for one in named) else [""]


def _files(folder: Path, table: str, options: TableFile) -> list[Path]:
    names = options.names or [table + ending for ending in ENDINGS]
    found = [path for path in (inside(folder, name) for name in names) if path.is_file()]
    return found if options.names else found[:1]
