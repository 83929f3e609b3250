"""The gender inequality map says what the findings say, shows what is missing, and can be read."""

from __future__ import annotations

import re

import pytest
from at_length import at_length
from invented_findings import findings as invented
from matplotlib.figure import Figure
from matplotlib.text import Text
from pictures import dots, hatched, outside, overlapping, texts_of, words_of

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.precision import PAY_UNITS
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.charts import by_indicator, map_chart, poster
from genderaudit.report.pictures import pdf, svg
from genderaudit.report.plots import inequality_map

SHARES = {"Director": (3, 17), "Manager": (11, 23), "Officer": (37, 29)}
BODIES = {"Executive Bureau": (4, 11, 1, 0.3), "Women's Committee": (9, 0, 0, 0.3), "Steering Council": (7, 34, 6, 0.3)}


def test_every_number_on_the_map_is_one_of_the_findings() -> None:
    findings = union()
    allowed = numbers_of(findings, language("en"))
    allowed |= {"10", "10.0%"}  # those who lead bodies together
    allowed |= {"70%", "50%", "30%", "20%"}  # quarters of few people
    allowed |= {"50%", "35", "2025", "1.00", "0", "1", "2", "3"}  # parity, youth's age, round, equal hours, markers
    shown = set(numbers(words_of(drawn(findings))))
    assert shown <= allowed


def test_members_delegates_bodies_and_chairs_stand_on_the_way_up() -> None:
    words = words_of(drawn(union()))
    steps = ["Heads of bodies: 10.0% of 10", "National bodies: 28.2% of 71", "Delegates at events: 25.0% of 480",
             "Members: 30.6% of 12,389"]  # fmt: skip
    places = [words.index(step) for step in steps]
    assert places == sorted(places)


def test_the_top_of_the_way_up_is_the_highest_level_and_who_leads_there() -> None:
    levels = [finding("bodies_by_level", share, "share", {"level": level}, women=100 * share, men=100 * (1 - share))
              for level, share in (("Confédération", 0.1), ("Fédération", 0.2), ("Base", 0.4))]  # fmt: skip
    leading = [
        finding("bodies_by_level_and_role", women / 20, "share", {"level": level, "role": "Présidente"},
                women=women, men=20 - women)
        for level, women in (("Base", 10), ("Confédération", 1))
    ]  # fmt: skip
    everywhere = finding("bodies_by_role", 11 / 40, "share", {"role": "Présidente"}, women=11, men=29)
    words = words_of(drawn(findings_of(*levels, *leading, everywhere)))
    steps = ["Heads of bodies (Confédération): 5.0% of 20", "Confédération: 10.0% of 100", "Fédération: 20.0% of 100",
             "Base: 40.0% of 100"]  # fmt: skip
    places = [words.index(step) for step in steps]
    assert places == sorted(places)
    assert "27.5%" not in words


def test_no_single_office_is_the_top_but_those_who_lead_together() -> None:
    level = finding("bodies_by_level", 0.3, "share", {"level": "national"}, women=30, men=70)
    offices = [
        finding("bodies_by_level_and_role", women / 5, "share", {"level": "national", "role": role},
                women=women, men=5 - women)
        for role, women in (("President", 0), ("General Secretary", 2), ("Treasurer", 5))
    ]  # fmt: skip
    words = words_of(drawn(findings_of(level, *offices)))
    assert "National bodies 30.0%  →  Heads of bodies (National bodies) 20.0%" in words
    assert "40.0%" not in words


def test_a_few_who_lead_are_no_top_and_no_headline() -> None:
    national = finding("bodies_by_level", 0.1, "share", {"level": "national"}, women=10, men=90)
    office = finding("bodies_by_level_and_role", 1 / 3, "share", {"level": "national", "role": "Chair"}, women=1, men=2)
    members = finding("members_women_share", 0.4, "share", women=40, men=60)
    everywhere = finding("bodies_by_role", 1 / 3, "share", {"role": "Chair"}, women=1, men=2)
    words = words_of(drawn(findings_of(national, office, everywhere, members)))
    assert "Members 40.0%  →  National bodies 10.0%" in words
    assert "33.3%" not in words
    of_three = finding("bodies_by_level", 1 / 3, "share", {"level": "national"}, women=1, men=2)
    regional = finding("bodies_by_level", 0.2, "share", {"level": "regional"}, women=10, men=40)
    assert "→  Regional bodies 20.0%" in words_of(drawn(findings_of(of_three, regional, members)))


