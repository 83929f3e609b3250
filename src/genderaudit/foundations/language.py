"""Texts, numbers and dates of one language. The only place that formats anything for people."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern, format_decimal, format_percent, get_currency_symbol, parse_pattern
from markupsafe import Markup, escape

from genderaudit.foundations.errors import AuditError, known_names, several, wrong_call
from genderaudit.foundations.layers import layered
from genderaudit.foundations.precision import PAY_UNITS, SMALLEST_P, WHOLE_AMOUNTS_FROM, About, printed
from genderaudit.foundations.spoken import FOLDER, languages
from genderaudit.foundations.workspace import OwnTemplates, own_templates

__all__ = ["MINUS", "UNITS", "Language", "language", "languages", "suite_language"]

MINUS = "\N{MINUS SIGN}"
UNITS = (
    "share", "gap", "difference", "ratio", "index", "score", "effect", "count", "seats", "amount", "hours", "years",
    "band", "asked", "whole", "confidence", "points", "p", "pay_unit", "year", "years_range", "women", "men", "date",
)  # fmt: skip
"""What may stand after the colon of a placeholder: how the value is written."""
_FULL_STOP = re.compile(r"\.(?=\s|$)")


def language(code: str) -> Language:
    """The language with this code, a workspace's own texts laid over it; an error names those that exist."""
    if code not in languages():
        raise AuditError("no_language", language=code, near=known_names(code, languages()))
    return _language(code, own_templates())


def suite_language(code: str) -> Language:
    """The language as the suite has it, to speak of a workspace's texts that may be faulty; else English."""
    return _language(code if (FOLDER / f"{code}.yml").is_file() else "en", None)


@lru_cache(maxsize=16)
def _language(code: str, own: OwnTemplates | None) -> Language:
    found = layered(f"language/{code}.yml", own)
    if found.faults:
        raise several(found.faults)
    return Language(code, found.data if isinstance(found.data, dict) else {})


