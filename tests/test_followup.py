"""Follow-up on an earlier round: states of actions, changes of figures, and what is not told."""

import datetime as dt

import pandas as pd
import pytest
from invented_findings import findings as invented

from genderaudit.actions import answered
from genderaudit.findings import Finding, Findings, Interval, Rank, SelectedRecommendation, TargetRange
from genderaudit.followup import compare, follow_up
from genderaudit.language import language
from genderaudit.measures.counting import Headcount
from genderaudit.measures.projection import change_between
from genderaudit.methodology import methodology
from genderaudit.report.followup import changes_sections, follow_up_section, response_section

DAY = dt.date(2025, 6, 30)
PARITY = TargetRange(low=0.4, high=0.6, source="etuc")


def share(women: float, n: float, **changes: object) -> Finding:
    """A share of women among staff, with its target."""
    given = {
        "id": "gap_analysis/staff_women_share",
        "phase": "gap_analysis",
        "area": "J",
        "indicator": "staff_women_share",
        "value": women / n,
        "unit": "share",
        "n": n,
        "women": women,
        "men": n - women,
        "interval": Interval(low=0, high=1, level=0.95),
        "target": PARITY,
        "rating": "approaches",
        "status": "calculated",
    }
    return Finding.model_validate(given | changes)


def seats(missing: float) -> Finding:
    changes = {"indicator": "bodies_women_seats", "unit": "seats", "value": missing, "interval": None}
    return share(3, 10, group={"body": "Board"}, **changes)


def document(rating: str | None) -> Finding:
    value = {"missing": 0, "approaches": 1, "meets": 2, "exceeds": 3}.get(rating or "")
    status = "calculated" if rating else "no_evidence"
    changes = {"indicator": "document_rating", "unit": "score", "value": value, "rating": rating, "status": status}
    return share(1, 1, group={"criterion": "K1"}, interval=None, target=None, **changes)


def found(round: str, *findings: Finding, proposed: tuple[str, ...] = ()) -> Findings:
    chosen = [
        SelectedRecommendation(
            recommendation=name,
            area="K",
            rank=Rank(),
            place=1,
            evidence=[],
        )
        for name in proposed
    ]
    return invented(*findings, round=round, recommendations=chosen)


def table(*rows: dict[str, object]) -> pd.DataFrame:
    columns = ["recommendation", "decision", "owner", "note", "due", "budget", "round", "status", "cleared"]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.astype({"due": "datetime64[ns]", "budget": float})


def verdict(before: Finding, after: Finding) -> tuple[str, str | None]:
    change = compare(before, after, methodology())
    return change.verdict, change.reason


def test_a_share_that_comes_closer_to_its_target_beyond_chance_improved() -> None:
    assert verdict(share(100, 400), share(150, 400)) == ("improved", None)


def test_a_share_that_moves_away_from_its_target_beyond_chance_got_worse() -> None:
    assert verdict(share(150, 400), share(100, 400)) == ("worsened", None)


def test_the_same_change_among_few_people_cannot_be_told_from_chance() -> None:
    assert verdict(share(10, 40), share(15, 40)) == ("cannot_tell", "within_chance")


def test_interval_and_detectable_change_of_a_share_are_those_of_the_measure() -> None:
    change = compare(share(10, 40), share(15, 40), methodology())
    expected = change_between(Headcount(women=10, men=30), Headcount(women=15, men=25))
    assert (change.low, change.high) == (expected.low, expected.high)
    assert change.detectable == expected.details["detectable"]


def test_more_than_the_parity_band_is_not_better() -> None:
    assert verdict(share(200, 400), share(320, 400))[0] == "worsened"


def test_a_figure_within_its_target_in_both_rounds_is_kept_whatever_it_did() -> None:
    assert verdict(share(170, 400), share(230, 400)) == ("kept", None)


def test_seats_are_counted_whole_and_one_less_missing_is_better() -> None:
    assert verdict(seats(2), seats(1)) == ("improved", None)
    assert verdict(seats(1), seats(2)) == ("worsened", None)


def test_a_higher_rating_of_a_document_is_better() -> None:
    assert verdict(document("missing"), document("meets")) == ("improved", None)
    assert verdict(document("meets"), document("meets")) == ("kept", None)


def test_a_ratio_is_compared_through_the_intervals_of_both_rounds() -> None:
    # Zou and Donner: 0.9 (0.85 to 0.95) − 0.6 (0.55 to 0.65): ± √(0.05² + 0.05²).
    given = {"indicator": "promotion_ratio", "unit": "ratio", "target": TargetRange(low=0.8, high=None, source="x")}
    before = share(6, 10, value=0.6, **given | {"interval": Interval(low=0.55, high=0.65, level=0.95)})
    after = share(9, 10, value=0.9, **given | {"interval": Interval(low=0.85, high=0.95, level=0.95)})
    change = compare(before, after, methodology())
    half = 0.05 * 2**0.5
    assert (change.low, change.high) == (pytest.approx(0.3 - half), pytest.approx(0.3 + half))
    assert change.verdict == "improved"


def test_an_index_without_interval_cannot_be_told() -> None:
    given = {"indicator": "duncan_index", "unit": "index", "interval": None}
    assert verdict(share(5, 10, **given), share(4, 10, **given)) == ("cannot_tell", "no_interval")


def test_a_figure_without_a_target_only_changes() -> None:
    given = {"indicator": "members_women_share", "target": None, "rating": None}
    assert verdict(share(100, 400, **given), share(150, 400, **given)) == ("changed", None)