@pytest.mark.parametrize("code", languages())
def test_names_of_pay_quarters_are_whole_words(code: str) -> None:
    for size in ("poster", "column", "phone"):
        made = inequality_map(by_indicator(union()), organisation(), "2025", code, size=size)  # type: ignore[arg-type]
        lines = {line for text in made.findobj(Text) for line in text.get_text().split("\n")}
        for quarter in "1234":
            name = language(code).text(f"quartiles.{quarter}")
            assert set(re.findall(r"[^ -]+-?", name)) <= {w for line in lines for w in re.findall(r"[^ -]+-?", line)}


def test_pay_quarters_of_few_people_are_whole_per_cent() -> None:
    words = words_of(drawn(union()))
    assert "70% | 50% | 30% | 20%" in words


def test_a_body_shows_a_dot_for_each_seat_and_a_ring_around_each_that_women_lack() -> None:
    bureau = [found for found in union().findings if found.group == {"body": "Executive Bureau"}]
    made = drawn(findings_of(*bureau))
    assert {kind: dots(made, kind) for kind in ("women", "missing", "other")} == {"women": 4, "missing": 1, "other": 11}


@pytest.mark.parametrize(
    ("code", "unknown", "none"), [("en", "ages not stated", "youth"), ("fr", "âges non", "jeunes")]
)
def test_where_no_ages_are_stated_the_young_are_not_nought(code: str, unknown: str, none: str) -> None:
    given = {"group": {"body": "Section"}, "women": 0, "men": 0, "n": 7, "share": 0.0}
    young = finding("bodies_youth_seats", None, "seats", reason="no_ages", status="not_calculable", **given)
    found = findings_of(seats("Section", 2, 5, 1), young)
    chart = map_chart(found, organisation(), "2025", language(code))
    for words in (chart.alternative, " ".join(texts_of(chart.narrow))):
        assert unknown in words.replace("\xa0", " ")
        assert not re.search(rf"{none}\s+0", words)


def test_a_hidden_figure_is_hatched_and_has_no_number() -> None:
    hidden = finding("staff_women_by_level", None, "share", {"level": "Director"}, reason="hidden")
    shown = finding("staff_women_by_level", 37 / 66, "share", {"level": "Officer"}, women=37, men=29)
    made = drawn(findings_of(hidden, shown))
    assert hatched(made) == 1
    assert "Director |" in words_of(made)
    assert "Director: hidden to protect people" in small(findings_of(hidden, shown)).alternative


def test_hundred_boards_of_branches_are_a_sentence_and_no_rows() -> None:
    boards = [seats(f"Board {number:03}", 1, 5, 2) if number % 4 else seats(f"Board {number:03}", 3, 3, 0)
              for number in range(100)]  # fmt: skip
    made = drawn(findings_of(seats("Board of Directors", 2, 9, 3), *boards))
    assert "Board of Directors" in words_of(made)
    assert "Board 0" not in words_of(made)
    said = " ".join(text.get_text() for text in made.texts)
    assert "100 other bodies: 25 meet their quota or target, 75 do not (women missing: 150)." in said


def test_an_organisation_with_nothing_but_a_list_of_staff_says_why_for_the_rest() -> None:
    staff = [found for found in union().findings if found.indicator.startswith("staff")]
    absent = [finding("members_women_share", None, "share", reason="no_table", status="no_evidence")]
    words = words_of(drawn(findings_of(*staff, *absent)))
    assert language("en").text("reasons.no_table") in words
    assert "15.0% of 20" in words


@pytest.mark.parametrize("code", ["en", "fr"])
def test_without_any_findings_there_is_a_map_that_says_so(code: str) -> None:
    made = inequality_map([], organisation(), "2025", code)
    assert words_of(made).count(language(code).text("reasons.not_recorded")) >= 7
    assert pdf(made).startswith(b"%PDF")


@pytest.mark.parametrize("size", at_length(["phone", "column", "poster"]))
@pytest.mark.parametrize("code", at_length(languages()))
def test_no_text_overlaps_another_or_leaves_the_page(code: str, size: str) -> None:
    for findings in (union(), with_long_names(), findings_of()):
        made = inequality_map(by_indicator(findings), organisation(), "2025", code, size=size)  # type: ignore[arg-type]
        assert outside(made) == []
        assert overlapping(made) == []


