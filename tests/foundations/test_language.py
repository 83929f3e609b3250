"""The language files: alike in every language, complete for what the code asks, formatted as readers write."""

from __future__ import annotations

import ast
import datetime as dt
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import nbformat
import pytest

from genderaudit.disclosure import MARK
from genderaudit.foundations.days import DateFault
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.workspace import NOTEBOOKS, PHASES
from genderaudit.intake import TABLES
from genderaudit.intake.cells import numbers
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import PATTERNS
from genderaudit.methodology.organisation import Kind

SOURCE = Path(__file__).parents[2] / "src" / "genderaudit"
FORMS = {"zero", "one", "two", "few", "many", "other"}
NO_BREAK, NARROW = "\u00a0", "\u202f"
INVENTED = Language("en", {"a": "{name} has {n:count}", "b": {"one": "{number} day", "other": "{number} days"}})


class TestFrench:
    """What only French asks for; that languages are alike is a check of the method (``test_method_check.py``)."""

    def test_french_puts_a_no_break_space_before_high_punctuation(self):
        plain = re.compile(r"[^\u00a0\u202f\d/]([;?!»%]|:(?= ))")
        quoted = re.compile("«\u00a0[a-z_]+: [^»]+»")  # a line of organisation.yml is quoted as it is written
        words = {
            key: text for key, text in texts("fr").items() if not key.startswith("layout.examples.")
        }  # these are YAML
        assert [key for key, text in words.items() if plain.search(quoted.sub("", text))] == [], (
            "write U+00A0 before : ; ? ! and inside « » in these keys of templates/language/fr"
        )


class TestCompleteForTheCode:
    """A key that the code asks for and no file has would stop a run."""

    def test_every_key_written_out_in_the_code_exists(self):
        missing = {key for key, _ in literal_calls() if not language("en").has(key)}
        assert missing == set(), "write these keys into every language of templates/language, or correct them in src/"

    def test_every_placeholder_is_given_where_the_key_is_written_out(self):
        lacking, leaves = {}, list(language("en").leaves())
        for key, given in literal_calls():
            node = [text for name, text in leaves if name == key or name.startswith(f"{key}.")]
            asked = {name for text in node for name, _ in fields(text)}
            if given is not None and not asked <= given:
                lacking[key] = asked - given
        assert lacking == {}, "give these placeholders where the code asks for the key, or take them out of the texts"

    def test_every_family_that_the_code_builds_keys_from_exists(self):
        families = {prefix for prefix in built_keys() if not language("en").keys(prefix)}
        assert families == set(), (
            "the code builds keys that begin so: write them into every language of templates/language"
        )

    def test_what_the_method_chooses_from_is_named_in_words(self):
        method = methodology()
        keys = [f"resources.{entry.resources}" for entry in method.recommendations]
        for one in method.indicators.values():
            keys += [f"columns.n_{one.base}", f"columns.value_{one.unit}", f"bases.{one.base}"]
        keys += [f"patterns.{pattern}.{part}" for pattern in PATTERNS for part in ("name", "sentence")]
        keys += [f"kinds.{kind}" for kind in get_args(Kind)]
        keys += [f"tables.{name}" for name in TABLES]
        keys += [
            f"{family}.{phase}{part}" for phase in PHASES for family, part in (("phases", ".title"), ("method", ""))
        ]
        assert [key for key in keys if not language("en").has(key)] == [], (
            "write these keys into every language of templates/language"
        )

    def test_reasons_of_results_are_those_of_the_files(self):
        known = set(language("en").keys("reasons"))
        given = set(constants(SOURCE / "measures")) | set(constants(SOURCE / "conclusions" / "documents.py")) | {MARK}
        looks_like_one = {name for name in given if REASON.fullmatch(name)} - NO_REASONS
        assert looks_like_one - known == set(), (
            "write a text for these reasons under reasons in every language, or name them in NO_REASONS"
        )
        assert known - set(constants(SOURCE)) == set(), "no code gives these reasons: delete their texts"

    def test_rules_of_problems_are_those_of_the_files(self):
        known = set(language("en").keys("problems"))
        in_code = set(constants(SOURCE))
        built = {f"not_{kind}" for kind in ("a_number", "a_date", "yes_or_no", "a_birth_year")}
        built |= {f"unknown_{name}" for name in ("level", "area", "criterion", "what")}
        built |= {f"date_{fault}" for fault in (*get_args(DateFault), "other_order")}
        built |= {f"number_{fault}" for fault in (*get_args(numbers.NumberFault), "currency")}
        assert known - in_code - built == set(), "no code says these problems: delete their texts"
        assert raised_rules() - known == set(), "write what and fix for these problems under problems in every language"
        assert [rule for rule in known if set(language("en").keys(f"problems.{rule}")) != {"what", "fix"}] == [], (
            "give these problems both what and fix"
        )

    def test_sections_of_the_notebooks_are_named(self):
        sources = [cell.source for path in NOTEBOOKS.glob("*.ipynb") for cell in nbformat.read(path, 4).cells]
        names = {name for source in sources for name in re.findall(r'audit\.section\("(\w+)"\)', source)}
        assert names
        assert [name for name in names if not language("en").has(f"sections.{name}.intro")] == [], (
            "write these under sections in every language of templates/language"
        )


