"""What a report tells besides figures: recorded with the findings, and only what somebody has cleared."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.audit.notebook import open_audit
from genderaudit.conclusions.findings_file import read
from genderaudit.conclusions.followup import follow_up
from genderaudit.conclusions.publication import Publication, heard, quotations, reviewed
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.methodology.method import methodology

DJELIBA = "federation_djeliba"


def notes(*rows: tuple[str, str, str, bool]) -> pd.DataFrame:
    """Notes on an area by text, source, group and whether they are cleared."""
    frame = pd.DataFrame(rows, columns=["text", "source", "group", "cleared"])
    return frame.assign(area="I", kind="challenge").astype({"cleared": "boolean"})


def of_group(group: str, sources: int) -> list[tuple[str, str, str, bool]]:
    return [(f"{group} {number}", f"Interview {number}", group, number == 0) for number in range(sources)]


def test_documents_are_told_once_in_order_with_the_criteria_examined():
    rows = [("Statutes", "A1"), ("Budget", "B1"), ("Statutes", "A2"), ("Statutes", "A2"), (None, "C1")]
    found = reviewed(pd.DataFrame(rows, columns=["document", "criterion"]))
    assert [(one.title, one.criteria) for one in found] == [("Statutes", 2), ("Budget", 1)]


def test_groups_are_told_from_the_smallest_cell_on():
    given = notes(*of_group("drivers", 4), *of_group("market women", 5))
    (one,) = heard(given, 5)
    assert (one.group, one.notes) == (
        "market women",
        {"strength": 0, "challenge": 5, "good_practice": 0, "suggestion": 0},
    )
    assert [(said.text, said.group) for said in quotations(given, 5)] == [
        ("drivers 0", None),
        ("market women 0", "market women"),
    ]


def test_without_lists_there_is_nothing_to_tell(workspace):
    workspace.organisation({"staff.csv": "sex\nF\n"})
    audit = open_audit("recommendations", "example", "2025", "en", str(workspace.root))
    audit.conclude.record_publication()
    audit.close()
    path = Workspace.open(str(workspace.root)).findings("example", "2025", "recommendations")
    assert read(path, "example", "2025", "recommendations").publication == Publication()


NAMED = "name,sex\nTraoré Aminata,F\nKonaté Moussa,M\n"
LISTS = {
    "members.csv": NAMED,
    "documents.csv": (
        "area,criterion,rating,evidence,document\n"
        "A,A1,meets,page 1,Statutes\nA,A2,meets,page 2,Letter of Aminata Traoré\nA,A3,meets,page 3,Law 2015-052\n"
    ),
    "interviews.csv": (
        "area,kind,text,source,group,cleared\n"
        "I,challenge,We are not heard.,Talk 1,women,yes\n"
        "I,challenge,Not for print.,Talk 1,women,no\n"
        "I,challenge,Ask Mme Traoré.,Talk 1,women,yes\n"
        "I,challenge,Call 76 12 34 56.,Talk 1,women,yes\n"
        + "".join(f"I,challenge,Again.,Talk {number},Moussa Konaté,no\n" for number in range(6))
    ),
}


def test_what_names_a_person_is_left_out_and_said_without_the_name(workspace):
    intake = workspace.read(LISTS)
    left = [one for one in intake.problems if one.rule == "not_printed"]
    assert {(one.severity, one.table, one.column, one.count) for one in left} == {
        ("warning", "documents", "document", 1),
        ("warning", "interviews", "text", 2),
        ("warning", "interviews", "group", 6),
    }
    for code in languages():
        assert not [
            (one, word) for one in left for word in ("Traor", "Konat", "76 12") if word in one.sentence(language(code))
        ]
    assert [one.title for one in reviewed(intake.tables["documents"])] == ["Statutes", "Law 2015-052"]
    told = intake.tables["interviews"]
    assert [one.text for one in quotations(told, 5)] == ["We are not heard."]
    assert heard(told, 5) == []


@pytest.mark.parametrize("only", [("interviews",), ("documents",)])
def test_it_is_left_out_too_where_one_list_is_read(workspace, only):
    folder = workspace.organisation(LISTS)
    audit = open_audit("recommendations", "example", "2025", "en", str(workspace.root))
    assert folder.is_dir()
    texts = audit.data.table(only[0]).astype(str).to_csv()
    assert "Letter of" not in texts
    assert "Moussa" not in texts


def test_a_person_named_in_the_settings_is_not_recorded(workspace):
    settings = "name: Example\nkind: ngo\nlanguages: [en]\naudit: {invited: 'All, by Aminata Traoré.'}\n"
    workspace.organisation({"members.csv": NAMED}, settings)
    audit = open_audit("recommendations", "example", "2025", "en", str(workspace.root))
    with pytest.raises(AuditError, match=r"audit\.invited") as told:
        audit.conclude.record_publication()
    assert "Traor" not in str(told.value)


@pytest.mark.slow
class TestOfTheSamples:
    def of(self, audited, organisation: str, round: str, phase: str = "recommendations") -> Publication:
        root = audited(organisation, round)[phase].root
        path = Workspace.open(str(root)).findings(organisation, round, phase)
        return read(path, organisation, round, phase).publication

    def test_the_section_is_that_of_the_round(self, audited):
        for round, people in (("2022", 34), ("2025", 52)):
            told = self.of(audited, DJELIBA, round).audit
            assert sum(one.women + one.men for one in told.workshops) == people
            assert told.roles["executive_committee"] == "Bureau exécutif"

    def test_only_the_last_phase_tells_it(self, audited):
        for phase in PHASES[:-1]:
            assert self.of(audited, DJELIBA, "2025", phase) == Publication()

    def test_every_note_that_is_told_is_cleared_and_no_other(self, audited):
        done = audited(DJELIBA, "2025")["recommendations"]
        audit = open_audit("recommendations", DJELIBA, "2025", "fr", str(done.root))
        given = audit.data.table("interviews")
        assert not given["cleared"].all()
        told = self.of(audited, DJELIBA, "2025")
        assert [one.text for one in told.quotations] == given.loc[given["cleared"], "text"].tolist()
        assert not [text for text in given.loc[~given["cleared"], "text"] if text in done.raw]
        assert [one.group for one in told.heard] == ["femmes"]
        assert {one.group for one in told.quotations} == {"femmes", None}

    def test_documents_and_currency(self, audited):
        told = self.of(audited, "cooperative_sigida", "2025")
        assert told.currency == "XOF"
        assert told.documents[0].title == "Plan stratégique 2022–2026"
        assert sum(one.criteria for one in told.documents) == len(methodology().criteria)

    def test_the_follow_up_can_be_made_of_findings_alone(self, audited):
        done = audited(DJELIBA, "2025")["recommendations"]
        place = Workspace.open(str(done.root))
        both = [
            [read(place.findings(DJELIBA, round, phase), DJELIBA, round, phase) for phase in PHASES]
            for round in ("2022", "2025")
        ]
        audit = open_audit("recommendations", DJELIBA, "2025", "fr", str(done.root))
        told = self.of(audited, DJELIBA, "2025")
        assert len(told.followed) == 7
        made = follow_up(both[0], both[1][:-1], told.followed, methodology())
        assert made == audit.rounds.follow_up(both[1][:-1])
        assert told.response == []
