"""Actions of an earlier round: their states, their success, and the pages that tell them."""

import datetime as dt
import re

import pytest
from invented_findings import findings as invented
from two_rounds import DAY, document, followed_up, found, seats, share, table, together, view

from genderaudit.conclusions.actions import answered
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology
from genderaudit.report.followup import (
    changes_sections,
    follow_up_section,
    progress_section,
    response_section,
    standing_sentence,
)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_what_cannot_be_told_of_a_success_indicator_says_why(code: str) -> None:
    texts = language(code)
    groups = [{"group": {"sex": sex}, "indicator": "response_rate"} for sex in ("F", "M")]
    whole = share(40, 100, indicator="response_rate").model_copy(update={"women": None, "men": None})
    action = table({"recommendation": "facts_back_to_people", "decision": "accept", "status": "done"})
    for those in ([whole], [whole.model_copy(update=one) for one in groups]):
        then, now = found("2022", *those), found("2025", *(one.model_copy(update={"value": 0.42}) for one in those))
        followed = followed_up([then, invented(view(0.5, 90))], [now, invented(view(0.5, 90))], action)
        html = str(follow_up_section(followed, None, texts, "recommendations").html)
        assert texts.text("followup.reasons.within_chance") in html


@pytest.mark.parametrize(("name", "indicator"), [("share_key_posts", "bodies_leading_share")])
def test_success_is_read_from_what_the_action_is_about(name: str, indicator: str) -> None:
    (entry,) = (one for one in methodology().recommendations if one.id == name)
    assert entry.success == indicator
    assert indicator in {trigger.indicator for trigger in entry.when}


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_page_names_people_of_both_rounds_and_what_is_unchanged_and_short(code: str) -> None:
    body = seats(2).model_copy(update={"details": {"share": 0.3, "quota": 0.5}})
    earlier = found("2022", share(100, 410), body, document("approaches"))
    now = found("2025", share(150, 400), body, document("approaches"))
    sections = changes_sections(followed_up([earlier], [now], table()), language(code), "recommendations")
    page = " ".join(str(section.html) for section in sections)
    of = language(code).text
    assert of("tables_text.of_whole", part=100, n=410, share=100 / 410) in page
    assert of("tables_text.of_whole", part=150, n=400, share=0.375) in page
    assert of("followup.off_target") in page
    assert of("followup.seats_held", number=3, n=10, missing=of("followup.seats_missing", number=2)) in page


def test_an_action_carries_its_success_indicator_then_and_now() -> None:
    actions = table({"recommendation": "violence_mechanism", "decision": "accept", "status": "started"})
    followed = followed_up(
        [found("2022", document("missing"), proposed=("violence_mechanism", "quota_rules"))],
        [found("2025", document("approaches"))],
        actions,
    )
    (action,) = followed.actions
    assert [(one.before, one.after, one.verdict) for one in action.success] == [(0, 1, "improved")]
    assert followed.unanswered == ["quota_rules"]


ADDED = {"recommendation": "Meet <b>by day</b>", "decision": "accept", "note": "since May", "owner": "the board"}


@pytest.mark.parametrize("code", ["en", "fr"])
def test_actions_of_their_own_stand_with_their_words_and_budget(code: str) -> None:
    actions = table(ADDED | {"budget": 450000, "cleared": True})
    followed = followed_up([found("2022")], [found("2025")], actions)
    html = str(follow_up_section(followed, "XOF", language(code), "recommendations").html)
    assert language(code).html("followup.own", text=ADDED["recommendation"]) in html
    assert not [words for words in ("since May", "the board", language(code).money(450000, "XOF")) if words not in html]
    assert "<b>" not in html


def test_words_that_nobody_cleared_do_not_reach_the_report() -> None:
    followed = followed_up([found("2022")], [found("2025")], table(ADDED))
    html = str(follow_up_section(followed, None, language("en"), "recommendations").html)
    assert "An action of the organisation’s own" in html
    assert not [word for word in ("by day", "since May", "the board") if word in html]


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
    followed = followed_up([earlier], [now], table(*rows))
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


