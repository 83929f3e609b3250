"""The one further group that an organisation declares: the same groups in lists and survey, and none of few people."""

from __future__ import annotations

import pytest
from examples import Builder
from hypothesis import given
from hypothesis import strategies as st

from genderaudit import measures, open_audit
from genderaudit.disclosure.grouping import Group, group_in_common
from genderaudit.foundations.workspace import Workspace
from genderaudit.release.narrowing import gate_of

HEAD = "name: Mutuelle d'exemple\nkind: mutual\ninvented: true\nlanguages: [fr]\n"
MILIEU = (
    HEAD
    + "also_by: Milieu de vie\nsurvey: {of: members, sampling: everyone}\ntables:\n"
    + "  members: {file: adherents.csv, columns: {Sexe: sex, Milieu: also}, codes: {sex: {H: M}}}\n"
    + "  attendance: {columns: {Milieu: also}}\n  survey: {columns: {Milieu: also}}\n"
)


def rows(columns: str, *groups: tuple[str, int]) -> str:
    return "".join([columns + "\n", *(f"{row}\n" * number for row, number in groups)])


MEMBERS = rows(
    "Section;Sexe;Milieu",
    *(("Kita;F;Rural", 30), ("Kita;H;Rural", 40), ("Bla;F;Urbain", 25), ("Bla;H;Urbain", 15), ("Bla;H;", 2)),
    *(("Bla;F;Péri-urbain", 6), ("Bla;H;Péri-urbain", 7)),
)
SURVEY = rows(
    "sex,Milieu,K1,K2",
    *(("F,Rural,5,4", 8), ("F,Rural,1,2", 7), ("M,Rural,4,5", 9), ("M,Rural,2,1", 9), ("F,Urbain,4,4", 9)),
    *(("F,Urbain,2,2", 8), ("M,Urbain,5,5", 8), ("M,Urbain,1,1", 9), ("F,Péri-urbain,4,4", 2), ("M,,4,4", 1)),
)
MEETINGS = [f"Réunion {number}" for number in range(1, 7)]


@pytest.fixture
def audited(tmp_path, monkeypatch):
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)

    def opened(phase: str, files: dict[str, str], settings: str = MILIEU):
        if not (tmp_path / "data").exists():
            Builder(tmp_path).organisation(files, settings)
        return open_audit(phase, "example", "2025", "fr", str(tmp_path))

    return opened


def labels(found, indicator: str) -> dict[str, float | None]:
    return {one.group["also"]: one.n for one in found if one.indicator == indicator and one.n and "also" in one.group}


def test_members_and_answers_are_told_by_the_same_groups_and_the_gate_lets_them_pass(audited, tmp_path):
    """Two of the town's edge answered, too few, so they are with the town among the members too; who does not say where
    he lives is with the smaller group of those who answered."""
    files = {"adherents.csv": MEMBERS, "survey.csv": SURVEY}
    baseline = audited("baseline", files)
    members = baseline.data.table("members")
    baseline.report("members_women_share", measures.share_of_women(members))
    baseline.report("members_by_also", measures.share_of_women(baseline.data.grouped(members, "also"), by="also"))
    baseline.close()
    assert labels(baseline.found, "members_by_also") == {"Rural": 70, "Urbain + Péri-urbain": 53}
    title = baseline.data.language.text("indicators.members_by_also.title")
    assert title == "Femmes parmi les membres, par milieu de vie"

    heard = audited("staff_perception", files)
    survey, items = heard.data.table("survey"), heard.data.items
    heard.report("area_favourable", measures.area_results(survey, items))
    heard.report("area_by_also", measures.area_results(heard.data.grouped(survey, "also"), items, by="also"))
    heard.close()
    assert labels(heard.found, "area_by_also") == {"Urbain + Péri-urbain": 36, "Rural + not_stated": 34}
    assert not gate_of(Workspace(tmp_path), "example", "2025").narrowed


