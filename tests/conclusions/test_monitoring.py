"""Follow-up between audits: where each action stands on a day, what moved, and the page for the committee."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from answered_plans import NAMES, PLANS, filled
from examples import Builder
from hypothesis import given, settings

from genderaudit.cli import DONE, FAILED, main
from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.monitoring import (
    PLACES,
    History,
    Meeting,
    Monitoring,
    counts,
    counts_by_owner,
    monitor,
    place_of,
)
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.followup import standing_sentence

DAY = dt.date(2025, 6, 30)
FIRST, LATER = dt.date(2025, 2, 1), dt.date(2025, 5, 1)


def plan(day: dt.date, *actions: Action, unanswered: list[str] | None = None, before: Meeting | None = None):
    return Monitoring(round="2025", on=day, actions=list(actions), unanswered=unanswered or [], before=before)


def acted(name: str, state: str, **more: object) -> Action:
    return Action(recommendation=name, decision="accept", state=state, **more)


def test_every_action_stands_in_one_place_of_both_tables() -> None:
    found = plan(
        DAY,
        acted(NAMES[0], "done", owner="Board"),
        acted(NAMES[1], "late"),
        Action(recommendation=NAMES[2], decision="reject"),
        Action(text="Meet by day", state="under_way", owner="Board"),
        unanswered=NAMES[3:6],
    )
    by_area = counts(found, methodology())
    sums = {place: sum(row[place] for row in by_area.values()) for place in PLACES}
    assert sums == {"done": 1, "under_way": 1, "late": 1, "abandoned": 0, "rejected": 1, "unanswered": 3}
    assert by_area[""]["under_way"] == 1  # the organisation's own
    assert {name: sum(row.values()) for name, row in counts_by_owner(found).items()} == {"Board": 2, "": 1}


def test_what_moved_is_told_against_the_last_follow_up_before_the_day() -> None:
    first = plan(FIRST, acted(NAMES[0], "under_way"), acted(NAMES[1], "under_way"), unanswered=[NAMES[2]])
    second = plan(LATER, acted(NAMES[0], "late"), acted(NAMES[1], "under_way"), acted(NAMES[2], "under_way"))
    history = History().with_meeting(second.meeting).with_meeting(first.meeting)
    assert history.before(FIRST) is None
    assert history.before(DAY) == second.meeting
    moved = second.model_copy(update={"before": history.before(LATER)}).moved()
    assert moved == {NAMES[0]: ("under_way", "late"), NAMES[2]: ("unanswered", "under_way")}
    assert history.with_meeting(first.meeting) == history


class TestCommand:
    def write(self, folder: Path, answers: list[dict[str, object]], own: list[dict[str, object]]) -> None:
        folder.joinpath("action_plan.xlsx").write_bytes(filled(NAMES[:4], answers, own, "fr"))

    def test_the_page_says_where_each_action_stands_and_the_next_one_what_moved(self, tmp_path: Path, capsys) -> None:
        settings = "name: Mutuelle Jigi\nkind: mutual\nlanguages: [fr]\n"
        folder = Builder(tmp_path).organisation(settings=settings)
        begun = {"decision": "accept", "status": "started", "due": dt.datetime(2025, 3, 1), "owner": "Bureau"}
        own = [{"recommendation": "Crèche & repas à l’assemblée", "status": "planned"}]
        self.write(folder, [begun, {"decision": "reject", "note": "Trop cher"}], own)
        command = ["follow-up", "example", "--workspace", str(tmp_path), "--on"]
        assert main([*command, FIRST.isoformat()]) == DONE
        page = Path(capsys.readouterr().out.strip()).read_text("utf-8")
        expected = [NAMES[2], NAMES[3]]
        texts = language("fr")
        assert not [name for name in expected if texts.text(f"recommendations.{name}.short") not in page]
        assert "Sans réponse\N{NO-BREAK SPACE}: 2 propositions" in page
        assert "Trop cher" in page
        assert "Crèche &amp; repas" in page
        begun |= {"status": "done", "seen": "Procès-verbal du 4 avril"}
        self.write(folder, [begun, {"decision": "reject", "note": "Trop cher"}], own)
        assert main([*command, LATER.isoformat()]) == DONE
        page = Path(capsys.readouterr().out.strip()).read_text("utf-8")
        assert "Ce qui a bougé depuis le 1er février 2025" in page
        assert "en cours → faite" in page
        assert "Procès-verbal du 4 avril" in page

    def test_without_a_plan_it_says_where_to_put_one(self, tmp_path: Path, capsys) -> None:
        Builder(tmp_path).organisation(settings="name: Mutuelle Jigi\nkind: mutual\nlanguages: [fr]\n")
        assert main(["follow-up", "example", "--workspace", str(tmp_path)]) != DONE
        assert "data/raw/example/2025" in capsys.readouterr().err

    def test_a_plan_with_errors_is_not_half_read(self, tmp_path: Path, capsys) -> None:
        answers = f"recommendation,decision,round\n{NAMES[0]},perhaps,2025\n"
        Builder(tmp_path).organisation({"actions.csv": answers})
        assert main(["follow-up", "example", "--workspace", str(tmp_path)]) == FAILED
        assert "decision" in capsys.readouterr().out
        assert not (tmp_path / "outputs").exists()


@settings(max_examples=5)
@given(*PLANS)
def test_the_sums_of_the_page_are_those_of_its_tables(tmp_path_factory, proposed, answers, own) -> None:
    """The lead sentence counts what the tables count, whatever was answered."""
    root = tmp_path_factory.mktemp("plan")
    folder = Builder(root).organisation()
    own = [{"recommendation": f"Own {place}"} | {"status": one["status"]} for place, one in enumerate(own)]
    folder.joinpath("action_plan.xlsx").write_bytes(filled(proposed, answers[: len(proposed)], own, "en"))
    found = monitor(Workspace.open(root), "example", read_organisation(folder.parent), methodology(), DAY)
    assert found is not None
    sums = found.standing
    assert sums.proposed == len(proposed)
    assert len(found.at("rejected")) == sums.decided["reject"]
    assert sum(sum(row.values()) for row in counts(found, methodology()).values()) == len(proposed) + len(own)
    assert {place_of(action) for action in found.actions} <= set(PLACES)
    assert str(sums.proposed) in standing_sentence(sums, None, language("en"))
