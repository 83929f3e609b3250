"""Parsing of an own questionnaire's entries into statements and questions; every fault has its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from genderaudit.foundations.cleared import RULES
from genderaudit.foundations.errors import closest_names
from genderaudit.foundations.language import languages
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.cells import values
from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import one_line
from genderaudit.intake.survey.wordings import PARTICIPATION, SHEET_NUMBER
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.methodology.questionnaire import FEWEST_POINTS, MOST_POINTS, Item, Questionnaire, Scale, Several

AREAS = "ABCDEFGHIJKL"
KEYS = ("id", "area", "kind", "text", "answers", "codes", "scale", "reversed", "sensitive")
WHOLE = ("suite", "scale", "answers", "codes")
MOST_ENTRIES = 300
MOST_OPTIONS = 40
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_RANGE = re.compile(r"([01])\s*(?:-|–|à|to|a)\s*(\d{1,2})")
Entry = Mapping[str, Any]


class SheetWords(Record):
    """The file ``templates/intake/questionnaire_sheet.yml``."""

    columns: dict[str, list[str]]
    kinds: dict[str, list[str]]
    yes_or_no: list[str]


@cache
def sheet_words() -> SheetWords:
    """Return how a questionnaire's sheet may call its columns and kinds, as ``bare_words`` gives them."""
    read = load_model(TEMPLATES / "intake" / "questionnaire_sheet.yml", SheetWords)
    return SheetWords(
        columns=_bare(read.columns), kinds=_bare(read.kinds), yes_or_no=[*map(bare_words, read.yes_or_no)]
    )


def _bare(named: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(map(bare_words, words)) for name, words in named.items()}


