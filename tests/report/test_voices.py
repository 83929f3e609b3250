"""Quotations are told with their group where enough people of it were heard, and without it where not."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.report.voices import voices_section


def notes(group: str, sources: int, text: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": "I",
            "kind": "challenge",
            "text": [text] * sources,
            "source": [f"Interview {number}" for number in range(sources)],
            "group": group,
            "cleared": pd.Series([True] + [False] * (sources - 1), dtype="boolean"),
        }
    )


@pytest.mark.parametrize("code", languages())
def test_a_group_is_named_from_the_smallest_cell_on(code):
    given = pd.concat([notes("market women", 5, "Too late."), notes("drivers", 4, "Too far.")])
    html = str(voices_section(given, 5, language(code), "recommendations").html)
    assert "– market women</footer>" in html
    assert "Too far." in html
    assert "drivers" not in html


@pytest.mark.parametrize("code", languages())
def test_many_notes_of_one_talk_are_no_many_people(code):
    given = notes("market women", 5, "Too late.").assign(source="Interview 1")
    assert "market women" not in str(voices_section(given, 5, language(code), "recommendations").html)


@pytest.mark.parametrize("code", languages())
def test_notes_without_group_or_source_are_quoted_without_a_group(code):
    given = notes("x", 5, "Too late.").assign(group=None, source=None)
    assert "Too late." in str(voices_section(given, 5, language(code), "recommendations").html)
