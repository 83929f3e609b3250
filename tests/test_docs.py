"""The pages of docs/: complete for the program, in the words of the language files; built: browser/test_site.py."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from genderaudit.cli import parser
from genderaudit.foundations import limits
from genderaudit.foundations.language import language
from genderaudit.foundations.yamlfile import load_model
from genderaudit.intake.contract import TABLES
from genderaudit.methodology.organisation import Headcount, Organisation, Round, TableFile

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
pytest.importorskip("sphinx", reason="no tests of the documentation: Sphinx is not installed")
sys.path.insert(0, str(DOCS))
from conf import FRENCH  # noqa: E402
from from_data import BLOCK, Glossary, Term, Word, filled, sort_key  # noqa: E402

TERMS = load_model(DOCS / "glossary.yml", Glossary).terms
CONTRACTS = [(DOCS / f"{page}.md").read_text("utf-8") for page in ("data-contract", "contrat-de-donnees")]
CONTRACT = CONTRACTS[0]
README = (REPOSITORY / "README.md").read_text("utf-8")
GUIDES = sorted((REPOSITORY / "templates" / "intake").glob("*.fr.md"))
WRITTEN_IN_FRENCH = [*FRENCH, *(f"templates/intake/{path.stem}" for path in GUIDES)]
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)([^)#]+\.md)[^)]*\)(?P<after>.{0,16})", re.DOTALL)


class TestGlossary:
    """Every term once, in both languages, in the words that the reports use."""

    def test_terms_stand_in_the_order_of_the_english_ones(self):
        names = [term.en.term for term in TERMS]
        assert names == sorted(names, key=sort_key)

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_no_word_stands_for_two_terms(self, code):
        words = [word.lower() for term in TERMS for word in words_of(getattr(term, code))]
        assert [word for word in words if words.count(word) > 1] == [], (
            "give each term of docs/glossary.yml a word of its own"
        )

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_meaning_is_one_line_that_does_not_repeat_the_term(self, code):
        words = [getattr(term, code) for term in TERMS]
        assert [word.term for word in words if "\n" in word.means or word.means == word.term or not word.means] == [], (
            "say in docs/glossary.yml in one line what these mean, without the term"
        )

    @pytest.mark.parametrize("term", [term for term in TERMS if term.seen_in], ids=lambda term: term.en.term)
    def test_reports_use_the_term_in_both_languages(self, term: Term):
        for code in ("en", "fr"):
            text = text_at(code, term.seen_in)
            assert any(pattern(word).search(text) for word in words_of(getattr(term, code))), (code, text)

    def test_most_terms_are_compared_with_the_reports(self):
        assert sum(term.seen_in is not None for term in TERMS) > len(TERMS) / 2

    def test_another_word_in_the_reports_is_found(self):
        assert not pattern("floor").search(text_at("en", "indicators.glass_ceiling_index.title"))


class TestDataContract:
    """What users may write stands in docs/data-contract.md, and in French in docs/contrat-de-donnees.md."""

    @pytest.mark.parametrize("contract", CONTRACTS, ids=["en", "fr"])
    @pytest.mark.parametrize("model", [Organisation, Round, Headcount, TableFile])
    def test_every_key_of_organisation_yml_is_explained(self, model, contract):
        explained = set(re.findall(r"`(\w+)`", contract.partition("## organisation.yml")[2]))
        assert set(model.model_fields) - explained == set(), (
            "explain these keys in docs/data-contract.md and docs/contrat-de-donnees.md, below organisation.yml"
        )

    @pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
    def test_every_column_of_a_table_is_listed(self, table):
        row = re.search(rf"^\| {table.name} \| (.*) \|$", CONTRACT, re.MULTILINE)
        assert row
        listed = [name.strip() for name in row[1].split(",")]
        required = [name.strip("*") for name in listed if name.startswith("**")]
        assert {name.strip("*") for name in listed} - {"item columns"} == {column.name for column in table.columns}
        assert set(required) == {column.name for column in table.columns if column.required}

    @pytest.mark.parametrize("contract", CONTRACTS, ids=["en", "fr"])
    def test_every_limit_is_listed_with_its_value(self, contract):
        table = re.split(r"\| (?:limit|limite) \| (?:value|valeur) \|", contract)[1].partition("\n\n")[0]
        listed = re.findall(r"(?:\| |above |de )(\d[\d,\xa0]*)\s?([MG]?)", table)
        assert sorted(_size(*written) for written in listed) == sorted(
            [*(value for name, value in vars(limits).items() if name.isupper()), limits.LARGEST_FILE]  # it stands twice
        )


class TestReadme:
    """The README names every command and links to what exists."""

    def test_every_command_has_a_row(self):
        (commands,) = (action for action in parser()._actions if action.metavar == "COMMAND")
        assert [name for name in commands.choices if f"| `genderaudit {name}" not in README] == [], (
            "write a row for these commands into the table of README.md"
        )

    @pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
    def test_links_lead_to_files(self, page):
        targets = re.findall(r"\]\((?!https?:)([^)#]+)", (REPOSITORY / page).read_text("utf-8"))
        assert targets
        assert [target for target in targets if not (REPOSITORY / target).exists()] == [], (
            "these files are not there: correct the links of the page"
        )


@pytest.mark.parametrize("page", WRITTEN_IN_FRENCH)
def test_french_puts_a_no_break_space_before_high_punctuation(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "code", (REPOSITORY / f"{page}.md").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r".{20} (?:[;?!»]|:(?=\s)).{5}|« .{9}", text) == [], "write U+00A0 before : ; ? ! and inside « »"


@pytest.mark.parametrize("page", WRITTEN_IN_FRENCH)
def test_links_of_a_french_page_lead_to_french_pages_or_say_that_they_do_not(page):
    path = REPOSITORY / f"{page}.md"
    for words, target, after in LINK.findall(
        re.sub(r"In English.*?\)|```.*?```", "", BLOCK.sub("", path.read_text("utf-8")), flags=re.DOTALL)
    ):
        name = str((path.parent / target).resolve().relative_to(REPOSITORY)).removesuffix(".md")
        assert name in FRENCH or name.endswith(".fr") or "en anglais" in f"{words} {after}", (words, target)


@pytest.mark.parametrize(
    "page", [path.name for path in sorted(DOCS.glob("*.md")) if "from-data" in path.read_text("utf-8")]
)
def test_a_page_holds_what_its_marks_ask_for(page):
    text = (DOCS / page).read_text("utf-8")
    assert text.count("<!-- from-data ") == len(BLOCK.findall(text))
    assert filled(text) == text, "make pages"


def test_french_of_the_glossary_has_no_break_spaces_too():
    texts = [text for term in TERMS for text in (term.fr.means, *words_of(term.fr))]
    assert [text for text in texts if re.search(r" [;:?!»]|« ", text)] == [], (
        "write U+00A0 before : ; ? ! and inside « » in docs/glossary.yml"
    )


def _size(number: str, unit: str) -> int:
    """A limit as docs write it in either language, as a number."""
    return int(re.sub(r"\D", "", number)) * {"M": 1_000_000, "G": 1_000_000_000}.get(unit, 1)


def words_of(word: Word) -> list[str]:
    return [word.term, *word.also]


def text_at(code: str, key: str | None) -> str:
    """The text at a key, with all its plural forms."""
    found = [text for name, text in language(code).leaves() if name == key or name.startswith(f"{key}.")]
    assert found, f"{code}.yml has no {key}"
    return " ".join(found).lower()


def pattern(term: str) -> re.Pattern[str]:
    """The term, each of its words also in the plural; a hyphen or a space between them."""
    return re.compile(r"\b" + "s?[ -]".join(map(re.escape, re.split("[ -]", term.lower()))) + r"s?\b")
