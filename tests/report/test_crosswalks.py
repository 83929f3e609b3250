"""The annexes "evidence for …": which findings speak to which provision, and nowhere that anybody complies."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_findings import finding

from genderaudit.foundations.language import language
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.models import FOLDER
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.crosswalks import crosswalk_sections

METHOD = methodology()
FIRST = {"ilo_c100", "ilo_c111", "ilo_c156", "ilo_c183", "ilo_c190", "sdg_5_5"}


def chosen(**about: str) -> set[str]:
    given = {"kind": "trade_union", **about}
    organisation = Organisation(name="Example Union", languages=["en"], **given)
    return {name for name, one in METHOD.crosswalks.items() if one.is_for(organisation)}


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, FIRST),
        ({"country": "ML"}, FIRST),
        ({"country": "FR"}, FIRST | {"eu_2023_970"}),
        ({"country": "FR", "kind": "public_body"}, FIRST | {"eu_2023_970", "gep"}),
    ],
)
def test_what_concerns_a_country_and_a_kind(about: dict[str, str], expected: set[str]) -> None:
    assert chosen(**about) == expected


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("name", METHOD.crosswalks)
def test_every_provision_is_told_in_words(name: str, code: str) -> None:
    words = language(code)
    assert words.has(f"crosswalks.{name}.name")
    assert [
        one.id for one in METHOD.crosswalks[name].provisions if not words.has(f"crosswalks.{name}.{one.id}")
    ] == [], "write these under crosswalks in every language of templates/language"


def text_of(*found: object, code: str = "en") -> str:
    given = {"ilo_c190": METHOD.crosswalks["ilo_c190"], "ilo_c100": METHOD.crosswalks["ilo_c100"]}
    return "".join(one.html for one in crosswalk_sections(given, found, METHOD, language(code), "recommendations"))


def test_what_was_found_stands_beside_its_provision() -> None:
    said = text_of(
        finding("document_rating", group={"criterion": "K2"}, area="K", rating="meets"),
        finding("item_favourable", "staff_perception", group={"item": "K2", "sex": "F"}, area="K", value=0.4, n=60),
        finding("item_favourable", "staff_perception", group={"item": "K2", "sex": "M"}, area="K", value=0.7, n=60),
        finding("pay_gap_mean", "baseline", value=0.12, n=90, unit="gap"),
    )
    criterion = language("en").text("criteria.K2").rstrip(".")
    assert f"criterion K2 ({criterion}): requirements met" in said
    item = language("en").text("items.K2").rstrip(".")
    assert f"statement K2 (“{item}”): favourable, women 40%, men 70%" in said
    assert '<a href="#baseline-pay-gap-mean">Mean pay gap</a>: 12%' in said


def test_what_is_hidden_or_of_one_sex_is_not_told() -> None:
    said = text_of(
        finding("item_favourable", "staff_perception", group={"item": "K2", "sex": "F"}, area="K", value=0.4, n=60),
        finding("pay_gap_mean", "baseline", value=None, n=9, unit="gap", status="suppressed", reason="hidden"),
    )
    assert "statement K2" not in said
    assert "Mean pay gap" not in said
    assert said.count("nothing in this audit") == 8  # every provision of the two


def test_evidence_that_the_method_does_not_have_is_named(tmp_path: Path) -> None:
    for path in FOLDER.rglob("*.yml"):
        copy = tmp_path / FOLDER.name / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True, parents=True)
        copy.write_bytes(path.read_bytes())
    wrong = tmp_path / FOLDER.name / "crosswalks" / "ilo_c190.yml"
    wrong.write_text(wrong.read_text("utf-8").replace("[K5]", "[K9]"), "utf-8")
    (fault,) = Methodology(tmp_path).faults
    assert ".criteria.0: there is no criterion K9. " in fault.sentence(language("en"))