def test_the_poster_is_a3_and_can_be_read_at_arms_length() -> None:
    made = drawn(union())
    assert tuple(72 * made.get_size_inches()) == pytest.approx((1190.55, 841.89))
    assert min(text.get_fontsize() for text in made.findobj(Text) if text.get_text()) >= 12


def test_the_map_needs_nothing_else_and_is_small() -> None:
    picture = svg(drawn(union()))
    assert len(picture) < 120_000
    addresses = re.findall(r"(?:href|src|url)\s*[=(]\s*['\"]?([^'\")]+)", picture.partition("<defs>")[2])
    assert not [address for address in addresses if not address.startswith("#")]


def test_the_same_findings_give_the_same_bytes() -> None:
    first, second = drawn(union()), drawn(union())
    assert svg(first) == svg(second)
    assert pdf(first) == pdf(second)


def test_a_poster_embeds_one_font_a_weight_whatever_its_characters() -> None:
    made = drawn(union())
    made.text(0.5, 0.5, "Office de l’œuvre – efficient → final")
    assert pdf(made).count(b"/FontFile2") == 2


def test_a_name_cannot_break_the_picture() -> None:
    body = seats("<script>$x^2$ & 'Bureau'", 2, 9, 2)
    assert body.group["body"] in " ".join(texts_of(svg(drawn(findings_of(body)))))


def test_a_sample_is_marked_as_invented() -> None:
    note = language("en").text("map.invented")
    real = organisation().model_copy(update={"invented": False})
    assert note in words_of(drawn(union()))
    assert note not in words_of(inequality_map(by_indicator(union()), real, "2025", "en"))


def test_the_alternative_text_names_each_step_with_its_base_and_what_is_lacking() -> None:
    words = small(union()).alternative
    assert "Members: 30.6% of 12,389" in words
    assert "Executive Bureau: 26.7% · 4 of 15, 1 seat missing to the quota or target, youth 13.3%" in words
    assert "Mean pay gap (monthly pay of the list), as a part of men's pay: 18.1%" in words


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_number_of_the_alternative_text_is_one_of_the_findings(code: str) -> None:
    """So that the gate, which is given the findings, has seen all of it."""
    findings, own = union(), language(code)
    allowed = {number for words in numbers_of(findings, own) for number in numbers(words)}
    allowed |= {number for part in (0.1, 0.2, 0.3, 0.5, 0.7) for number in numbers(own.figure(part, "share"))}
    allowed |= {"10", "35", "2025", "0", "1", "2", "3"}  # who lead together, youth's age, round, markers
    said = {number.rstrip(",") for number in numbers(map_chart(findings, organisation(), "2025", own).alternative)}
    assert len(said) > 20
    assert said <= allowed


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("unit", PAY_UNITS)
def test_pay_says_what_is_compared_and_hours_only_where_they_are(code: str, unit: str) -> None:
    gap = finding("pay_gap_mean", 0.054, "gap", women=51, men=69, pay_unit=PAY_UNITS.index(unit))
    found = map_chart(findings_of(gap), organisation(), "2025", language(code))
    for words in (found.alternative, " ".join(texts_of(found.wide))):
        assert language(code).text(f"pay_units.{unit}") in words
    per_hour = {"en": "hourly", "fr": "horaire"}[code]
    assert (per_hour in found.alternative.lower()) == (unit == "hour")


def test_the_report_has_one_for_the_column_and_one_for_a_phone() -> None:
    chart = small(union())
    for picture in (chart.wide, chart.narrow):
        assert "Members: 30.6% of 12,389" in " ".join(texts_of(picture))


# Findings as a phase writes them


