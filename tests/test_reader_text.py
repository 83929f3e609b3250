"""Pages as a reader gets them: no ids, commands, encodings, statistics' names or half people; and good French."""

from __future__ import annotations

import re

import pytest
from at_length import at_length
from examples import SAMPLES

from genderaudit.foundations.language import language, languages
from genderaudit.methodology.method import methodology

TEXT = re.compile(r"<(p|li|h[1-6]|t[hd]|caption|summary|dt|dd|footer|figcaption)\b[^>]*>(.*?)</\1>", re.DOTALL)
STATISTICS = "Kish|Cliff|Cronbach|Duncan|Karmel|Oaxaca|Mann|Fisher|Welch|Newcombe|Wilson|Benjamini"
WRONG = {
    "an id": re.compile(r"\b[a-z]+_[a-z_]+\b|\[[a-z]+=|\{[a-z_]+\}"),
    "a command, a file of settings or an encoding": re.compile(
        r"genderaudit [a-z]+\b|organisation\.yml|(?<!\w)--[a-z]|\butf-?8\b|\bcp1252\b|latin-1", re.IGNORECASE
    ),
    "half a person": re.compile(
        r"\d(?:\.\d+|,\d{1,2})[\s\u00a0](?:personnes|people|femmes|women|hommes|men|sièges|seats)\b"
    ),
}
STATISTIC = re.compile(rf"\b(?:{STATISTICS})\b|\bp[ -]value|\bvaleur p\b", re.IGNORECASE)
FRENCH = {
    "an article that is not contracted": re.compile(r"\b(?:de|à) les?\b(?! [a-zé]*(?:er|ir|re)\b)", re.IGNORECASE),
    "a mark without a no-break space": re.compile(r"[^\s\u00a0\u202f(/«][;?!»%](?=\s|$)| [;?!»%](?=\s|$)|\w : |\d %"),
}


def texts(html: str) -> list[str]:
    """What is read, element by element; an element within another is read once."""
    found = []
    for _, inner in TEXT.findall(html):
        plain = re.sub(r"<[^>]+>", " ", inner)
        found.append(re.sub(r"[ \n\t]+", " ", plain.replace("&amp;", "&")).strip())
    return found


def written(done) -> str:
    """A phase's page without what the organisation or its libraries have written: quotations, hashes, versions."""
    html = re.sub(r"<blockquote>.*?</blockquote>|<code>.*?</code>|<svg.*?</svg>", "", done.html, flags=re.DOTALL)
    return re.sub(r"<t[hd][^>]*>[^<]*\.(?:csv|xlsx|ods)[^<]*</t[hd]>", "", html)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES]))
def test_a_reader_meets_nothing_that_only_a_machine_reads(audited, organisation, round, wrong):
    for phase, done in audited(organisation, round).items():
        assert [text for text in texts(written(done)) if WRONG[wrong].search(text)] == [], phase


@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES]))
def test_inference_have_names_in_the_note_on_method_only(audited, organisation, round):
    for phase, done in audited(organisation, round).items():
        notes = {language(code).html(f"method.{phase}", smallest_people=10, smallest_seats=5) for code in languages()}
        found = [text for text in texts(written(done)) if STATISTIC.search(text)]
        assert [text for text in found if text not in {plain(note) for note in notes}] == [], phase


def plain(text: str) -> str:
    return re.sub(r"[ \n\t]+", " ", str(text)).strip()


@pytest.mark.parametrize("wrong", FRENCH)
@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES if sample[2] == "fr"]))
def test_french_is_written_as_french_is(audited, organisation, round, wrong):
    for phase, done in audited(organisation, round).items():
        assert [text for text in texts(written(done)) if FRENCH[wrong].search(text)] == [], phase


@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES]))
def test_no_p_stands_beside_an_interval(audited, organisation, round):
    """Whether a difference is beyond chance is said by the test of its own interval, adjusted: never against it."""
    for done in audited(organisation, round).values():
        for one in done.findings["findings"]:
            if one["interval"] and "p_adjusted" in one["details"] and one["details"]["p_adjusted"] < 0.05:
                assert not one["interval"]["low"] <= 0 <= one["interval"]["high"], one["id"]
            assert not (one["interval"] and "p_value" in one["details"]), one["id"]


@pytest.mark.parametrize("code", languages())
def test_texts_of_the_audit_know_no_statistics_either(code):
    shown = ("indicators.", "sentences.", "messages.", "patterns.", "columns.", "map.", "followup.", "good.", "gaps.")
    named = [key for key, text in language(code).leaves() if key.startswith(shown) and STATISTIC.search(text)]
    assert named == [], "say these texts without names of statistics; the annex may have them"


def test_no_column_of_a_report_is_a_p_of_another_test():
    for indicator in methodology().indicators.values():
        assert set(indicator.columns) & {"p_value"} == set() or indicator.id == "duncan_index"
