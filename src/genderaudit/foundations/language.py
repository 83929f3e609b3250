"""Texts, numbers and dates in one language. The only module that formats anything for people."""

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

from genderaudit.foundations.errors import AuditError, join_errors, known_names, wrong_call
from genderaudit.foundations.layers import layered
from genderaudit.foundations.precision import PAY_UNITS, SMALLEST_P, WHOLE_AMOUNTS_FROM, Approximate, printed
from genderaudit.foundations.spoken import FOLDER, languages
from genderaudit.foundations.workspace import OwnTemplates, own_templates

__all__ = ["MINUS", "UNITS", "Language", "language", "languages", "suite_language"]

MINUS = "\N{MINUS SIGN}"
UNITS = (
    "share", "gap", "difference", "ratio", "index", "score", "effect", "count", "seats", "amount", "hours", "years",
    "band", "asked", "whole", "confidence", "points", "p", "pay_unit", "year", "years_range", "women", "men", "date",
)  # fmt: skip
"""Units that may follow the colon of a placeholder; they decide how the value is written."""
_FULL_STOP = re.compile(r"\.(?=\s|$)")


def language(code: str) -> Language:
    """Return the language with this code, with the workspace's own texts; ``AuditError`` lists the known ones."""
    if code not in languages():
        raise AuditError("no_language", language=code, near=known_names(code, languages()))
    return _language(code, own_templates())


def suite_language(code: str) -> Language:
    """Return the suite's language without a workspace's texts, which may be faulty; English for an unknown code."""
    return _language(code if (FOLDER / code).is_dir() else "en", None)


