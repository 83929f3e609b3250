"""Sentences about the lowest and highest of several groups hold over all rows, name what ties, never rank two."""

from __future__ import annotations

import re

import pytest
from invented_findings import asked, finding

from genderaudit.conclusions.findings import Bounds
from genderaudit.conclusions.messages import voices
from genderaudit.disclosure import IN_A_BAND
from genderaudit.foundations.language import language, languages
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.labels import group_label
from genderaudit.report.sections import sentences
from genderaudit.report.tables import findings_table

METHOD = methodology()
ALL = ", parmi les groupes montrés", ", among the groups shown"


def unit(name: str, value: float | None, n: float = 40, indicator: str = "staff_women_by_unit", **given):
    hidden = {"status": "suppressed", "reason": "hidden"} if value is None else {}
    return finding(indicator, group={"unit": name}, value=value, n=n, women=n / 2, men=n / 2, **hidden, **given)


def said(found, code: str = "en", indicator: str = "staff_women_by_unit") -> str:
    text = " ".join(map(str, sentences(METHOD.indicators[indicator], found, language(code))))
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("code", languages())
def test_the_ends_of_a_range_are_those_of_all_rows(code):
    text = said([unit("A", 0.3), unit("B", 0.1), unit("C", 0.7), unit("D", 0.5)], code)
    assert [name for name in "ABCD" if f"({name}, 40" in text] == ["B", "C"]
    assert not [scope for scope in ALL if scope in text]


def test_what_ties_as_printed_is_named():
    text = said([unit("A", 0.3), unit("B", 0.1004), unit("C", 0.1001), unit("D", 0.5)])
    assert re.search(r"10% \(B, 40 people; C, 40 people\) to 50% \(D, 40 people\)", text), text


def test_many_that_tie_are_counted():
    text = said([unit(name, 0.2) for name in "ABCDE"] + [unit("F", 0.5)])
    assert "20% (5 groups) to 50%" in text


@pytest.mark.parametrize(("code", "words"), [("en", "(5 bodies)"), ("fr", "(5 instances)")])
def test_those_that_tie_are_called_what_they_are(code, words):
    name = "bodies_representation_ratio"
    found = [finding(name, group={"body": one}, value=0.0, n=7, women=0, men=7) for one in "ABCDE"]
    found.append(finding(name, group={"body": "F"}, value=1.0, n=7, women=3, men=4))
    assert words in said(found, code, name)


def test_no_handful_of_answers_is_the_highest():
    shares = {"A": (0.3, 40), "B": (0.5, 40), "C": (0.7, 40), "D": (0.9, 29)}
    found = [
        finding("area_by_level", group={"area": name, "level": "x"}, value=value, n=n)
        for name, (value, n) in shares.items()
    ]
    text = said(found, "en", "area_by_level")
    assert "70" in text
    assert "90" not in text
    assert "at least 30 people" in text


@pytest.mark.parametrize(("code", "word", "other"), [("en", "attendance", "people"), ("fr", "présence", "personnes")])
def test_several_events_added_up_are_attendances_and_one_event_is_of_people(code, word, other):
    roles = [finding("attendance_by_role", group={"role": "delegate"}, value=0.3, n=615, women=170, men=445)]
    assert word in said(roles, code, "attendance_by_role")
    assert other not in said(roles, code, "attendance_by_role")
    table = str(findings_table(METHOD.indicators["attendance_by_role"], roles, language(code)))
    assert language(code).text("columns.n_attendances") in table
    assert METHOD.indicators["attendance_women_share"].base == "people"


@pytest.mark.parametrize(("code", "written"), [("en", "330"), ("fr", "330")])
def test_amounts_a_head_and_what_is_asked_have_no_idle_digits(code, written):
    assert language(code).figure(329.82, "amount") == written
    assert ".0" not in language(code).figure(0.3, "asked").replace(",", ".")
    assert "3" in language(code).figure(1 / 3, "asked").replace(",", ".").partition(".")[2]
    body = finding(
        "bodies_women_seats",
        group={"body": "A"},
        value=1,
        n=15,
        women=4,
        men=11,
        details={"share": 0.267, "quota": 0.3},
    )
    assert "30" in said([body], code, "bodies_women_seats")
    assert not re.search(r"30[.,]0", said([body], code, "bodies_women_seats"))


