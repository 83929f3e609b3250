"""A proposal for all lists of a round: one list per table, in one or several files and sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from genderaudit.foundations.language import Language
from genderaudit.intake.contract import TABLES
from genderaudit.intake.files import own_workbooks
from genderaudit.intake.files.readers import ENDINGS
from genderaudit.intake.proposals.lists_apart import (
    ApartError,
    ask_column_of_names,
    merge_lists,
    named_by_subject,
    would_rename_meeting,
)
from genderaudit.intake.proposals.lists_read import Lists, files_of_table, sheet_names
from genderaudit.intake.proposals.model import AnswerOption, Draft, OpenQuestion, Proposal
from genderaudit.intake.proposals.names import TABLE_PRIORITY, are_periods, can_be_named
from genderaudit.intake.proposals.one_list import OneList
from genderaudit.intake.proposals.recognise import Listed, same_rows, tables_of
from genderaudit.intake.raw import one_line
from genderaudit.intake.round.unread import unread
from genderaudit.methodology.organisation import Organisation, TableFile, TableName

IGNORE, ALL = ":ignore", ":all"
"""Answers that are not the name of a table or list."""
TABLES_OFFERED = (*TABLE_PRIORITY, "documents", "interviews", "workshops")
"""Tables offered as answers for a list that is not recognised."""
MOST_LEVELS = 12
"""Maximum number of distinct words in a column of levels for which their order is asked."""


def propose(
    lists: Lists, organisation: Organisation, language: Language, answers: Mapping[str, str | None] | None = None
) -> Proposal:
    """Return the settings missing from ``organisation.yml`` for the lists of the round.

    ``answers``: question → value, for the questions answered so far.
    """
    round_proposal = _RoundProposal(lists, organisation, language, Draft(answers or {}))
    round_proposal.add_all()
    return Proposal(
        tuple(round_proposal.draft.lines), tuple(round_proposal.remarks), tuple(round_proposal.draft.questions)
    )


@dataclass(slots=True)
class _RoundProposal:
    lists: Lists
    organisation: Organisation
    language: Language
    draft: Draft
    remarks: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Files to ignore, unless another sheet of them is read."""
    files_read: set[str] = field(default_factory=set)
    """Files from which at least one list is read."""
    levels: list[str] = field(default_factory=list)
    """Distinct levels of the staff list."""
    lists_read: dict[str, list[Listed]] = field(default_factory=dict)
    """Table → lists that it reads by the current settings."""

    def add_all(self) -> None:
        """Add all lines, remarks and questions."""
        used = set(self._add_missing_settings())
        new: dict[str, list[Listed]] = {}
        for listed in self._unread_lists(used):
            if table := self._table_of(listed):
                new.setdefault(table, []).append(listed)
        for table in TABLES:
            if table in new:
                self._add_new_lists(table, new[table])
        self._ask_order_of_levels()
        if aside := [name for name in dict.fromkeys(self.ignored) if name not in self.files_read]:
            self.draft.add(("ignore",), [*self.organisation.ignore, *aside])

    def _add_missing_settings(self) -> Iterator[tuple[str, str]]:
        """Propose missing settings for lists read already; yield their files and sheets (empty sheet: all)."""
        for name in TABLES:
            options = self._options(name)
            for place, path in enumerate(files_of_table(self.lists.folder, name, options)):
                for sheet in sheet_names(options):
                    yield path.name, sheet
                self.files_read.add(path.name)
                listed = self.lists.of_table(path, name, options) if not place else None
                if listed is None or (listed.raw.own is not None and listed.raw.detected.get("workbook") == "own"):
                    continue
                self.lists_read[name] = [listed]
                if listed.options.encoding and not options.encoding:
                    self.draft.add(("tables", name, "encoding"), listed.options.encoding)
                self._add_list(name, listed, listed.options)

    def _unread_lists(self, used: set[tuple[str, str]]) -> Iterator[Listed]:
        """Yield lists that no table reads yet."""
        whole = {name for name, sheet in used if not sheet}
        unread_paths = unread(self.lists.folder, whole, self.organisation.ignore).lists
        own_names = [*own_workbooks.INTAKE_FILES, *own_workbooks.FILE_NAMES.values()]
        for path in unread_paths:
            if path.is_symlink() or path.suffix.lower() not in ENDINGS or any(map(path.match, own_names)):
                continue
            if not can_be_named(path.name):
                self.remarks.append(self.language.text("suggest.rename", file=one_line(path.name)))
                continue
            if not self.lists.in_file(path):
                self._ask_to_ignore(path)
            lists = [listed for listed in self.lists.in_file(path) if (path.name, listed.sheet) not in used]
            recognised = [listed for listed in lists if tables_of(listed, self.lists.dictionary)]
            yield from recognised or lists[:1]  # sheets of notes and graphs beside a list are not lists

    def _ask_to_ignore(self, path: Path) -> None:
        """Ask whether an empty, broken or too large file is to be ignored; else it must be repaired first."""
        text = self.language.text("suggest.questions.unreadable", file=one_line(path.name))
        choices = (AnswerOption(IGNORE, self.language.text("suggest.ignore")),)
        if self.draft.ask(OpenQuestion(f"{path.name}|unreadable", text, choices)):
            self.ignored.append(path.name)
        else:
            self.remarks.append(text)

    def _table_of(self, listed: Listed) -> str | None:
        """Return the table of a list, by its columns and names, or as answered; None if open or ignored."""
        if len(likely := tables_of(listed, self.lists.dictionary)) == 1:
            return likely[0]
        tables = [*likely, *(name for name in TABLES_OFFERED if name not in likely)] if likely else list(TABLES_OFFERED)
        choices = [AnswerOption(name, self._title(name)) for name in tables]
        choices.append(AnswerOption(IGNORE, self.language.text("suggest.ignore")))
        text = self.language.text("suggest.questions.table", file=one_line(listed.key))
        answer = self.draft.ask(OpenQuestion(f"{listed.key}|table", text, tuple(choices)))
        if answer is None:
            names = ", ".join(self._title(name) for name in likely)
            key = "which_table" if likely else "not_proposed"
            self.remarks.append(self.language.text(f"suggest.{key}", file=one_line(listed.key), tables=names))
        elif answer == IGNORE:
            self.ignored.append(listed.path.name)
        return answer if answer in TABLES else None

    def _add_new_lists(self, table: str, lists: Sequence[Listed]) -> None:
        """Add lines for new lists of a table: the only one, all as parts of one, or the one chosen."""
        before = self.lists_read.get(table, [])
        base = [*before, *lists][0]
        same_headers = [listed for listed in lists if set(listed.headers) == set(base.headers)]
        if before:
            self._add_beside_read(table, before[0], lists, same_headers)
            return
        chosen = lists
        if len(lists) > 1:
            parts = self._parts_of_one_list(table, lists) if len(same_headers) == len(lists) else None
            if parts is None:
                are_separate = named_by_subject(table, lists, self.lists.dictionary)
                parts = self._add_separate_lists(table, lists) if are_separate else self._choose_list(table, lists)
            chosen = parts
        if not chosen:
            return
        former = self._files_of_other_rounds(table)
        if former:
            self._add_next_round(table, former, chosen)
        else:
            self._add_list(table, chosen[0], self._add_files_and_sheets(table, chosen))

    def _add_next_round(self, table: str, former: Sequence[str], chosen: Sequence[Listed]) -> None:
        """Add a list whose predecessors in other rounds have other names; in the same form it needs no new settings."""
        options, first = self._options(table), chosen[0]
        mapped = {one_line(header) for header in (*options.columns, *options.counts)}
        names = [*former, *dict.fromkeys(listed.path.name for listed in chosen)]
        if not mapped or not mapped <= set(first.headers):
            text_values = {"file": one_line(first.key), "table": self._title(table), "other": one_line(former[0])}
            self.remarks.append(self.language.text("suggest.other_form", **text_values))
            return
        self.files_read |= {listed.path.name for listed in chosen}
        self.draft.add(("tables", table, "files"), names)
        self._add_list(table, first, options.model_copy(update={"file": None, "files": names}))

    def _files_of_other_rounds(self, table: str) -> list[str]:
        """Return the files that the settings name for a table, or that have its name in other rounds."""
        rounds = [path for path in self.lists.folder.parent.iterdir() if path.is_dir() and path != self.lists.folder]
        default_names = [
            table + ending for ending in ENDINGS if any((path / (table + ending)).is_file() for path in rounds)
        ]
        return self._options(table).names or default_names

    def _add_beside_read(
        self, table: str, base: Listed, lists: Sequence[Listed], same_headers: Sequence[Listed]
    ) -> None:
        """Add lists beside one that is read already: as parts of it, as other meetings or services, or not at all."""
        if named_by_subject(table, [base, *lists], self.lists.dictionary, self._options(table).values.get("service")):
            self._add_to_separate_lists(table, lists)
            return
        names: list[str] = []
        new_files = [listed for listed in lists if listed.path.name not in self.files_read]
        for listed in new_files:  # ``ignore`` cannot name a sheet of a file that is read
            parts = listed in same_headers and listed.path != base.path and not self._options(table).sheets
            choices = [AnswerOption(ALL, self.language.text("suggest.parts"))] if parts else []
            if self._ask_if_part(table, base, listed, choices):
                names.append(listed.path.name)
        if names:
            self.draft.add(("tables", table, "files"), [*(self._options(table).names or [base.path.name]), *names])

    def _ask_if_part(
        self, table: str, base: Listed, listed: Listed, choices: list[AnswerOption], why: str = ""
    ) -> bool:
        """Ask whether a list is part of one read already, and return the answer."""
        text_values = {
            "file": one_line(listed.key),
            "table": self._title(table),
            "other": one_line(base.path.name),
        }
        text = f"{why} {self.language.text('suggest.questions.beside', **text_values)}".strip()
        if listed.path.name not in self.files_read:
            choices = [*choices, AnswerOption(IGNORE, self.language.text("suggest.ignore"))]
        answer = self.draft.ask(OpenQuestion(f"{listed.key}|{table}|beside", text, tuple(choices)))
        if answer == IGNORE:
            self.ignored.append(listed.path.name)
        elif answer is None:
            self.remarks.append(text)
        return answer == ALL

    def _add_to_separate_lists(self, table: str, lists: Sequence[Listed]) -> None:
        """Add meetings or services to those read already; ask if that is not certain."""
        options = self._options(table)
        paths = files_of_table(self.lists.folder, table, options)
        lists_read = [listed for path in paths if (listed := self.lists.of_table(path, table, options))]
        added: list[Listed] = []
        for listed in lists:
            choices, why = [AnswerOption(ALL, self.language.text(f"suggest.another.{table}"))], ""
            try:
                self._draft_of_separate_lists(table, lists_read, [*added, listed])
            except ApartError as error:
                choices, why = [], self.language.text(f"suggest.apart.{error.rule}")
            copied = any(same_rows([other, listed]) for other in (*lists_read, *added))
            certain = not (why or copied or would_rename_meeting([other.path.name for other in lists_read], options))
            if certain or self._ask_if_part(table, lists_read[0], listed, choices, why):
                added.append(listed)
        if added:
            self._replace_lines(table, self._draft_of_separate_lists(table, lists_read, added), added)

    def _parts_of_one_list(self, table: str, lists: Sequence[Listed]) -> Sequence[Listed] | None:
        """Return lists in the same form that are parts of one list; None if they are separate.

        If their names are periods, or they share rows, the one chosen by the user is returned.
        """
        in_one = len({listed.path for listed in lists}) == 1
        if table == "attendance":
            return lists if in_one else None
        if named_by_subject(table, lists, self.lists.dictionary):
            return None
        if not in_one and len({listed.path for listed in lists}) < len(lists):
            return None
        if are_periods([listed.sheet if in_one else listed.path.stem for listed in lists]) or same_rows(lists):
            return self._choose_list(table, lists, after=[AnswerOption(ALL, self.language.text("suggest.parts"))])
        return lists

    def _add_separate_lists(self, table: str, lists: Sequence[Listed]) -> Sequence[Listed]:
        """Return the list chosen if lists of one meeting or service each differ, or may be copies.

        Lists that form one table are added to the draft, and nothing is returned.
        """
        former = self._files_of_other_rounds(table)
        try:
            draft = self._draft_of_separate_lists(table, [], lists)
        except ApartError as error:
            return self._choose_list(table, lists, why=self.language.text(f"suggest.apart.{error.rule}"))
        if same_rows(lists) or would_rename_meeting(former, self._options(table)):
            all_of_them = AnswerOption(ALL, self.language.text(f"suggest.each.{table}"))
            chosen = self._choose_list(table, lists, before=[all_of_them])
            if len(chosen) < len(lists):
                return chosen
        self._replace_lines(table, draft, lists)
        return []

    def _draft_of_separate_lists(self, table: str, lists_read: Sequence[Listed], new: Sequence[Listed]) -> Draft:
        """Return a draft in which separate lists form one table; raises ``ApartError`` if that is impossible."""
        table_lines = [line for line in self.draft.lines if line.place[:2] == ("tables", table)]
        former = Draft(self.draft.answers, table_lines)

        def propose(listed: Listed, options: TableFile, draft: Draft) -> Mapping[str, str]:
            arguments = (TABLES[table], listed, options, self.lists.dictionary, self.language, draft)
            return OneList(*arguments).propose()

        names = self._files_of_other_rounds(table)
        return merge_lists(table, lists_read, new, self._options(table), names, former, propose)

    def _replace_lines(self, table: str, draft: Draft, new: Sequence[Listed]) -> None:
        """Add a draft for lists that form one table, replacing the lines proposed for those read already."""
        self.files_read |= {listed.path.name for listed in new}
        note = self.language.text(f"suggest.by_name.{table}")
        other_lines = [line for line in self.draft.lines if line.place[:2] != ("tables", table)]
        lines = [replace(line, comment=note) if line.place[2] == "from_sheet" else line for line in draft.lines]
        self.draft.lines[:] = [*other_lines, *lines]
        self.draft.questions += draft.questions

    def _choose_list(
        self,
        table: str,
        lists: Sequence[Listed],
        *,
        before: Sequence[AnswerOption] = (),
        after: Sequence[AnswerOption] = (),
        why: str = "",
    ) -> Sequence[Listed]:
        """Ask which list to use, or all as parts of one; return nothing and add a remark while unanswered."""
        choices = [
            *before,
            *(AnswerOption(listed.key, self._choice_label(listed, lists)) for listed in lists),
            *after,
        ]
        names = ", ".join(one_line(listed.key) for listed in lists)
        text = self.language.text("suggest.questions.which", table=self._title(table), files=names)
        text = f"{why} {text}".strip()
        answer = self.draft.ask(
            OpenQuestion(f"{table}|{'|'.join(listed.key for listed in lists)}", text, tuple(choices))
        )
        if answer is None:
            self.remarks.append(text)
            return []
        if answer == ALL:
            return lists
        chosen = [listed for listed in lists if listed.key == answer]
        self.ignored += [listed.path.name for listed in lists if listed not in chosen]
        return chosen

    def _choice_label(self, listed: Listed, lists: Sequence[Listed]) -> str:
        """Return the label of a list to choose, with the number of files then ignored."""
        others = len({other.path for other in lists} - {listed.path})
        if not others:
            return one_line(listed.key)
        return self.language.text("suggest.instead", file=one_line(listed.key), number=others)

    def _add_files_and_sheets(self, table: str, chosen: Sequence[Listed]) -> TableFile:
        """Add lines for file and sheet, and return the settings with which the list is read."""
        first = chosen[0]
        self.files_read |= {listed.path.name for listed in chosen}
        files = list(dict.fromkeys(listed.path.name for listed in chosen))
        settings: dict[str, object] = {"file": files[0]} if len(files) == 1 else {"files": files}
        if first.several:
            numbers = [listed.options.sheet for listed in chosen]
            sheets = [
                listed.sheet if can_be_named(listed.sheet) else number
                for listed, number in zip(chosen, numbers, strict=True)
            ]
            if len(files) == 1 and len(chosen) > 1:
                settings["sheets"] = sheets
                if table == "attendance":
                    settings["from_sheet"] = {"event": "name"}
            else:
                settings["sheet"] = sheets[0]
        if table == "services" and len(chosen) > 1:
            column = ask_column_of_names(chosen, self.lists.dictionary, self.language, self.draft)
            settings |= {"from_sheet": {column: "file" if len(files) > 1 else "name"}} if column else {}
        if first.options.encoding:
            settings["encoding"] = first.options.encoding
        for key, value in settings.items():
            note = self.language.text("suggest.each_sheet") if value == {"event": "name"} else ""
            self.draft.add(("tables", table, key), value, note)
        return TableFile.model_validate(settings)

    def _add_list(self, table: str, listed: Listed, options: TableFile) -> None:
        mapping = OneList(TABLES[table], listed, options, self.lists.dictionary, self.language, self.draft).propose()
        header = next((header for header, column in mapping.items() if column == "level"), None)
        if table == "staff" and header is not None:
            self.levels = sorted({one_line(str(cell)) for cell in listed.raw.cells[header].dropna()})

    def _ask_order_of_levels(self) -> None:
        """Ask for the order of the staff's levels, one after the other, if the settings do not give it."""
        if self.organisation.levels or not 2 <= len(self.levels) <= MOST_LEVELS:
            return
        remaining, ordered = list(self.levels), list[str]()
        while len(remaining) > 1:
            text = self.language.text(f"suggest.questions.{'next_level' if ordered else 'top_level'}")
            choices = tuple(AnswerOption(one, one) for one in remaining)
            answer = self.draft.ask(OpenQuestion(f"levels|{'|'.join(ordered)}|{'|'.join(remaining)}", text, choices))
            if answer is None:
                self.draft.add(("levels",), None, self.language.text("suggest.levels"))
                return
            ordered.append(answer)
            remaining.remove(answer)
        self.draft.add(("levels",), [*ordered, *remaining])

    def _options(self, table: str) -> TableFile:
        return self.organisation.tables.get(cast("TableName", table), TableFile())

    def _title(self, table: str) -> str:
        return self.language.text(f"tables.{table}")
