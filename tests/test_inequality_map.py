"""The gender inequality map says what the findings say, shows what is missing, and can be read."""

from __future__ import annotations

import itertools
import re

import pytest
from invented_findings import findings as invented
from pictures import texts

from genderaudit.findings import Finding, Findings, TargetRange
from genderaudit.language import Language, language, languages
from genderaudit.organisation import Organisation
from genderaudit.report.inequality_map import inequality_map, small

SHARES = {"Director": (3, 17), "Manager": (11, 23), "Officer": (37, 29)}
BODIES = {"Executive Bureau": (4, 11, 1, 0.3), "Women's Committee": (9, 0, 0, 0.3), "Steering Council": (7, 34, 6, 0.3)}


def test_every_number_on_the_map_is_one_of_the_findings() -> None:
    findings = union()
    allowed = numbers_of(findings, language("en")) | {"50%", "35", "2025"}  # parity, limit of youth's age, round
    shown = {number for text in texts(drawn(findings).svg) for number in numbers(text.words)}
    assert shown <= allowed


def test_members_delegates_bodies_and_chairs_stand_on_the_way_up() -> None:
    words = [text.words for text in texts(drawn(union()).svg)]
    for label, figure in (
        ("Members", "30.6% of 12,389"),
        ("Delegates at events", "25.0% of 480"),
        ("National bodies", "28.2% · 20 of 71"),
        ("President", "0.0% · 0 of 3"),
    ):
        assert label in words
        assert figure in words
    height = {text.words: text.y for text in texts(drawn(union()).svg)}
    assert height["President"] < height["National bodies"] < height["Delegates at events"] < height["Members"]


def test_a_body_shows_a_dot_for_each_seat_and_a_ring_for_each_that_women_lack() -> None:
    bureau = [found for found in union().findings if found.group == {"body": "Executive Bureau"}]
    with_seats = drawn(findings_of(*bureau)).svg
    without = drawn(findings_of()).svg
    women = marks(with_seats, "#4b2e83") - marks(without, "#4b2e83")
    assert women == 4 + 1  # the women, and the edge of the ring
    assert marks(with_seats, "#e0a526") - marks(without, "#e0a526") == 10  # the eleventh man has the ring


def test_a_hidden_figure_is_a_blank_with_its_reason_and_no_number() -> None:
    hidden = finding("staff_women_by_level", None, "share", {"level": "Director"}, reason="hidden")
    shown = finding("staff_women_by_level", 37 / 66, "share", {"level": "Officer"}, women=37, men=29)
    picture = drawn(findings_of(hidden, shown))
    words = [text.words for text in texts(picture.svg)]
    place = words.index("Director")
    assert words[place + 1] == language("en").text("reasons.hidden")
    assert "Director: hidden to protect people" in picture.alternative


def test_blanks_with_the_same_reason_are_one() -> None:
    levels = ["Director", "Manager", "Officer"]
    hidden = [finding("staff_women_by_level", None, "share", {"level": level}, reason="hidden") for level in levels]
    words = [text.words for text in texts(drawn(findings_of(*hidden)).svg)]
    assert "Director · Manager · Officer" in words
    assert words.count(language("en").text("reasons.hidden")) == 1


def test_hundred_boards_of_branches_are_one_square_each_and_no_rows() -> None:
    boards = [seats(f"Board {number:03}", 1, 5, 2) if number % 4 else seats(f"Board {number:03}", 3, 3, 0)
              for number in range(100)]  # fmt: skip
    words = [text.words for text in texts(drawn(findings_of(seats("Board of Directors", 2, 9, 3), *boards)).svg)]
    assert "Board of Directors" in words
    assert not any(word.startswith("Board 0") for word in words)
    assert "100 other bodies, a square each" in words
    assert "■ 25 meet the quota; □ 75 do not: they lack 150 women." in " ".join(words)


def test_the_targets_of_the_second_phase_are_marked() -> None:
    staff = findings_of(*[f for f in union().findings if f.indicator == "staff_women_by_level"])
    band = TargetRange(low=0.4, high=0.6, source="etuc")
    rated = staff.model_copy(update={"findings": [f.model_copy(update={"target": band}) for f in staff.findings]})
    lines = "stroke: #b3261e"
    assert drawn(staff, rated).svg.count(lines) - drawn(staff).svg.count(lines) == 2 * len(staff.findings)


def test_an_organisation_with_nothing_but_a_list_of_staff_has_blanks_for_the_rest() -> None:
    staff = [found for found in union().findings if found.indicator.startswith("staff")]
    absent = [finding("members_women_share", None, "share", reason="no_table", status="no_evidence")]
    words = [text.words for text in texts(drawn(findings_of(*staff, *absent)).svg)]
    assert "Members" in words
    assert words[words.index("Members") + 1] == language("en").text("reasons.no_table")
    assert "5.0% of 20" not in words
    assert "15.0% of 20" in words