class Reader:
    """Parser of one file's entries, which extend the suite's questionnaire; ``remarks`` collects what is wrong."""

    def __init__(self, suite: Questionnaire, speaks: Sequence[str]) -> None:
        self.remarks: list[Remark] = []
        self._suite, self._speaks = suite, speaks
        self._taken: set[str] = {column.name for column in TABLES["survey"].columns}
        self._taken |= {*suite.open, PARTICIPATION, SHEET_NUMBER, "items"}
        self._usual = Scale()

    def questionnaire_from(self, entries: Iterable[tuple[int, Entry]]) -> Questionnaire:
        """Return the questionnaire: the suite's statements unless left out, and the organisation's own."""
        (line, general), *own_entries = entries
        self._check_keys(line, "", general, WHOLE)
        suite = bare_words(general.get("suite", "all"))
        if suite not in ("all", "none"):
            self._fault("questionnaire_suite", line, "", given=general["suite"])
        self._usual = self._scale(line, "", general, Scale())
        if not own_entries or len(own_entries) > MOST_ENTRIES:
            self._fault("questionnaire_entries", line, "", most=float(MOST_ENTRIES))
        items = {item.id: item for item in self._suite.items} if suite == "all" else {}
        several: list[Several] = []
        for line, entry in own_entries[:MOST_ENTRIES]:
            match self._read(line, entry):
                case Item() as item:
                    items[item.id] = item
                case Several() as question:
                    several.append(question)
        in_order = sorted(items.values(), key=lambda item: item.area)
        return self._suite.model_copy(update={"items": in_order, "several": several})

    def _read(self, line: int, entry: Entry) -> Item | Several | None:
        """Return one entry, or None if it is not clear what it is."""
        name = str(entry.get("id", "")).strip()
        self._check_keys(line, name, entry, KEYS)
        if not _ID.fullmatch(name) or name.lower() in {one.lower() for one in self._taken}:
            self._fault("questionnaire_id", line, name)
            return None
        self._taken.add(name)
        suite_item = None if "area" in entry else self._suite.item(name)  # an entry with an area is a new statement
        if suite_item and not set(entry) - {"id"}:
            return suite_item
        area = str(entry.get("area", suite_item.area if suite_item else "")).strip()[:1].upper()
        if not area or area not in AREAS:
            self._fault("questionnaire_area", line, name, given=entry.get("area", ""))
            return None
        given = bare_words(entry.get("kind", "rating"))
        kind = next((kind for kind, words in sheet_words().kinds.items() if given in words), None)
        if kind is None:
            self._fault("questionnaire_kind", line, name, given=entry["kind"])
            return None
        text = self._text(line, name, entry.get("text"))
        if not text:
            return None
        if kind == "several":
            return self._several(line, name, area, text, entry)
        reverse = self._is_reversed(line, name, entry, suite_item)
        is_sensitive = bool(entry.get("sensitive") or (suite_item and suite_item.sensitive))
        scale = self._scale(line, name, entry, Scale() if suite_item else self._usual)
        item = Item(id=name, area=area, reverse=reverse, short=True, text=text, scale=scale)
        return item.model_copy(update={"sensitive": "violence"}) if is_sensitive else item

    def _several(self, line: int, name: str, area: str, text: dict[str, str], entry: Entry) -> Several | None:
        words = self._words(line, name, entry.get("answers"), MOST_OPTIONS)
        if not words:
            self._fault("questionnaire_answers", line, name, least=2.0, most=float(MOST_OPTIONS))
            return None
        number = len(next(iter(words.values())))
        codes = [str(code).strip() for code in entry.get("codes") or range(1, number + 1)]
        if len(codes) != number or len({*codes}) < number or not all(map(_CODE.fullmatch, codes)):
            self._fault("questionnaire_codes", line, name)
            return None
        return Several(id=name, area=area, text=text, options=codes, words=words)

    def _scale(self, line: int, name: str, entry: Entry, usual: Scale) -> Scale:
        """Return the scale of a statement: as given, by the number of its words, or the usual one."""
        words = self._words(line, name, entry.get("answers"), MOST_POINTS)
        codes = [str(code).strip() for code in entry.get("codes") or []]
        given = entry.get("scale")
        number = len(next(iter(words.values()))) if words else 0
        scale = self._scale_of(given) if given is not None else usual
        if scale is None:
            self._fault("questionnaire_scale", line, name, given=given)
            return usual
        if words and given is not None and number != scale.maximum:
            self._fault("questionnaire_answers", line, name, least=float(scale.maximum), most=float(scale.maximum))
            return usual
        maximum = number or scale.maximum
        if codes and len({*codes}) != maximum:
            self._fault("questionnaire_codes", line, name)
            return usual
        if not words and not codes:
            return scale
        return Scale(maximum=maximum, yes_no=scale.yes_no, words=words or scale.words, codes=codes or scale.codes)

    def _scale_of(self, given: object) -> Scale | None:
        """Return the scale for 5 (or 1-5), 0-10, yes_no (or true, as some editors write it); None for others."""
        word = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given).strip().lower()
        if bare_words(word.replace("_", " ").replace("/", " ")) in sheet_words().yes_or_no:
            return Scale(maximum=2, yes_no=True)
        span = _RANGE.fullmatch(word)
        first, last = (int(span[1]), int(span[2])) if span else (1, int(word) if word.isdecimal() else 0)
        maximum = last - first + 1
        if not FEWEST_POINTS <= maximum <= MOST_POINTS or len(word) > 10:
            return None
        return Scale(maximum=maximum, codes=[str(point) for point in range(first, last + 1)] if first == 0 else [])

    def _text(self, line: int, name: str, given: object) -> dict[str, str]:
        """Return the text by language; a text without language is in the organisation's first one."""
        texts = given if isinstance(given, Mapping) else {"": given} if given else {}
        by_language = {str(code) or self._speaks[0]: one_line(str(text)) for code, text in texts.items() if text}
        if not by_language:
            self._fault("questionnaire_text", line, name)
        if not self._is_clean(line, name, by_language, by_language.values()):
            return {}
        if lacking := [code for code in self._speaks if code not in by_language and by_language]:
            text_values = {"name": name, "lacking": ", ".join(lacking), "first": next(iter(by_language))}
            self.remarks.append(Remark("warning", "questionnaire_language", _rows(line), values=text_values))
        return by_language

    def _words(self, line: int, name: str, given: object, most: int) -> dict[str, list[str]]:
        """Return the words of points or options by language, the same number in each; empty after a fault."""
        if not given:
            return {}
        texts = given if isinstance(given, Mapping) else {"": given}
        lists: dict[str, Any] = {str(code) or self._speaks[0]: listed for code, listed in texts.items() if listed}
        by_language = {
            code: [one_line(str(word)) for word in listed] for code, listed in lists.items() if _is_list(listed)
        }
        numbers = {len(listed) for listed in by_language.values()}
        doubled = any(len(set(map(bare_words, listed))) < len(listed) for listed in by_language.values())
        if len(by_language) < len(lists) or len(numbers) != 1 or doubled or not 2 <= min(numbers) <= most:
            self._fault("questionnaire_answers", line, name, least=2.0, most=float(most))
            return {}
        clean = self._is_clean(line, name, by_language, [word for listed in by_language.values() for word in listed])
        return by_language if clean else {}

    def _is_clean(self, line: int, name: str, codes: Iterable[str], texts: Iterable[str]) -> bool:
        """Return True if the languages are known and the texts can be printed."""
        unknown = [code for code in codes if code not in languages()]
        if unknown:
            self._fault("questionnaire_unknown_language", line, name, given=unknown[0], known=", ".join(languages()))
        broken = next((rule for text in texts for rule, breaks in RULES.items() if breaks(text)), None)
        if broken:
            self._fault("questionnaire_not_printable", line, name)
        return not unknown and not broken

    def _is_reversed(self, line: int, name: str, entry: Entry, suite_item: Item | None) -> bool:
        given = entry.get("reversed")
        word = values.code(given).lower() if given is not None else ""
        if word and word not in yes_words() | no_words():
            self._fault("questionnaire_reversed", line, name, given=word)
        return word in yes_words() if word else bool(suite_item and suite_item.reverse)

    def _check_keys(self, line: int, name: str, entry: Entry, known: Sequence[str]) -> None:
        for key in entry:
            if key not in known:
                suggestions = ", ".join(closest_names(str(key), known)) or ", ".join(known)
                self._fault("questionnaire_key", line, name, given=key, near=suggestions)

    def _fault(self, rule: str, line: int, name: str, **text_values: object) -> None:
        """Record a fault; name and quoted texts are shortened, as they are shown in a terminal."""
        shown = {
            key: value if isinstance(value, float) else one_line(str(value))[:60] for key, value in text_values.items()
        }
        values = {"name": one_line(name)[:60] or "–", **shown}
        self.remarks.append(Remark("error", rule, _rows(line), values=values))


def _is_list(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(word, str | int | float) for word in given)


def _rows(line: int) -> tuple[int, ...]:
    """Return the line or row of an entry as a remark has it; none if the fault is of the whole file."""
    return (line,) if line else ()