@pytest.mark.parametrize(("women", "told"), [(1, False), (6, True)])
def test_a_woman_at_six_meetings_is_one_woman(audited, women, told):
    """Thirty-six attendances of women either way: of one woman to each meeting they would tell of her alone."""
    came = [(f"{event},2025-03-0{n},M,{group}", 9) for n, event in enumerate(MEETINGS, 1) for group in ("Oui", "Non")]
    came += [(f"{event},2025-03-0{n},F,Non", 8) for n, event in enumerate(MEETINGS, 1)]
    came += [(f"{event},2025-03-0{n},F,Oui", women) for n, event in enumerate(MEETINGS, 1)]
    files = {"adherents.csv": "Sexe\nF\nH\n", "attendance.csv": rows("event,date,sex,Milieu", *came)}
    audit = audited("baseline", files, MILIEU.replace(", Milieu: also}, codes", "}, codes"))
    by_group = measures.attendance_of_women(audit.data.grouped(audit.data.table("attendance"), "also"), by="also")
    audit.report("attendance_by_also", by_group)
    assert labels(audit.found, "attendance_by_also") == ({"Non": 102, "Oui": 90} if told else {})
    assert told or [one.reason for one in audit.found] == ["no_two_groups"]


@pytest.mark.parametrize(
    ("cells", "settings"),
    [(MEMBERS, MILIEU.replace("also_by: Milieu de vie\n", "")), ("Section;Sexe;Milieu\nKita;F;\nKita;H;\n", MILIEU)],
)
def test_nothing_is_said_where_no_group_is_declared_or_the_list_has_none(audited, cells, settings):
    audit = audited("baseline", {"adherents.csv": cells}, settings)
    by_group = audit.data.grouped(audit.data.table("members"), "also")
    audit.report("members_by_also", measures.share_of_women(by_group, by="also"))
    assert audit.found == []


def test_a_word_of_two_people_is_counted_among_others_and_named_nowhere(audited):
    cells = MEMBERS + rows("Bla;F;Presqu'île", ("Bla;H;Presqu'île", 1))
    audit = audited("baseline", {"adherents.csv": cells})
    by_group = measures.share_of_women(audit.data.grouped(audit.data.table("members"), "also"), by="also")
    audit.report("members_by_also", by_group)
    audit.close()
    assert not gate_of(audit.data.workspace, "example", "2025").narrowed
    assert labels(audit.found, "members_by_also") == {"Rural": 70, "Urbain": 40, "Péri-urbain + other_groups": 15}
    assert "Presqu" not in audit.data.groupings.path.read_text(encoding="utf-8")


# The grouping


def test_a_list_that_bears_no_two_groups_does_not_cost_the_others_theirs():
    lists = {"members": {"a": (3, 4), "b": (2, 2), "c": (1, 0.4)}, "staff": {"a": (2, 2), "b": (0.2, 2)}}
    groups, of = group_in_common(lists | {"survey": {"a": (1, 2), "b": (2, 1)}})
    assert (groups, of) == ((Group("own", ("a",)), Group("merged", ("b", "c"))), ["members", "survey"])


COUNTS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 30).map(lambda number: number / 10)] * 2), max_size=6
)


@given(st.dictionaries(st.sampled_from(["members", "staff", "attendance", "survey"]), COUNTS))
def test_no_group_is_small_in_any_list_that_it_is_told_of(lists):
    groups, of = group_in_common(lists)
    for name in of:
        sums = [
            [sum(lists[name].get(one, (0, 0))[side] for one in group.categories) for side in (0, 1)] for group in groups
        ]
        assert sum(any(pair) for pair in sums) > 1
        assert not [(pair, side) for pair in sums for side in pair if side and side <= 0.999]
        assert {*lists[name]} <= {one for group in groups for one in group.categories} | {
            one for one, pair in lists[name].items() if not any(pair)
        }