class TestFigures:
    """Numbers and dates in the conventions of the language."""

    @pytest.mark.parametrize(
        ("code", "value", "unit", "written"),
        [
            ("en", 0.124, "share", "12.4%"),
            ("fr", 0.124, "share", f"12,4{NO_BREAK}%"),
            ("en", -0.05, "gap", "−5%"),
            ("en", 0.0499, "gap", "5%"),
            ("en", -0.0004, "gap", "0%"),
            ("fr", -0.053, "gap", f"−5,3{NO_BREAK}%"),
            ("en", 0.031, "difference", "+3.1 points"),
            ("fr", -0.031, "difference", f"−3,1{NO_BREAK}points"),
            ("en", 12400, "count", "12,400"),
            ("fr", 12400, "count", f"12{NARROW}400"),
            ("en", 15.625, "count", "16"),
            ("en", 1.4517, "ratio", "1.45"),
            ("fr", 1.4517, "ratio", "1,45"),
            ("en", 0.0004, "p", "≤ 0.001"),
            ("fr", 0.0204, "p", "0,021"),
            ("en", 8.559, "amount", "8.56"),
            ("en", 115090.4, "amount", "115,090"),
            ("en", 2031, "year", "2031"),
            ("fr", None, "share", "–"),
        ],
    )
    def test_figure(self, code, value, unit, written):
        assert language(code).figure(value, unit) == written

    @pytest.mark.parametrize(("code", "written"), [("en", "1 March 1998"), ("fr", "1er mars 1998")])
    def test_first_of_a_month(self, code, written):
        assert language(code).date(dt.date(1998, 3, 1)) == written
        assert language(code).date(dt.date(1998, 3, 11)).startswith("11 ")

    @pytest.mark.parametrize(("code", "written"), [("en", "30 June 2025"), ("fr", "30 juin 2025")])
    def test_date(self, code, written):
        assert language(code).date(dt.date(2025, 6, 30)) == written

    @pytest.mark.parametrize(("code", "written"), [("en", "a, b and c"), ("fr", "a, b et c")])
    def test_list(self, code, written):
        assert language(code).list(["a", "b", "c"]) == written


