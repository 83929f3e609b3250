"""Proposed meanings of the codes of one list, and of words for answers to the questionnaire.

Ambiguous words are asked; a value seen fewer times than ``SAFE_TO_SHOW`` could be a person's own word and is
only counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from genderaudit.intake.contract import NO_PERSON, SAFE_TO_SHOW, Column
from genderaudit.intake.proposals.list_draft import LONGEST_SHOWN, MOST_SHOWN, ListDraft
from genderaudit.intake.proposals.model import AnswerOption
from genderaudit.intake.proposals.rows import words_seen
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.intake.vocabulary.drop_downs import WORDS
from genderaudit.methodology.method import methodology
from genderaudit.methodology.questionnaire import UNSURE, Scale


class CodesOfList(ListDraft):
    """Adds lines and questions for the codes of a list whose columns are known."""

    def propose(self, mapping: Mapping[str, str]) -> None:
        """Add lines for each column with codes, and for the questionnaire's items together."""
        for header, name in mapping.items():
            column = self.table.column(name)
            if self.table.name == "attendance" and name == "role":
                self._add_roles(header)
            if column is None or not (column.kind in ("sex", "boolean") or column.values):
                continue
            seen = words_seen(self.cells[header], self.options.codes.get(name, {}))
            accepted = {value.lower() for value in column.values}
            if column.kind == "boolean":
                accepted = set(yes_words() | no_words())
            shady = column.kind == "sex" and "h" in {word.lower() for word in seen}
            self._add_codes_of_column(
                name,
                column,
                {
                    word: n
                    for word, n in seen.items()
                    if word.lower() not in accepted or (shady and word.lower() == "m")
                },
                {word.lower() for word in seen},
            )
        if self.table.open_ended:
            self._add_answers()

    def _add_roles(self, header: str) -> None:
        """Add lines for common roles at meetings (delegates, guests); others keep their own names."""
        known = self.dictionary.codes.get("role", {})
        for word, number in words_seen(self.cells[header], self.options.codes.get("role", {})).items():
            if (meaning := known.get(bare_words(word))) and word != meaning:
                self._line(("codes", "role", word), meaning, self._count_text(number))

    def _add_answers(self) -> None:
        """Add lines for words used as answers to statements."""
        ids = [item.id for item in methodology().questionnaire.items if item.id in self.cells]
        accepted = {*Scale().points, *UNSURE, "-1", "-2"}
        counts: dict[str, int] = {}
        for name in ids:
            for word, number in words_seen(self.cells[name], self.options.codes.get("items", {})).items():
                counts[word] = counts.get(word, 0) + number
        self._add_codes_of_column("items", None, {w: n for w, n in counts.items() if w not in accepted}, set())

    def _add_codes_of_column(
        self, name: str, column: Column | None, unknown: Mapping[str, int], seen: set[str]
    ) -> None:
        place = "boolean" if column is not None and column.kind == "boolean" else name
        known, asked = self.dictionary.codes.get(place, {}), self.dictionary.ask.get(place, {})
        if place == "sex" and "f" in seen and "m" not in seen:
            known = {**known, "h": "M"}  # together with F, H can only be men
            asked = {word: meanings for word, meanings in asked.items() if word != "h"}
        rare = shown = 0
        fewest = column.shown_from if column is not None else SAFE_TO_SHOW
        for word, number in unknown.items():
            meaning, options = known.get(bare_words(word)), asked.get(bare_words(word))
            if len(word) > LONGEST_SHOWN or (meaning is None and options is None and number < fewest):
                rare += 1
                continue
            shown += 1
            if shown > MOST_SHOWN:
                rare += 1
            elif meaning is not None and options is None:
                self._line(("codes", name, word), _code(meaning, column), self._count_text(number))
            else:
                self._ask_code(name, word, number, column, options)
        if rare:
            self._line(("codes", name, ""), None, self.language.text("suggest.rare", number=rare))

    def _ask_code(
        self, name: str, word: str, number: int, column: Column | None, options: Mapping[str, object] | None
    ) -> None:
        """Add a line for an ambiguous or unknown word, and ask for its meaning."""
        count, value = self._count_text(number), None
        if column is not None and column.kind != "boolean" and number >= column.shown_from:
            codes = (*column.values, NO_PERSON) if name == "sex" else column.values
            choices = [AnswerOption(one, self._meaning(name, one, options)) for one in codes]
            text_values = {"word": word, "column": self._label(name), "count": count}
            _, value = self._ask(f"codes|{name}|{word}", "code", choices, **text_values)
        comment = f"{count}. {self._meanings_text(options)}" if options is not None else count
        self._line(("codes", name, word), value, count if value else comment)

    def _meaning(self, name: str, code: str, options: Mapping[str, object] | None) -> str:
        key = f"{'suggest.sexes' if name == 'sex' else WORDS.get(name, '')}.{code}"
        label = self.language.text(key) if self.language.has(key) else code
        words = (options or {}).get(code)
        return f"{label} ({', '.join(map(str, words))})" if isinstance(words, list) else label

    def _meanings_text(self, options: Mapping[str, object]) -> str:
        meanings = [f"{code} ({', '.join(map(str, words))})" for code, words in options.items()]  # type: ignore[call-overload]
        return self.language.text("suggest.ask", options=" / ".join(meanings))


def _code(meaning: str, column: Column | None) -> object:
    return meaning == "yes" if column is not None and column.kind == "boolean" else meaning