@pytest.mark.parametrize("code", languages())
def test_a_small_pay_gap_is_better_than_the_target_and_exceeds_nothing(code):
    found = finding(
        "pay_gap_mean", value=0.01, rating="exceeds", target={"low": None, "high": 0.05, "source": "method"}
    )
    table = findings_table(METHOD.indicators["pay_gap_mean"], [found], language(code))
    assert language(code).text("ratings_short.better") in table
    assert language(code).text("ratings_short.exceeds") not in table


@pytest.mark.parametrize(("p", "word"), [(0.05, "yes"), (0.051, "no")])
def test_a_p_value_of_just_the_significance_is_beyond_chance(p, word):
    found = finding("duncan_index", unit="index", value=0.4, details={"p_value": p})
    table = findings_table(METHOD.indicators["duncan_index"], [found], language("en"), 0.05)
    assert f">{language('en').text(f'recommend.{word}')}<" in table


@pytest.mark.parametrize(
    ("group", "label"),
    [
        ({"level": "Directrices", "below": "Cadres"}, "Cadres → Directrices"),
        ({"from": "applied", "to": "shortlisted"}, "{applied} → {shortlisted}"),
    ],
)
def test_a_step_goes_upward_between_levels_and_forward_between_stages(group, label):
    words = language("fr")
    stages = {name: words.text(f"stages.{name}") for name in ("applied", "shortlisted")}
    assert group_label(group, words) == label.format(**stages)


def test_nothing_runs_from_a_figure_to_the_same():
    assert "runs" not in said([unit(name, 0.2) for name in "ABC"])


@pytest.mark.parametrize("code", languages())
def test_two_are_told_each_by_itself(code):
    text = said([unit("A", 0.3), unit("B", 0.1)], code)
    assert text.count("40") == 2
    assert text.index("A") < text.index("B")
    assert language(code).text("indicators.staff_women_by_unit.range").split("{")[0] not in text


def test_a_range_says_that_it_leaves_out_hidden_rows():
    assert said([unit("A", 0.3), unit("B", 0.1), unit("C", 0.7), unit("D", None)]).count(ALL[1]) == 1


def test_a_range_says_that_it_leaves_out_small_rows():
    text = said([unit("A", 0.3), unit("B", 0.1), unit("C", 0.7), unit("D", 1.0, n=3)])
    assert "among groups of at least 10 people" in text
    assert "(C, 40 people)" in text


def test_seats_are_compared_from_five_on():
    names = {"A": (0.0, 7), "B": (0.0, 7), "C": (3.2, 9), "D": (0.0, 3)}
    found = [
        finding("bodies_representation_ratio", group={"body": name}, unit="ratio", value=value, n=n, women=1, men=n - 1)
        for name, (value, n) in names.items()
    ]
    text = said(found, indicator="bodies_representation_ratio")
    assert "0.00 (A, 7 seats; B, 7 seats) to 3.20 (C, 9 seats), among groups of at least 5 seats" in text


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name", [n for n in METHOD.indicators if language("en").has(f"indicators.{n}.most")])
def test_nothing_is_called_the_most_of_rows_that_are_not_all_shown(code, name):
    rows = [
        finding(name, group={"area": a}, value=v, n=40, unit="ratio") for a, v in (("B", 0.2), ("D", 0.5), ("I", 0.9))
    ]
    hidden = finding(name, group={"area": "J"}, value=None, n=0, status="suppressed", reason="hidden")
    opening = language(code).text(f"indicators.{name}.most", highest="").split("\xa0")[0]
    assert said(rows, code, name).startswith(opening[:20])
    assert opening[:20] not in said([*rows, hidden], code, name)


def test_who_is_in_no_group_is_not_compared():
    text = said([unit("A", 0.3), unit("B", 0.1), unit("C", 0.7), unit("not_stated", 0.0), unit("E", 0.4)])
    assert "10% (B, 40 people)" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0.2, 0.3, 0.4], "lowest_area"),
        ([0.2, 0.2, 0.4], "women_say"),
        ([0.2, 0.3], "women_say"),
        ([0.2, 0.3, 0.4, None], "women_say"),
    ],
)
def test_women_rate_an_area_lowest_only_if_no_other_is_as_low_or_hidden(values, words):
    found = [asked(area, "F", value=value) for area, value in zip("BCDE", values, strict=False) if value is not None]
    found += [
        asked("L", "F").model_copy(update={"value": None, "status": "suppressed", "reason": "hidden"})
        for value in values
        if value is None
    ]
    assert [message.text for message in voices(found, METHOD)] == [words]