class TestTexts:
    """What a text does with what is put into it."""

    def test_values_from_files_are_escaped_in_html(self):
        assert INVENTED.html("a", name="<b>A&B</b>", n=3) == "&lt;b&gt;A&amp;B&lt;/b&gt; has 3"

    def test_markup_given_is_kept(self):
        inner = INVENTED.html("a", name="<", n=1)
        assert INVENTED.html("a", name=inner, n=2) == "&lt; has 1 has 2"

    def test_braces_in_values_are_not_read_as_placeholders(self):
        assert INVENTED.text("a", name="{n}", n=3) == "{n} has 3"

    @pytest.mark.parametrize(("number", "written"), [(1, "1 day"), (2, "2 days"), (0, "0 days")])
    def test_plural_form_follows_the_number(self, number, written):
        assert INVENTED.text("b", number=number) == written

    @pytest.mark.parametrize("key", ["c", "a.b", "", "b.three"])
    def test_missing_key_is_an_error_that_names_it(self, key):
        with pytest.raises(AuditError, match=re.escape(repr(key))):
            INVENTED.text(key, number=1)

    def test_text_cannot_reach_into_values(self):
        spy = Language("en", {"a": "{name.__class__}"})
        with pytest.raises(AuditError, match="plain name"):
            spy.text("a", name="x")

    def test_unknown_language_is_an_error_that_names_the_known(self):
        with pytest.raises(AuditError, match=", ".join(languages())):
            language("xx")


# Strings in the code that look like a reason and are none.
NO_REASONS = {
    *("not_stated", "not_answered", "not_counted", "not_calculable", "no_evidence", "pay_not_positive", "no_period"),
}
REASON = re.compile(r"(?:no|too|hidden|zero|one|empty|not|single|fewer|already|more|inconsistent|mixed)_[a-z_]+")


def texts(code: str) -> dict[str, str]:
    """Key → text; plural forms as one text, since languages have different ones."""
    joined: dict[str, str] = {}
    for key, text in language(code).leaves():
        parent, _, form = key.rpartition(".")
        plural = form in FORMS and set(language(code).keys(parent)) <= FORMS
        if not plural or form == "other":
            joined[parent if plural else key] = text
    return joined


def fields(text: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name}


@cache
def nodes(path: Path) -> tuple[list[ast.Call], list[str]]:
    """The calls in a file, and its texts: read once for all tests."""
    found = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    written = [n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [node for node in found if isinstance(node, ast.Call)], written


def modules(folder: Path) -> Iterator[tuple[list[ast.Call], list[str]]]:
    yield from map(nodes, sorted(folder.rglob("*.py")) if folder.is_dir() else [folder])


def constants(folder: Path) -> Iterator[str]:
    for _, written in modules(folder):
        yield from written


def text_calls() -> Iterator[ast.Call]:
    """Calls of ``….text(…)`` and ``….html(…)`` with a key first."""
    for calls, _ in modules(SOURCE):
        for node in calls:
            if isinstance(node.func, ast.Attribute) and node.args and node.func.attr in ("text", "html"):
                yield node


def literal_calls() -> Iterator[tuple[str, set[str] | None]]:
    """Keys written out, with the names of the values given; ``None`` where these are not written out."""
    for call in text_calls():
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
            names = {keyword.arg for keyword in call.keywords}
            yield first.value, None if None in names else {name for name in names if name}


def built_keys() -> Iterator[str]:
    """What stands before the first placeholder of keys that are put together, up to the last full stop."""
    for call in text_calls():
        first = call.args[0]
        if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            yield str(first.values[0].value).rpartition(".")[0]


def raised_rules() -> set[str]:
    """The rules written out where intake notes a problem or gives a file up."""
    rules = set()
    for calls, _ in modules(SOURCE / "intake"):
        for node in calls:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = {"UnreadableError": 0, "_add": 1, "add": 1, "_problem": 1, "Remark": 1, "_warning": 0}.get(name)
            if position is not None and len(node.args) > position:
                rule = node.args[position]
                rules |= {rule.value} if isinstance(rule, ast.Constant) and isinstance(rule.value, str) else set()
    return rules


@pytest.mark.parametrize(("code", "one", "two"), [("en", "1 woman", "2 men"), ("fr", "1 femme", "2 hommes")])
def test_women_and_men_are_counted_in_words_of_the_right_number(code, one, two):
    assert language(code).figure(1, "women") == one
    assert language(code).figure(2, "men") == two