def union() -> Findings:
    """A union with members, events, bodies, staff, pay, training and budget."""
    found = [
        finding("members_women_share", 3790 / 12389, "share", women=3790, men=8599),
        finding("members_youth_share", 0.369412, "share", women=1520, men=3054, n=12382),
        finding("attendance_by_role", 0.25, "share", {"role": "delegate"}, women=120, men=360),
        finding("attendance_women_share", 75 / 293, "share", {"event": "Congress"}, women=75, men=218),
        finding("attendance_youth_share", 40 / 293, "share", {"event": "Congress"}, women=15, men=25, n=293),
        finding("bodies_by_level", 20 / 71, "share", {"level": "national"}, women=20, men=51),
        finding("bodies_by_role", 0.0, "share", {"role": "President"}, women=0, men=3),
        finding("bodies_by_role", 1 / 7, "share", {"role": "General Secretary"}, women=1, men=6),
        finding("bodies_by_role", 0.3, "share", {"role": "Member"}, women=18, men=42),
        *[seats(name, *counts) for name, counts in BODIES.items()],
        finding("bodies_youth_seats", 1, "seats", {"body": "Executive Bureau"}, women=1, men=1, n=15, share=2 / 15),
        *[
            finding("staff_women_by_level", women / (women + men), "share", {"level": level}, women=women, men=men)
            for level, (women, men) in SHARES.items()
        ],
        finding("staff_women_share", 51 / 120, "share", women=51, men=69),
        finding("glass_ceiling_index", 2.83, "ratio", women=51, men=69),
        finding("pay_gap_mean", 0.181, "gap", women=51, men=69, pay_unit=PAY_UNITS.index("month")),
        *[finding("pay_quartiles", share, "share", {"quartile": quarter}, women=30 * share, men=30 * (1 - share))
          for quarter, share in (("1", 0.7), ("2", 0.5), ("3", 0.3), ("4", 0.2))],
        finding("training_hours_parity", 0.745, "ratio", women=51, men=69),
        finding("budget_gender_share", 0.036, "share", n=8),
        *[finding("budget_by_marker", share, "share", {"gender_marker": marker}, n=2)
          for marker, share in (("0", 0.8), ("1", 0.164), ("3", 0.036))],
    ]  # fmt: skip
    return findings_of(*found)


def with_long_names() -> Findings:
    """The same, with names as long as names get, many levels and many events."""
    name = "Commission nationale permanente chargée de la formation et de l’éducation ouvrière des régions du fleuve"
    levels = [
        finding("staff_women_by_level", 0.4, "share", {"level": f"{name} {place}"}, women=8, men=12)
        for place in range(14)
    ]
    events = [
        finding("attendance_women_share", 0.3, "share", {"event": f"{name} {place}"}, women=30, men=70)
        for place in range(9)
    ]
    bodies = [seats(f"{name} {place}", 40, 60 + place, 2) for place in range(30)]
    offices = [finding("bodies_by_role", 0.2, "share", {"role": f"Présidence, {name}"}, women=2, men=8)]
    kept = [f for f in union().findings if f.indicator not in ("staff_women_by_level", "bodies_women_seats")]
    return findings_of(*kept, *levels, *events, *bodies, *offices)


def seats(body: str, women: int, men: int, missing: int, quota: float = 0.3) -> Finding:
    share = women / (women + men)
    return finding(
        "bodies_women_seats", missing, "seats", {"body": body}, women=women, men=men, share=share, quota=quota
    )


def finding(indicator: str, value: float | None, unit: str, group: dict[str, str] | None = None, *,
            n: float | None = None, women: float | None = None, men: float | None = None, reason: str | None = None,
            status: str = "", **details: float) -> Finding:  # fmt: skip
    base = n if n is not None or women is None or men is None else women + men
    return Finding.model_validate({
        "id": f"baseline/{indicator}{group}", "phase": "baseline", "area": "I", "indicator": indicator,
        "group": group or {}, "value": value, "unit": unit, "n": base, "women": women,
        "status": status or ("calculated" if reason is None else "suppressed"), "reason": reason, "details": details,
    })  # fmt: skip


def findings_of(*found: Finding) -> Findings:
    return invented(*found, phase="baseline")


def organisation() -> Organisation:
    return Organisation(name="Federation of Unions", kind="trade_union", languages=["en"], invented=True)


def drawn(findings: Findings, gaps: Findings | None = None) -> Figure:
    return poster(findings, gaps or findings_of(), organisation(), "2025", language("en"))


def small(findings: Findings):  # type: ignore[no-untyped-def]
    return map_chart(findings, organisation(), "2025", language("en"))


def numbers(words: str) -> list[str]:
    return re.findall(r"\d[\d,]*(?:\.\d+)?%?", words)


def numbers_of(findings: Findings, own: Language) -> set[str]:
    """All numbers of the findings, as the language writes them."""
    allowed = set()
    for found in findings.findings:
        counts = [found.n, found.women]
        allowed |= {own.figure(number, "count") for number in counts if number is not None}
        allowed |= {own.figure(found.value, found.unit), own.figure(found.details.get("share"), "share")}
    return allowed