def people(indicator: str, part: float, n: float, **changes: object) -> Finding:
    given = {"id": f"gap_analysis/{indicator}", "indicator": indicator, "interval": None}
    return share(part, n, **given | changes)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_page_one_of_a_second_round_says_what_full_counts_were_and_are_and_what_is_done(code: str) -> None:
    texts = language(code)
    together = {"indicator": "bodies_seats_together", "unit": "seats", "interval": None, "group": {}}
    then = [
        people("staff_women_share", 8, 18),
        share(33, 168, value=30.0, details={"share": 33 / 168}, **together),
        people("staff_women_by_level", 1, 9, group={"level": "Director"}),
    ]
    now = [
        people("staff_women_share", 9, 19),
        share(44, 175, value=24.0, details={"share": 44 / 175}, **together),
        people("staff_women_by_level", 2, 9, group={"level": "Director"}),
    ]
    rows = [{"recommendation": "gender_policy", "decision": "accept", "status": "done"}]
    rows += [{"recommendation": name, "decision": "accept", "status": "started"} for name in ("quota_rules",)]
    followed = followed_up([found("2022", *then)], [found("2025", *now)], table(*rows))
    section = progress_section(followed, methodology(), texts, "recommendations")
    items = [item.replace("\N{NO-BREAK SPACE}", " ") for item in str(section.html).split("<li>")[1:]]
    seats, staff, sums, done = items
    assert [int(number) for number in re.findall(r"(?<![\d,.])\d+(?![\d,.]*%|[\d,.]* %)", seats)] == [
        *(2022, 33, 168, 30, 2025, 44, 175, 24)
    ]
    assert not [number for number in ("8", "18", "9", "19") if number not in staff]
    assert "Director" not in section.html
    assert str(standing_sentence(followed.standing, "2022", texts)).replace("\N{NO-BREAK SPACE}", " ") in sums
    assert texts.text("recommendations.gender_policy.action")[:40] in done
    assert texts.text("recommendations.quota_rules.action")[:40] not in section.html


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize(
    ("status", "rating", "said"),
    [
        ("done", "approaches", "not_met"),
        ("done", "meets", None),
        ("started", "meets", "met"),
        ("started", "missing", None),
    ],
)
def test_a_state_that_the_document_review_contradicts_says_so(
    code: str, status: str, rating: str, said: str | None
) -> None:
    """*Done* while its criterion is not met, *late* while it is: both stand beside each other."""
    texts, due = language(code), dt.datetime(2024, 1, 1)
    action = table({"recommendation": "violence_mechanism", "decision": "accept", "status": status, "due": due})
    then, now = found("2022", document("missing")), found("2025", document(rating))
    followed = followed_up([then], [now], action)
    page = str(follow_up_section(followed, None, texts, "recommendations").html)
    first = str(progress_section(followed, methodology(), texts, "recommendations").html)
    words = {name: texts.text(f"followup.reviewed.{name}", code="K1") for name in ("met", "not_met")}
    assert [name for name, text in words.items() if text in page] == ([said] if said else [])
    assert (words["not_met"] in first) == (said == "not_met")


def test_the_document_that_puts_an_action_in_place_counts_and_not_only_its_success() -> None:
    """A quota was *late* beside an answer that it stands in the statutes; its success is seats."""
    due = dt.datetime(2024, 1, 1)
    action = table({"recommendation": "quota_women_bodies", "decision": "accept", "status": "started", "due": due})
    statutes = document("meets").model_copy(update={"group": {"criterion": "I1"}})
    followed = followed_up([found("2022", together(30, 2))], [found("2025", statutes)], action)
    assert followed.actions[0].documents == {"I1": "meets"}
    html = str(follow_up_section(followed, None, language("en"), "recommendations").html)
    assert language("en").text("followup.reviewed.met", code="I1") in html


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("text", ["Meet by day", "Meet by day."])
def test_an_own_action_ends_before_what_the_organisation_says(code: str, text: str) -> None:
    own = table({"recommendation": text, "decision": "accept", "note": "since May", "cleared": True})
    followed = followed_up([found("2022")], [found("2025")], own)
    html = str(follow_up_section(followed, None, language(code), "recommendations").html)
    assert "Meet by day.<br>" in html
    assert language(code).html("followup.in_words", note="since May.") in html