@pytest.mark.parametrize("code", ["en", "fr"])
def test_without_any_findings_there_is_a_map_of_blanks(code: str) -> None:
    picture = inequality_map(findings_of(), None, organisation(), "2025", language(code))
    words = [text.words for text in texts(picture.svg)]
    assert words.count(language(code).text("map.not_recorded")) == 7  # three panels and four tiles
    assert picture.pdf.startswith(b"%PDF")


@pytest.mark.parametrize("code", languages())
def test_no_text_overlaps_another_or_leaves_the_page(code: str) -> None:
    for findings in (union(), with_long_names(), findings_of()):
        placed = texts(inequality_map(findings, findings, organisation(), "2025", language(code)).svg)
        assert all(text.left >= 30 and text.right <= 1161 and text.y <= 830 for text in placed)
        overlapping = [(a.words, b.words) for a, b in itertools.combinations(placed, 2) if a.overlaps(b)]
        assert overlapping == []


def test_text_can_be_read_at_arms_length() -> None:
    assert min(text.size for text in texts(drawn(union()).svg)) >= 14


def test_the_map_needs_nothing_else_and_is_small() -> None:
    svg = drawn(union()).svg
    assert len(svg.encode()) < 120_000
    addresses = re.findall(r"(?:href|src|url)\s*[=(]\s*['\"]?([^'\")]+)", svg)
    assert all(address.startswith("#") for address in addresses)
    assert "DejaVu Sans, Verdana, Arial, sans-serif" in svg


def test_the_same_findings_give_the_same_bytes() -> None:
    first, second = drawn(union()), drawn(union())
    assert (first.svg, first.pdf) == (second.svg, second.pdf)


def test_a_name_cannot_break_the_picture() -> None:
    body = seats("<script>$x^2$ & 'Bureau'", 2, 9, 2)
    assert body.group["body"] in [text.words for text in texts(drawn(findings_of(body)).svg)]


def test_a_sample_is_marked_as_invented() -> None:
    note = language("en").text("map.invented")
    real = organisation().model_copy(update={"invented": False})
    assert note in [text.words for text in texts(drawn(union()).svg)]
    assert note not in [text.words for text in texts(inequality_map(union(), None, real, "2025", language("en")).svg)]


def test_the_alternative_text_names_each_step_with_its_base_and_what_is_lacking() -> None:
    words = drawn(union()).alternative
    assert "Members: 30.6% of 12,389, youth 36.9%" in words
    assert "Executive Bureau: 26.7% · 4 of 15, 1 seat missing to the quota" in words
    assert "Mean pay gap per hour, as a part of men's pay: 18.1%" in words


def test_the_small_map_says_the_same_within_the_text_column() -> None:
    chart = small(union(), organisation(), "2025", language("en"))
    assert chart.alternative == drawn(union()).alternative
    words = [text.words for text in texts(chart.svg)]
    assert "30.6% of 12,389" in words
    assert all(text.right <= 806 for text in texts(chart.svg))
    overlapping = [(a.words, b.words) for a, b in itertools.combinations(texts(chart.svg), 2) if a.overlaps(b)]
    assert overlapping == []


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
        finding("bodies_by_role", 0.3, "share", {"role": "Member"}, women=18, men=42),
        *[seats(name, *counts) for name, counts in BODIES.items()],
        finding("bodies_youth_seats", 1, "seats", {"body": "Executive Bureau"}, women=1, men=1, n=15, share=2 / 15),
        *[
            finding("staff_women_by_level", women / (women + men), "share", {"level": level}, women=women, men=men)
            for level, (women, men) in SHARES.items()
        ],
        finding("staff_women_share", 51 / 120, "share", women=51, men=69),
        finding("glass_ceiling_index", 2.83, "ratio", women=51, men=69),
        finding("pay_gap_mean", 0.181, "gap", women=51, men=69),
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
        "group": group or {}, "value": value, "unit": unit, "n": base, "women": women, "men": men,
        "status": status or ("calculated" if reason is None else "suppressed"), "reason": reason, "details": details,
    })  # fmt: skip


def findings_of(*found: Finding) -> Findings:
    return invented(*found, phase="baseline")


def organisation() -> Organisation:
    return Organisation(name="Federation of Unions", kind="trade_union", languages=["en"], invented=True)


def drawn(findings: Findings, gaps: Findings | None = None):  # type: ignore[no-untyped-def]
    return inequality_map(findings, gaps, organisation(), "2025", language("en"))


# What stands in a picture


def marks(svg: str, colour: str) -> int:
    """Marks with this fill or edge."""
    return len([use for use in re.findall(r"<use [^>]*>", svg) if colour in use])


def numbers(words: str) -> list[str]:
    return re.findall(r"\d[\d,]*(?:\.\d+)?%?", words)


def numbers_of(findings: Findings, own: Language) -> set[str]:
    """All numbers of the findings, as the language writes them."""
    allowed = set()
    for found in findings.findings:
        counts = [found.n, found.women, found.men, (found.women or 0) + (found.men or 0)]
        allowed |= {own.figure(number, "count") for number in counts if number is not None}
        allowed |= {own.figure(found.value, found.unit), own.figure(found.details.get("share"), "share")}
    return allowed