class Language:
    """One language file: ``text`` and ``html`` by key, ``figure`` for a number of the audit."""

    def __init__(self, code: str, texts: Mapping[str, Any]) -> None:
        self.code = code
        self._texts = texts
        try:
            self._locale = Locale.parse(texts.get("locale", code))
        except (ValueError, UnknownLocaleError):
            raise wrong_call(f"{code}.yml: locale must be a code such as en_GB or fr.") from None
        self.direction = self._locale.text_direction
        likely = get_global("likely_subtags").get(self._locale.language, "")
        territory = self._locale.territory or likely.rpartition("_")[2]
        self.tag = "-".join(filter(None, (self._locale.language, territory)))
        """Language and territory, as office programs name them: ``fr-FR``."""

    def text(self, key: str, /, **values: Any) -> str:
        """The text at ``key`` with ``values`` put in; a text with plural forms goes by ``number``."""
        return self._filled(key, values, escaping=False)

    def html(self, key: str, /, **values: Any) -> Markup:
        """As ``text``, safe for HTML: whatever comes from files is escaped."""
        return Markup(self._filled(key, values, escaping=True))

    def has(self, key: str) -> bool:
        """Whether there is something at ``key``."""
        return self._node(key) is not None

    def with_texts(self, texts: Mapping[str, Any]) -> Language:
        """This language with further texts, which have no placeholders; a text that it has stays as it is."""
        return Language(self.code, _merged(self._texts, texts))

    def without_texts(self, section: str, name: str) -> Language:
        """This language without the texts of one name in a section."""
        kept = {key: text for key, text in self._texts[section].items() if key != name}
        return Language(self.code, {**self._texts, section: kept})

    def in_words(self, own: Mapping[str, str]) -> Language:
        """This language with an organisation's own words for what the groups of an indicator are."""
        indicators = dict(self._texts["indicators"])
        for name, word in own.items():
            within = word if word[:2].isupper() else word[:1].lower() + word[1:]
            title = self.text(f"indicators.{name}.title_in", word=within)
            words = {"title": title, "groups_are": word[:1].upper() + word[1:]}
            indicators[name] = {**indicators[name], **{key: _literal(text) for key, text in words.items()}}
        return Language(self.code, {**self._texts, "indicators": indicators})

    def keys(self, key: str) -> list[str]:
        """Names below ``key``, in the file's order."""
        node = self._node(key)
        return list(node) if isinstance(node, Mapping) else []

    def leaves(self) -> Iterator[tuple[str, str]]:
        """Every key with its text."""
        yield from _leaves("", self._texts)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts one after the other, with what stands between them in this language."""
        return self.text("tables_text.between").join(parts)

    def figure(self, value: float | None, unit: str) -> str:
        """A number of the audit in the language's conventions, with its unit; ``None`` is a dash."""
        if value is None:
            return self.text("pay_units.unknown") if unit == "pay_unit" else "–"
        if isinstance(value, About):
            return self.text("units.about", figure=self.figure(float(value), unit))
        value = printed(value, unit)
        match unit:
            case "share":
                return self._percent(value, "#,##0.0")
            case "band":
                return self._percent(value, "#,##0")
            case "gap" | "asked":  # of fewer people in whole per cent; what a quota or target asks, mostly whole
                return self._percent(value, "#,##0.#")
            case "whole":  # a share of few units, or rounded to protect people
                return self._percent(value, "#,##0")
            case "confidence":
                return self._percent(value, "#,##0.###")
            case "difference":
                sign = "+" if value > 0 else ""
                return sign + self.text("units.points", number=100 * value, points=self._decimal(100 * value, "0.#"))
            case "points":
                return ("+" if value > 0 else "") + self._decimal(100 * value, "0.#")
            case "ratio" | "index" | "score" | "effect":
                return self._decimal(value, "0.00")
            case "p":
                return ("≤ " if value <= SMALLEST_P else "") + self._decimal(value, "0.00#")
            case "hours" | "years":
                return self._decimal(value, "#,##0.0")
            case "amount":
                return self._decimal(value, "#,##0" if abs(value) >= WHOLE_AMOUNTS_FROM else "#,##0.00")
            case "pay_unit":
                return self.text(f"pay_units.{PAY_UNITS[round(value)]}")
            case "year" | "years_range":
                return str(round(value))
            case "women" | "men":  # so many of them, in words
                return self.text(f"units.{unit}", number=value)
            case "count" | "seats":  # a mean number of people is one of people, too
                return self._decimal(value, "#,##0")
            case _:
                return self._decimal(value, "#,##0.#")

    def money(self, amount: float | None, code: str | None) -> str:
        """An amount with its currency, where that is known."""
        figure = self.figure(amount, "amount")
        return f"{figure}\N{NO-BREAK SPACE}{self.currency(code)}" if code and amount is not None else figure

    def currency(self, code: str) -> str:
        """A currency's sign, as people of this language write it: F CFA for XOF."""
        return str(get_currency_symbol(code, self._locale))

    def date(self, value: dt.date) -> str:
        """A date in words, e.g. 30 June 2025."""
        return self._first(str(format_date(value, "long", locale=self._locale)))

    def day_and_month(self, day: int, month: int) -> str:
        """A day without its year, in words: 5 April."""
        return self._first(str(format_skeleton("MMMMd", dt.date(2000, month, day), locale=self._locale)))

    def month(self, value: dt.date) -> str:
        """The month of a date in words, e.g. June 2025."""
        return str(format_skeleton("yMMMM", value, locale=self._locale))

    def _first(self, day: str) -> str:
        """The day with the first of a month as it is written: French has a word of its own that CLDR does not know."""
        return re.sub(r"^1(?= )", self.text("first_of_month"), day)

    def list(self, items: list[str]) -> str:
        """Items as a sentence lists them: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self.text("units.list_end", items=", ".join(items[:-1]), last=items[-1])

    def _percent(self, value: float, digits: str) -> str:
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", digits)
        return str(format_percent(value, _parsed(pattern), locale=self._locale)).replace("-", MINUS)

    def _decimal(self, value: float, pattern: str) -> str:
        return str(format_decimal(value, _parsed(pattern), locale=self._locale)).replace("-", MINUS)

    def _filled(self, key: str, values: Mapping[str, Any], *, escaping: bool) -> str:
        """``{n:count}`` and the like: the format is a unit of ``figure``, or ``date``; a hidden number is a dash.

        A value that ends with a full stop (*Tél.*) ends its sentence with it.
        """
        made: list[str] = []
        for literal, name, unit in self._parts(self._template(key, values)):
            made.append(literal[1:] if made and made[-1].endswith(".") and _FULL_STOP.match(literal) else literal)
            if name is not None:
                text = self._plain(values.get(name), unit)
                made.append(str(escape(text)) if escaping else str(text))
        return "".join(made)

    def _plain(self, value: Any, unit: str) -> Any:
        if not unit:
            return value if isinstance(value, Markup) else "–" if value is None else str(value)
        return self.date(value) if unit == "date" else self.figure(value, unit)

    def _parts(self, template: str) -> Sequence[tuple[str, str | None, str]]:
        """What is between the placeholders, with the name and the unit of the placeholder that follows."""
        parts = _parts_of(template)
        for _, name, _ in parts:
            if name is not None and not name.isidentifier():  # no attribute or index access from a text
                raise wrong_call(f"{self.code}.yml: a placeholder is a plain name, not {name!r}.")
        return parts

    def _template(self, key: str, values: Mapping[str, Any]) -> str:
        node = self._node(key)
        if isinstance(node, Mapping) and "other" in node:
            form = self._locale.plural_form(abs(values["number"]))
            node = node.get(form, node["other"])
        if not isinstance(node, str):
            raise wrong_call(f"{self.code}.yml has no text {key!r}.")
        return node

    def _node(self, key: str) -> Any:
        node: Any = self._texts
        for part in key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node


@cache
def _parsed(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@cache
def _parts_of(template: str) -> tuple[tuple[str, str | None, str], ...]:
    parsed = string.Formatter().parse(template)
    return tuple((literal, name, unit or "") for literal, name, unit, _ in parsed)


def _literal(text: str) -> str:
    """A text of which no part is a placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _merged(node: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(node)
    for name, text in more.items():
        if isinstance(text, Mapping):
            merged[name] = _merged(merged.get(name, {}), text)
        else:
            merged.setdefault(name, _literal(text))
    return merged


def _leaves(prefix: str, node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from _leaves(f"{prefix}.{name}" if prefix else name, child)
    else:
        yield prefix, node