@pytest.mark.parametrize("hidden_then", [True, False])
def test_what_was_hidden_in_one_round_is_not_shown_for_the_other(hidden_then: bool) -> None:
    nothing = {"value": None, "women": None, "men": None, "n": None, "interval": None, "rating": None}
    hidden = share(3, 10).model_copy(update=nothing | {"status": "suppressed", "reason": "hidden"})
    pair = (hidden, share(150, 400)) if hidden_then else (share(150, 400), hidden)
    change = compare(*pair, methodology())
    assert (change.verdict, change.reason) == ("cannot_tell", "hidden")
    numbers = (change.before, change.after, change.change, change.n_before, change.n_after, change.low, change.high)
    assert set(numbers) == {None}


def test_an_action_carries_its_success_indicator_then_and_now() -> None:
    actions = table({"recommendation": "violence_mechanism", "decision": "accept", "status": "started"})
    followed = follow_up(
        [found("2022", document("missing"), proposed=("violence_mechanism", "quota_rules"))],
        [found("2025", document("approaches"))],
        actions,
        methodology(),
        DAY,
    )
    (action,) = followed.actions
    assert [(one.before, one.after, one.verdict) for one in action.success] == [(0, 1, "improved")]
    assert followed.unanswered == ["quota_rules"]


def test_what_is_rated_in_one_round_only_is_no_change() -> None:
    followed = follow_up([found("2022", seats(2))], [found("2025", document("meets"))], table(), methodology(), DAY)
    assert followed.changes == []


ADDED = {"recommendation": "Meet <b>by day</b>", "decision": "accept", "note": "since May", "owner": "the board"}


@pytest.mark.parametrize("code", ["en", "fr"])
def test_actions_of_their_own_stand_with_their_words_and_budget(code: str) -> None:
    actions = table(ADDED | {"budget": 450000, "cleared": True})
    followed = follow_up([found("2022")], [found("2025")], actions, methodology(), DAY)
    html = str(follow_up_section(followed, "XOF", language(code), "recommendations").html)
    assert language(code).html("followup.own", text=ADDED["recommendation"]) in html
    assert all(words in html for words in ("since May", "the board", "\N{NO-BREAK SPACE}XOF"))
    assert "<b>" not in html


def test_words_that_nobody_cleared_do_not_reach_the_report() -> None:
    followed = follow_up([found("2022")], [found("2025")], table(ADDED), methodology(), DAY)
    html = str(follow_up_section(followed, None, language("en"), "recommendations").html)
    assert "An action of the organisation’s own" in html
    assert not any(word in html for word in ("by day", "since May", "the board"))


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_state_and_verdict_has_words(code: str) -> None:
    names = ("violence_mechanism", "quota_rules", "attendance_lists", "gender_policy", "committee_budgets")
    states = [("accept", "done"), ("accept", "started"), ("reject", None), ("amend", "stopped"), ("accept", "planned")]
    due = [None, dt.datetime(2024, 1, 1), None, None, dt.datetime(2026, 1, 1)]
    rows = [
        {"recommendation": name, "decision": decision, "status": status, "due": day}
        for name, (decision, status), day in zip(names, states, due, strict=True)
    ]
    other = {"group": {"level": "Director"}}
    earlier = found("2022", share(100, 400), share(150, 400, **other), seats(2), document("missing"))
    now = found("2025", share(150, 400), share(100, 400, **other), seats(1), document("meets"))
    followed = follow_up([earlier], [now], table(*rows), methodology(), DAY)
    text = str(follow_up_section(followed, None, language(code), "recommendations").html)
    text += "".join(str(section.html) for section in changes_sections(followed, language(code), "recommendations"))
    assert language(code).text("workbook.decision.reject") in text
    for state in ("done", "late", "abandoned", "under_way"):
        assert language(code).text(f"followup.states.{state}") in text
    for heading in ("improved", "worsened"):
        assert language(code).text(f"followup.{heading}") in text


def test_the_management_response_shows_decisions_and_counts_what_is_open() -> None:
    proposed = ["gender_policy", "quota_rules", "attendance_lists"]
    answers = table({"recommendation": "gender_policy", "decision": "reject", "round": "2025", "note": "secret"})
    actions = answered(answers, proposed, DAY)
    html = str(response_section(actions, proposed, None, language("en"), "recommendations").html)
    assert "Recommendations of this round: 3 – accepted: 0, amended: 0, rejected: 1, open: 2." in html
    assert "secret" not in html


class TestWorse:
    """What brings a rejected recommendation back: a change for the worse that these numbers can show."""

    @staticmethod
    def worse(before: Finding, after: Finding) -> list[str]:
        followed = follow_up([found("2022", before)], [found("2025", after)], table(), methodology(), DAY)
        return [change.indicator for change in followed.worse([after])]

    def test_more_seats_missing(self) -> None:
        assert self.worse(seats(1), seats(2)) == ["bodies_women_seats"]
        assert self.worse(seats(2), seats(1)) == []

    def test_a_lower_rating_of_a_document(self) -> None:
        assert self.worse(document("meets"), document("missing")) == ["document_rating"]

    def test_a_share_only_beyond_the_smallest_change_that_could_be_seen(self) -> None:
        assert self.worse(share(160, 400), share(100, 400)) == ["staff_women_share"]
        change = compare(share(145, 400), share(117, 400), methodology())
        assert (change.verdict, abs(change.change or 0) < (change.detectable or 0)) == ("worsened", True)
        assert self.worse(share(145, 400), share(117, 400)) == []
