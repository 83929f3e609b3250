"""The team's hand: what the validation session orders, leaves out, words anew and ticks, and what it cannot change."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_findings import finding, findings

from genderaudit import cli
from genderaudit.audit.notebook import Audit, open_audit
from genderaudit.conclusions.actions import Action, answered
from genderaudit.conclusions.claims import SheetPosition, foreign_numbers, problems_of_session
from genderaudit.conclusions.findings import Rank, SelectedRecommendation
from genderaudit.conclusions.findings_file import read, write
from genderaudit.conclusions.messages import leading, offered
from genderaudit.conclusions.publication import Publication
from genderaudit.conclusions.recommendations import in_order
from genderaudit.conclusions.session import Session, SessionNote, session_of
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.intake import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.session import session_section
from genderaudit.workbooks import action_plan

HEADS = finding("bodies_leading_share", value=0.176, n=17.0, women=3.0, rating="missing")
BUDGET = finding("budget_gender_share", value=0.036, n=8.0, rating="missing")
MEMBERS = finding("members_women_share", value=0.306, n=12_389.0, women=3_790.0, rating="approaches")
FOUND = (HEADS, BUDGET, MEMBERS)
KNOWN = {one.id: one for one in FOUND}
UNION = Organisation(name="Example Union", kind="trade_union", languages=["fr", "en"])


def session(**notes: dict[str, object]) -> Session:
    """Notes by a short name of their finding."""
    ids = {"heads": HEADS.id, "budget": BUDGET.id, "members": MEMBERS.id}
    return Session(notes=[SessionNote.model_validate({"subject": ids.get(k, k), **v}) for k, v in notes.items()])


def advice(*names: str) -> list[SelectedRecommendation]:
    rank = Rank(severity=2, pattern=4, women=1.0, breadth=2, duty=False, asked_for=False, quick=False, weight=3)
    known = {one.id: one.area for one in methodology().recommendations}
    return [
        SelectedRecommendation(recommendation=name, area=known[name], rank=rank, place=1, evidence=[]) for name in names
    ]


class TestOrder:
    def test_what_the_session_placed_comes_first_and_the_others_as_they_rank(self):
        plain = leading(FOUND, methodology())
        assert plain[0] == HEADS.id
        placed = leading(FOUND, methodology(), session=session(members={"order": 1}, budget={"order": 2}))
        assert placed == [MEMBERS.id, BUDGET.id, HEADS.id]

    def test_what_is_left_out_does_not_lead_and_a_place_does_not_bring_it_back(self):
        left = session(heads={"left_out": True, "order": 1}, budget={"left_out": True})
        assert leading(FOUND, methodology(), session=left) == [MEMBERS.id]

    def test_findings_of_one_place_stand_as_the_sheet_lists_them(self):
        same = session(members={"order": 1}, heads={"order": 1}, budget={"order": 1})
        assert same.placed(KNOWN) == [MEMBERS.id, HEADS.id, BUDGET.id]

    def test_every_gap_is_offered_in_the_order_of_the_audit(self):
        given = [one.id for one in offered(FOUND, methodology())]
        assert sorted(given) == sorted(KNOWN)
        assert given[0] == HEADS.id

    def test_recommendations_that_are_ticked_lead_in_the_order_in_which_they_rank(self):
        chosen = advice("share_key_posts", "steering_committee", "trusted_contacts", "men_as_allies")
        names = [one.recommendation for one in in_order(chosen, ticked=["men_as_allies", "steering_committee"])]
        assert names == ["steering_committee", "men_as_allies", "share_key_posts", "trusted_contacts"]


class TestTitles:
    @pytest.mark.parametrize(
        ("code", "title"),
        [
            ("en", "Three of 17 who lead a body are women"),
            ("en", "Only 17.6 % of those who lead are women, in 2025"),
            ("en", "Women lead 3, men 14 of our bodies"),
            ("fr", "Trois femmes à la tête de 17 instances"),
            ("fr", "Deux postes sur dix seulement"),
            ("fr", "Les femmes ne dirigent presque rien"),
        ],
    )
    def test_may_hold_the_numbers_of_their_finding_a_round_and_tenths(self, code, title):
        assert foreign_numbers(title, HEADS, code, ["2025"]) == []

    @pytest.mark.parametrize(
        ("code", "title", "foreign"),
        [
            ("en", "Five of 17 who lead a body are women", ["five"]),
            ("en", "40 % of those who lead are women", ["40"]),
            ("en", "Half of those who lead are women", ["half"]),
            ("en", "Three of ten", ["ten"]),
            ("fr", "La moitié des postes aux femmes", ["moitie"]),
            ("fr", "Aucune femme ne dirige", ["aucune"]),
            ("fr", "Plus de 50 ans d’attente", ["50"]),
        ],
    )
    def test_with_another_number_are_refused(self, code, title, foreign):
        assert foreign_numbers(title, HEADS, code) == foreign

    def test_a_third_is_what_is_near_it(self):
        assert foreign_numbers("Moins d’un tiers des membres", MEMBERS, "fr") == []
        assert foreign_numbers("Two thirds of our members are women", MEMBERS, "en") == ["thirds"]
        assert foreign_numbers("3 790 femmes sur 12 389 membres, soit 30,6 %", MEMBERS, "fr") == []
        assert foreign_numbers("3,790 women of 12,389 members, or 31 %", MEMBERS, "en") == []

    def test_a_part_of_a_whole_may_be_said_whatever_the_unit_of_the_finding(self):
        index = finding("glass_ceiling_index", value=1.4, unit="ratio", n=13.0, women=4.0)
        told = finding("glass_ceiling_index", value=1.4, unit="ratio", details={"share_top": 0.308})
        for one in (index, told):
            assert foreign_numbers("Moins d’un tiers de femmes, soit 30,8 %", one, "fr") == []
            assert foreign_numbers("La moitié", one, "fr") == ["moitie"]

    @given(st.integers(0, 99_999), st.sampled_from(languages()))
    def test_no_whole_number_passes_that_the_finding_does_not_round_to(self, number, code):
        passes = not foreign_numbers(language(code).figure(number, "count"), MEMBERS, code)
        own = {3_790, 12_389, 8_599, round(30.6), 0 if round(0.306) == 0 else 1}
        assert passes == (number in own)

    def test_all_that_cannot_be_printed_is_said_in_sentences(self):
        wrong = session(heads={"left_out": True}, budget={"titles": {"en": "9 % for equality", "fr": "3,6 %"}})
        place = SheetPosition("action_plan.xlsx", "Validation", {HEADS.id: 5, BUDGET.id: 6})
        said = [one.sentence(language("en")) for one in problems_of_session(wrong, KNOWN, HEADS.id, ["2025"], place)]
        assert said == [
            "Error: action_plan.xlsx, sheet “Validation”, row 6: The title “9 % for equality” has a number that its "
            "finding does not have: 9. Use the numbers in the column of findings, or a title without any.",
            "Error: action_plan.xlsx, sheet “Validation”, row 5: The first gap of the audit is left out without a "
            "reason. Write why, for the report prints it, or give it another place.",
        ]

    def test_the_first_gap_is_left_out_with_a_reason_and_any_other_without(self):
        left = session(heads={"left_out": True, "reason": "Voted on in March."}, budget={"left_out": True})
        assert problems_of_session(left, KNOWN, HEADS.id, [], SheetPosition()) == []


class TestSheet:
    """Written with the findings, filled in, read back."""

    @staticmethod
    def filled(folder: Path, code: str = "fr", **cells: dict[str, object]) -> None:
        plan = action_plan(
            advice("share_key_posts"), KNOWN, methodology(), UNION, "2025", language(code), offered=FOUND
        )
        book = openpyxl.load_workbook(io.BytesIO(plan))
        sheet = book[language(code).text("workbook.validation.sheet")]
        names = {cell.value: cell.column for cell in sheet[3] if cell.value}
        for row in range(5, sheet.max_row + 1):
            for name, value in cells.get(str(sheet.cell(row, names["subject"]).value), {}).items():
                sheet.cell(row, names[name]).value = value
        folder.mkdir(exist_ok=True)
        (folder / "members.csv").write_text("sex,count\nF,30\nM,40\n")
        book.save(folder / "action_plan.xlsx")

    @pytest.mark.parametrize("code", languages())
    def test_comes_back_as_it_was_filled_in(self, tmp_path, code):
        yes = language(code).text("form.options.yes")
        told = {"order": 2, "title_fr": "3,6 % du budget", "title_en": "3.6 % of the budget", "said": "Dès 2026."}
        left = {"left_out": yes, "reason": "Voted on in March."}
        cells = {BUDGET.id: told, HEADS.id: left, "share_key_posts": {"ticked": yes}}
        self.filled(tmp_path / "2025", code, **cells)
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert intake.errors == ()
        found = session_of(intake.tables["validation"], "2025")
        titles = {"fr": "3,6 % du budget", "en": "3.6 % of the budget"}
        assert found.of(BUDGET.id) == SessionNote(subject=BUDGET.id, order=2, said="Dès 2026.", titles=titles)
        assert found.of(HEADS.id) == SessionNote(subject=HEADS.id, left_out=True, reason="Voted on in March.")
        assert found.ticked == ["share_key_posts"]

    def test_a_sentence_that_begins_like_a_total_is_no_total(self, tmp_path):
        self.filled(tmp_path / "2025", **{BUDGET.id: {"said": "Total"}})
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert session_of(intake.tables["validation"], "2025").of(BUDGET.id).said == "Total"

    def test_what_was_said_and_answered_stands_in_the_next_workbook(self, tmp_path):
        notes = session(
            budget={"order": 2, "titles": {"fr": "3,6 % du budget"}, "said": "Dès 2026."},
            heads={"left_out": True, "reason": "Voted on in March."},
            share_key_posts={"ticked": True},
        )
        answers = [
            Action(
                recommendation="share_key_posts", decision="amend", status="planned", state="under_way", note="By 2027."
            ),
            Action(text="A choir", status="started", state="under_way"),
        ]
        told = Publication(response=answers, session=notes)
        given = (advice("share_key_posts", "men_as_allies"), KNOWN, methodology(), UNION, "2025", language("fr"))
        (tmp_path / "2025").mkdir()
        (tmp_path / "2025" / "members.csv").write_text("sex,count\nF,30\nM,40\n")
        (tmp_path / "2025" / "action_plan.xlsx").write_bytes(action_plan(*given, offered=FOUND, published=told))
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert intake.errors == ()
        read_back = session_of(intake.tables["validation"], "2025")
        assert {one.subject: one for one in read_back.notes} == {one.subject: one for one in notes.notes}
        known = {entry.id for entry in methodology().recommendations}
        assert answered(intake.tables["actions"], known, dt.date(2025, 6, 30)) == answers

    @pytest.mark.parametrize(("order", "rule"), [(0, "out_of_range"), (1000, "out_of_range"), ("?!", "not_a_number")])
    def test_a_place_that_is_none_is_an_error(self, tmp_path, order, rule):
        self.filled(tmp_path / "2025", **{BUDGET.id: {"order": order}})
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert [(one.rule, one.rows) for one in intake.errors] == [(rule, (6,))]

    def test_what_is_not_filled_in_says_nothing(self, tmp_path):
        self.filled(tmp_path / "2025")
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert session_of(intake.tables["validation"], "2025") == Session()

    @pytest.mark.parametrize(
        ("column", "text", "rule"),
        [
            ("title_fr", "Appelez le 76 12 34 56", "text_contact"),
            ("said", "Aminata Traoré s’en charge", "text_name"),
            ("reason", "<b>non</b>", "text_markup"),
        ],
    )
    def test_what_must_not_be_printed_is_an_error(self, tmp_path, column, text, rule):
        self.filled(tmp_path / "2025", **{BUDGET.id: {column: text}})
        (tmp_path / "2025" / "staff.csv").write_text("nom,sex\nAminata Traoré,F\n", encoding="utf-8")
        intake = read_round(tmp_path / "2025", UNION, "2025")
        assert [one.rule for one in intake.errors] == [rule]
        assert not session_of(intake.tables["validation"], "2025").of(BUDGET.id).titles

    def test_rows_of_another_round_do_not_count_and_the_last_of_a_subject_does(self):
        table = pd.DataFrame({"subject": ["a", "a", "b"], "round": ["2025", None, "2022"], "order": [1.0, 2.0, 3.0]})
        blank = dict.fromkeys(("reason", "said", *(f"title_{code}" for code in languages())))
        found = session_of(table.assign(left_out=pd.NA, ticked=pd.NA, **blank), "2025")
        assert found == Session(notes=[SessionNote(subject="a", order=2)])


class TestPhase4:
    """The phase of recommendations reads the session, stops at what cannot be printed, and records the rest."""

    @staticmethod
    def audit(workspace, title: str, ticked: str = "") -> Audit:
        rows = f"subject,order,title_en,ticked\n{BUDGET.id},1,{title},\ngone/finding,2,,\ntrusted_contacts,,,{ticked}\n"
        workspace.organisation({"staff.csv": "sex\nF\n", "validation.csv": rows})
        audit = open_audit("recommendations", "example", "2025", "en", str(workspace.root))
        audit.conclude.recommend(findings(*FOUND))
        return audit

    def test_a_title_with_a_foreign_number_stops_it_with_a_sentence(self, workspace):
        with pytest.raises(AuditError, match=r"validation\.csv, row 2: The title “9 % for equality” has .*: 9\. Use"):
            self.audit(workspace, "9 % for equality")

    def test_the_rest_is_recorded_and_shown_with_what_found_no_place(self, workspace):
        audit = self.audit(workspace, "3.6 % for equality", "yes")
        section = session_section(
            audit._record.session, KNOWN, [], audit.data.method, audit.data.language, audit.data.phase
        )
        audit.show.session(findings(*FOUND))
        audit.conclude.record_publication()
        audit.close()
        path = Workspace.open(str(workspace.root)).findings("example", "2025", "recommendations")
        recorded = read(path, "example", "2025", "recommendations").publication.session
        assert recorded.of(BUDGET.id).titles == {"en": "3.6 % for equality"}
        assert recorded.ticked == ["trusted_contacts"]
        assert "3.6 % for equality" in section.html
        assert "2 rows of the sheet speak of findings or recommendations that this round no longer has" in section.html


class TestCheck:
    """``check`` says before a run what phase 4 would refuse, where the findings are recorded already."""

    SETTINGS = "name: Example Union\nkind: trade_union\nlanguages: [fr, en]\nrounds: {2025: {date: 2025-06-30}}\n"

    @pytest.fixture
    def filled(self, workspace) -> Workspace:
        """A workbook with a title that has a foreign number, and the first gap left out; nothing is recorded yet."""
        folder = workspace.organisation({"staff.csv": "sex\nF\n"}, self.SETTINGS)
        left = {"left_out": "oui"}
        TestSheet.filled(folder, **{BUDGET.id: {"title_fr": "9 % pour l’égalité"}, HEADS.id: left})
        return Workspace.open(str(workspace.root))

    @staticmethod
    def record(place: Workspace) -> None:
        for phase in PHASES[:3]:
            found = findings(*FOUND) if phase == "gap_analysis" else findings()
            given = found.model_copy(update={"organisation": "example", "round": "2025", "phase": phase})
            write(given, place.findings("example", "2025", phase))

    def test_without_findings_there_is_nothing_to_compare_with(self, filled, capsys):
        assert cli.main(["check", "example", f"--workspace={filled.root}"]) == cli.DONE
        assert "example 2025: 0 erreur," in capsys.readouterr().out

    def test_with_findings_it_says_the_sentences_of_phase_4(self, filled, capsys):
        self.record(filled)
        assert cli.main(["check", "example", f"--workspace={filled.root}"]) == cli.FAILED
        said = capsys.readouterr().out
        audit = open_audit("recommendations", "example", "2025", "fr", str(filled.root))
        found = [audit.findings(phase) for phase in PHASES[:3]]
        audit.conclude.triangulate(*found)
        with pytest.raises(AuditError) as refused:
            audit.conclude.recommend(*found)
        sentences = str(refused.value).splitlines()
        assert len(sentences) == 2
        assert not [sentence for sentence in sentences if sentence not in said]
        assert "ligne 6" in sentences[0]
        assert "example 2025: 2 erreurs," in said
        page = filled.data_quality("example", "2025").read_text("utf-8")
        assert "9 % pour l’égalité" in page

    def test_findings_that_cannot_be_read_are_for_the_run_to_say(self, filled):
        self.record(filled)
        filled.findings("example", "2025", "baseline").write_text("{}")
        assert cli.main(["check", "example", f"--workspace={filled.root}"]) == cli.DONE
