"""The reports of the samples: one source of numbers for page, Word and slides; nothing twice; no jargon."""

from __future__ import annotations

import io
import re
from collections import Counter

import docx
import pytest
from at_length import at_length
from docx.oxml.ns import qn
from few_figures import texts
from materials import of_sample
from pptx import Presentation

from genderaudit.report.document import Decision, Fact, Heading, Paragraph, Picture
from genderaudit.report.writers.page import page
from genderaudit.report.writers.slides import slides
from genderaudit.report.writers.word import word
from genderaudit.reporting import brief
from genderaudit.reporting.report import report
from genderaudit.reporting.words import without_tags

SAMPLES = [  # the first in `make test`
    ("cooperative_sigida", "2025", "fr", ""),
    ("federation_djeliba", "2025", "fr", "2022"),
    ("agency_northmere", "2025", "en", ""),
]
NUMBER = re.compile(r"\d[\d\u00a0\u202f,. ]*\d|\d")
JARGON = re.compile(r"Kish|Cliff|Duncan|Oaxaca|genderaudit|p_value|[a-z]+_[a-z]+|\{", re.IGNORECASE)


@pytest.fixture(params=at_length(["-".join(sample) for sample in SAMPLES]))
def material(request, audited):
    organisation, round, code, earlier = request.param.split("-")
    return of_sample(audited, organisation, round, code, earlier)


def numbers(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s\u00a0\u202f]", "", one) for one in NUMBER.findall(text))


def test_ten_recommendations_and_three_findings_at_most(material):
    blocks = report(material).blocks
    decisions = [one for one in blocks if isinstance(one, Decision)]
    assert sum(isinstance(one, Fact) for one in blocks) == 3
    assert len(decisions) == 3 + 10


def test_every_number_of_the_page_is_in_the_word_file(material):
    made = report(material)
    shown = re.sub(r"<figure.*?</figure>", "", str(page(made.blocks, material.language)), flags=re.DOTALL)
    shown = re.sub(r"</(?:t[dh]|p|li|h\d|figcaption|caption)>", "\n", shown)
    file = docx.Document(io.BytesIO(word(made)))
    read = "\n".join(  # a line a paragraph: what ends one cell and begins the next is not one number
        "".join(node.text or "" for node in one.iter() if node.tag.endswith("}t"))
        for one in file.element.iter(qn("w:p"))
    )
    captions = "\n".join(f"{one.title}\n{one.subtitle}" for one in made.walk() if isinstance(one, Picture))
    facts = "\n".join(
        f"{one.picture.title}\n{one.picture.subtitle}" for one in made.walk() if isinstance(one, Fact) and one.picture
    )
    assert numbers(without_tags(shown)) + numbers(captions) + numbers(facts) == numbers(read)


def test_every_number_of_the_slides_is_in_the_brief(material):
    deck = Presentation(io.BytesIO(slides(brief.slides(material))))
    read = "\n".join(
        frame.text for slide in deck.slides for shape in slide.placeholders if (frame := shape.text_frame).text
    )
    known = set(numbers(texts(brief.brief(material).blocks))) | set(numbers(material.stamp.word))
    running = set(numbers(report(material).running)) | {str(place) for place in range(1, 7)}
    assert set(numbers(read)) <= known | running


def test_no_sentence_stands_twice_in_the_key_areas(material):
    told: Counter[str] = Counter()
    inside = False
    for one in report(material).blocks:
        if isinstance(one, Heading) and one.level == 2:
            inside = one.anchor.startswith("area-")
            told.update([one.text] if inside else [])
        elif inside and isinstance(one, Paragraph) and not one.label:
            told.update(one.text.split(". "))
    assert [text for text, number in told.items() if number > 1] == [], (
        "say these once: in the key area that they belong to"
    )


def test_no_id_command_or_name_of_a_statistic(material):
    made = report(material)
    found = {one[0] for text in texts(list(made.walk())).splitlines() for one in JARGON.finditer(text)}
    assert found == set(), "say these in words that every reader knows; ids and statistics belong to the annex"


def test_headings_go_down_one_level_at_a_time(material):
    levels = [int(one) for one in re.findall(r"<h(\d)", str(page(report(material).blocks, material.language)))]
    assert not [(before, after) for before, after in zip([1, *levels], levels, strict=False) if after - before > 1]