def test_a_band_beyond_all_others_is_the_end_of_the_range():
    band = unit("D", None).model_copy(
        update={"status": "banded", "reason": IN_A_BAND, "band": Bounds(low=0, high=0.1), "n": None}
    )
    text = said([unit("A", 0.3), unit("B", 0.15), unit("C", 0.7), band])
    assert "from below 10% (D) to 70%" in text, text
    assert "among" not in text


@pytest.mark.parametrize("code", languages())
def test_shares_that_stand_together_have_the_same_digits_and_none_after_the_point_of_six_units(code):
    def printed(indicator: str, *values: float, n: float = 40) -> set[int]:
        found = [finding(indicator, group={"level": str(i)}, value=value, n=n) for i, value in enumerate(values)]
        table = findings_table(METHOD.indicators[indicator], found, language(code))
        cells = re.findall(r"(\d+)(?:[.,](\d))?[\s\u00a0\u202f]?%", table)
        assert len(cells) == len(values)
        return {len(digits) for _, digits in cells}

    assert printed("staff_women_by_level", 0.19, 0.148) == {1}
    assert printed("area_by_level", 0.19, 0.2) == {0}
    assert printed("pay_gap_by_category", 0.19, 0.148) == {1}
    assert printed("focal_point_coverage", 0.667, n=6) == {0}


def test_nobody_is_half_a_person():
    found = finding("exit_ratio", value=1.83, women=190.5, men=193.5, n=384)
    table = findings_table(METHOD.indicators["exit_ratio"], [found], language("en"))
    assert not re.search(r"19\d\.\d", table)


def test_a_group_that_a_list_does_not_have_is_no_row():
    rows = [finding("area_by_level", group={"area": "B", "level": name}, value=0.4) for name in ("Top", "Base")]
    group = {"area": "B", "level": "Middle"}
    absent = finding("area_by_level", group=group, status="not_calculable", n=0, reason="no_answers")
    table = findings_table(METHOD.indicators["area_by_level"], [*rows, absent], language("en"))
    assert "Base" in table
    assert "Middle" not in table


@pytest.mark.parametrize("code", languages())
def test_an_amount_of_the_budget_has_its_currency(code):
    found = finding("committee_budget_per_head", group={"line": "Committee"}, value=329.82, n=3790)
    definition = METHOD.indicators["committee_budget_per_head"]
    assert "F\u202fCFA" in str(findings_table(definition, [found], language(code), currency="XOF"))


def test_groups_are_called_as_the_organisation_calls_them():
    settings = {"columns": {"Syndicat de base": "branch", "Effectif": "count"}}
    about = {"name": "x", "kind": "trade_union", "languages": ["fr"], "tables": {"members": settings}}
    word = Organisation.model_validate(about).word_for("members", "branch")
    french = language("fr").in_words({"members_by_branch": word})
    found = [finding("members_by_branch", group={"branch": name}) for name in "AB"]
    assert french.text("indicators.members_by_branch.title") == "Femmes parmi les membres, par syndicat de base"
    table = findings_table(METHOD.indicators["members_by_branch"], found, french)
    assert '<th scope="col">Syndicat de base</th>' in table


@pytest.mark.parametrize("header", ["unit_2", "Service 3 (voir note)", "{x}", "<b>Service</b>", "a b c d e"])
def test_a_header_that_is_no_word_is_nobody_s_word(header):
    about = {"name": "x", "kind": "ngo", "languages": ["fr"], "tables": {"staff": {"columns": {header: "unit"}}}}
    assert Organisation.model_validate(about).word_for("staff", "unit") is None


@pytest.mark.parametrize("code", languages())
def test_lowest_and_highest_are_named_by_what_compares_all_rows_only(code):
    texts = {
        key: text for key, text in language(code).leaves() if key.startswith("indicators.") and "est_value" in text
    }
    ranked = {key for key in texts if key.rpartition(".")[2] in ("range", "most")}
    assert set(texts) - ranked == {"indicators.projection_to_target.groups"}
    assert not [key for key in ranked if re.search(r"est_value:|est_n\b", texts[key])]
    assert not [key for key in ranked if key.endswith("range") and "{scope}" not in texts[key]]