@lru_cache(maxsize=16)
def _language(code: str, own: OwnTemplates | None) -> Language:
    layers = layered(f"language/{code}.yml", own)
    if layers.faults:
        raise join_errors(layers.faults)
    return Language(code, layers.data if isinstance(layers.data, dict) else {})


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
        """Return the text at ``key`` with ``values`` filled in; plural forms are chosen by the value ``number``."""
        return self._fill(key, values, escaping=False)

    def html(self, key: str, /, **values: Any) -> Markup:
        """Return the text as ``text``, with every value escaped for HTML."""
        return Markup(self._fill(key, values, escaping=True))

    def has(self, key: str) -> bool:
        """Return true if there is a text or section at ``key``."""
        return self._node(key) is not None

    def with_texts(self, texts: Mapping[str, Any]) -> Language:
        """Return this language with further texts, which have no placeholders; existing texts are kept."""
        return Language(self.code, _merged(self._texts, texts))

    def without_texts(self, section: str, name: str) -> Language:
        """Return this language without one name's texts in a section."""
        texts = {key: text for key, text in self._texts[section].items() if key != name}
        return Language(self.code, {**self._texts, section: texts})

    def in_words(self, own: Mapping[str, str]) -> Language:
        """Return this language with an organisation's own words for the groups of indicators (indicator → word)."""
        indicators = dict(self._texts["indicators"])
        for name, word in own.items():
            within = word if word[:2].isupper() else word[:1].lower() + word[1:]
            title = self.text(f"indicators.{name}.title_in", word=within)
            words = {"title": title, "groups_are": word[:1].upper() + word[1:]}
            indicators[name] = {**indicators[name], **{key: _escape_braces(text) for key, text in words.items()}}
        return Language(self.code, {**self._texts, "indicators": indicators})

    def keys(self, key: str) -> list[str]:
        """Return the names below ``key``, in the file's order."""
        node = self._node(key)
        return list(node) if isinstance(node, Mapping) else []

    def leaves(self) -> Iterator[tuple[str, str]]:
        """Yield every key with its text."""
        yield from _leaves("", self._texts)

    def listed(self, parts: Iterable[str]) -> str:
        """Join parts with the separator of this language."""
        return self.text("tables_text.between").join(parts)

    def figure(self, value: float | None, unit: str) -> str:
        """Format a number of the audit with its unit; ``None`` is a dash."""
        if value is None:
            return self.text("pay_units.unknown") if unit == "pay_unit" else "–"
        if isinstance(value, Approximate):
            return self.text("units.about", figure=self.figure(float(value), unit))
        value = printed(value, unit)
        match unit:
            case "share":
                return self._percent(value, "#,##0.0")
            case "band":
                return self._percent(value, "#,##0")
            case "gap" | "asked":  # a whole per cent stays without decimal, as for few people, quotas and targets
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
            case "women" | "men":  # with the noun, e.g. 3 women
                return self.text(f"units.{unit}", number=value)
            case "count" | "seats":  # mean numbers of people are written as whole numbers, too
                return self._decimal(value, "#,##0")
            case _:
                return self._decimal(value, "#,##0.#")

    def money(self, amount: float | None, code: str | None) -> str:
        """Format an amount with its currency, where that is known."""
        figure = self.figure(amount, "amount")
        return f"{figure}\N{NO-BREAK SPACE}{self.currency(code)}" if code and amount is not None else figure

    def currency(self, code: str) -> str:
        """Return a currency's sign as people of this language write it: F CFA for XOF."""
        return str(get_currency_symbol(code, self._locale))

    def date(self, value: dt.date) -> str:
        """Format a date in words, e.g. 30 June 2025."""
        return self._with_first_of_month(str(format_date(value, "long", locale=self._locale)))

    def day_and_month(self, day: int, month: int) -> str:
        """Format a day without its year in words, e.g. 5 April."""
        return self._with_first_of_month(str(format_skeleton("MMMMd", dt.date(2000, month, day), locale=self._locale)))

    def month(self, value: dt.date) -> str:
        """Format the month of a date in words, e.g. June 2025."""
        return str(format_skeleton("yMMMM", value, locale=self._locale))

    def _with_first_of_month(self, day: str) -> str:
        """Replace the first day of a month by the language's word (French *1er*), which CLDR does not know."""
        return re.sub(r"^1(?= )", self.text("first_of_month"), day)

    def list(self, items: list[str]) -> str:
        """Join items as in a sentence: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self.text("units.list_end", items=", ".join(items[:-1]), last=items[-1])

    def _percent(self, value: float, digits: str) -> str:
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", digits)
        return str(format_percent(value, _parsed(pattern), locale=self._locale)).replace("-", MINUS)

    def _decimal(self, value: float, pattern: str) -> str:
        return str(format_decimal(value, _parsed(pattern), locale=self._locale)).replace("-", MINUS)

    def _fill(self, key: str, values: Mapping[str, Any], *, escaping: bool) -> str:
        """Fill placeholders such as ``{n:count}``: the format is a unit of ``figure``, or ``date``; ``None`` is a dash.

        A value that ends with a full stop (*Tél.*) takes the place of the sentence's own.
        """
        parts: list[str] = []
        for literal, name, unit in self._parts(self._template(key, values)):
            parts.append(literal[1:] if parts and parts[-1].endswith(".") and _FULL_STOP.match(literal) else literal)
            if name is not None:
                text = self._value_text(values.get(name), unit)
                parts.append(str(escape(text)) if escaping else str(text))
        return "".join(parts)

    def _value_text(self, value: Any, unit: str) -> Any:
        if not unit:
            return value if isinstance(value, Markup) else "–" if value is None else str(value)
        return self.date(value) if unit == "date" else self.figure(value, unit)

    def _parts(self, template: str) -> Sequence[tuple[str, str | None, str]]:
        """Return each literal with the name and the unit of the placeholder after it.

        Raises ``AuditError`` for a name with attribute or index access.
        """
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


def _escape_braces(text: str) -> str:
    """Escape braces, so that no part of the text is a placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _merged(node: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(node)
    for name, text in more.items():
        if isinstance(text, Mapping):
            merged[name] = _merged(merged.get(name, {}), text)
        else:
            merged.setdefault(name, _escape_braces(text))
    return merged


def _leaves(prefix: str, node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from _leaves(f"{prefix}.{name}" if prefix else name, child)
    else:
        yield prefix, node
