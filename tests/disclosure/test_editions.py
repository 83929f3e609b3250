"""Editions and rounds: what two reports, one after the other, would tell about the few people who came or went."""

from __future__ import annotations

import itertools
import json
import stat
from collections.abc import Sequence

import pytest
from examples import Builder
from in_process import AuditedPhase, audit

from genderaudit.cli import main
from genderaudit.errors import AuditError

pytestmark = pytest.mark.slow  # whole audits; what the ledger itself decides is tested in test_ledger_of_editions

CELL = 5
SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en, fr]
levels: [Director, Officer]
rounds: {"2022": {date: 2022-06-30}, "2025": {date: 2025-06-30}}
"""
LABELS = ("north", "south", "west")


def staff(changed: Sequence[str] = (), without: int = 0) -> str:
    rows = [
        f"{sex},{'Director' if i < 8 else 'Officer'},{unit},{1970 + i},{30000 + 100 * i},year"
        for i, sex, unit in itertools.product(range(20), "FM", LABELS[:2])
    ]
    return "\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows[without:], *changed]) + "\n"


def came(people: int, unit: str = "north") -> list[str]:
    return [f"F,Officer,{unit},{1980 + i},{41000 + i},year" for i in range(people)]


def audited(workspace: Builder, rows: str, round: str = "2025", language: str = "en") -> AuditedPhase:
    """The first phase with this staff list."""
    folder = workspace.organisation(settings=SETTINGS).parent / round
    folder.mkdir(exist_ok=True)
    (folder / "staff.csv").write_text(rows, "utf-8")
    return audit(workspace.root, "example", round, language, phases=["baseline"])["baseline"]


def test_raises_of_one_person_a_level_are_not_told_by_the_means_of_the_levels(workspace):
    """Ten raises in all are no few; of each level's mean it would be one person's."""
    before = audited(workspace, staff())
    assert before.one("pay_gap_by_category", level="Director")["status"] == "calculated"
    lines = staff().splitlines()
    for i in (1, 3, 41, 43, 45):  # of both levels, women and men
        lines[i] = raised(lines[i], 1234)
    after = audited(workspace, "\n".join(lines) + "\n")
    assert after.of("pay_gap_by_category") == before.of("pay_gap_by_category")
    assert "Pay in the staff list" in after.html
    assert "Pay in the staff list" not in before.html


def test_figures_of_a_list_in_which_everybodys_pay_is_new_are_shown(workspace):
    before = audited(workspace, staff())
    lines = staff().splitlines()
    rows = [raised(row, 3537 if row.startswith("F") else 537) for row in lines[1:]]
    after = audited(workspace, "\n".join([lines[0], *rows]) + "\n")
    assert after.one("pay_gap_mean")["value"] < before.one("pay_gap_mean")["value"] == 0


def test_one_raise_is_not_told_by_way_of_an_edition_in_which_everybodys_pay_was_another(workspace):
    """A, then all three per cent more, then A with one raise: beside the first it would be that of one person."""
    audited(workspace, staff())
    lines = staff().splitlines()
    second = audited(workspace, "\n".join([lines[0], *(raised(row, 900) for row in lines[1:])]) + "\n")
    third = audited(workspace, "\n".join([*lines[:3], raised(lines[3], 3742), *lines[4:]]) + "\n")
    assert third.of("pay_gap_by_category") == second.of("pay_gap_by_category")


def test_pay_of_newcomers_is_not_told_by_two_editions(workspace):
    """Five officers and a director come at a time: all less what is shown of the levels would be the director's."""
    before = audited(workspace, staff())
    after = audited(
        workspace, staff([*came(5), "F,Director,north,1981,78604,year", *["M,Officer,north,1990,30000,year"] * 6])
    )
    assert after.one("staff_women_share")["n"] > before.one("staff_women_share")["n"]
    assert after.of("pay_gap_mean") == before.of("pay_gap_mean")


def test_level_that_was_shown_does_not_hide_one_that_is_hidden(workspace):
    """Levels that are merged between editions: what was shown then hides nobody now."""
    sizes = {"Director": (3, 13), "Senior": (8, 8), "Manager": (18, 23), "Assistant": (9, 9), "Officer": (30, 31)}
    settings = SETTINGS.replace("[Director, Officer]", f"[{', '.join(sizes)}]")

    def found(names: dict[str, str]) -> dict[str, tuple[float, float] | None]:
        rows = [
            f"{sex},{names.get(level, level)},,{1960 + i},,"
            for level, both in sizes.items()
            for sex, people in zip("FM", both, strict=True)
            for i in range(people)
        ]
        folder = workspace.organisation({}, settings)
        (folder / "staff.csv").write_text("\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows]) + "\n")
        phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]
        levels = phase.of("staff_women_by_level")
        return {
            one["group"]["level"]: (one["women"], one["men"]) if one["status"] == "calculated" else None
            for one in levels
        }

    first, second = found({}), found({"Senior": "Manager"})
    known = {level: counts for level, counts in (first | second).items() if counts}
    known |= {level: counts for level, counts in first.items() if counts and level in ("Assistant", "Officer")}
    left = [sum(pair[sex] for pair in sizes.values()) - sum(counts[sex] for counts in known.values()) for sex in (0, 1)]
    assert first["Director"] is None
    assert left[0] >= 8  # the women who are hidden are not three


def test_column_that_is_missing_in_between_tells_no_answers(workspace):
    def answered(text: str) -> AuditedPhase:
        workspace.organisation({"survey.csv": text}, SETTINGS)
        return audit(workspace.root, "example", "2025", "en")["staff_perception"]

    rows = [["F" if i % 2 else "M", str(1 + i % 5), str(1 + i % 4), str(2 + i % 3)] for i in range(80)]
    header = ["sex", "B1", "B2", "C1"]

    def text(columns: int, change: int = 0) -> str:
        lines = [row[:columns] for row in rows]
        if change:
            lines[7] = [lines[7][0], "1", "1", "5"][:columns]
        return "\n".join(",".join(line) for line in [header[:columns], *lines]) + "\n"

    first = answered(text(4))
    answered(text(3))
    third = answered(text(4, change=1))
    before = {one["id"]: one for one in first.of("item_favourable")}
    shown = [one for one in third.of("item_favourable") if one["status"] == "calculated"]
    assert all(one == before[one["id"]] for one in shown)


def test_list_that_was_forgotten_and_comes_back_corrected_is_not_said_to_be_missing(workspace):
    audited(workspace, staff())
    folder = workspace.root / "data" / "raw" / "example" / "2025"
    (folder / "staff.csv").unlink()
    audit(workspace.root, "example", "2025", "en", phases=["baseline"])
    back = audited(workspace, staff(came(1)))
    assert back.one("staff_women_share")["status"] == "suppressed"


def test_place_of_a_hidden_group_among_the_others_does_not_tell_its_size(workspace):
    """Units stand by size: 20, then 12 of whom 2 are men, then 10, then 8 with 3 men."""
    sizes = {"north": (10, 10), "hidden b": (10, 2), "south": (5, 5), "hidden a": (5, 3)}
    rows = [
        f"{sex},Officer,{unit},{1970 + i},,"
        for unit, both in sizes.items()
        for sex, number in zip("FM", both, strict=True)
        for i in range(number)
    ]
    found = audited(workspace, "\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows]) + "\n")
    units = [(f["group"]["unit"], f["status"]) for f in found.of("staff_women_by_unit")]
    shown = [("north", "calculated"), ("south", "calculated")]
    assert units == [*shown, ("hidden a", "suppressed"), ("hidden b", "suppressed")]


def test_hidden_unit_is_not_what_another_has_gained_under_a_new_name(workspace):
    """Three of IT are hidden; IT goes to Engineering: the new unit less the old one would be IT."""
    sizes = {"Engineering": (12, 30), "IT": (2, 1), "Finance": (9, 11), "Works": (25, 40)}

    def units(names: dict[str, str]) -> list[dict]:
        rows = [
            f"{sex},Officer,{names.get(unit, unit)},{1950 + i},,"
            for unit, both in sizes.items()
            for sex, people in zip("FM", both, strict=True)
            for i in range(people)
        ]
        text = "\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows]) + "\n"
        return audited(workspace, text).of("staff_women_by_unit")

    first = units({})
    second = units({"IT": "Engineering and IT", "Engineering": "Engineering and IT"})
    assert second == first
    assert "hidden_group_1" in [one["group"]["unit"] for one in first]


def test_answers_of_five_who_came_late_do_not_follow_though_most_answers_are_new(workspace):
    def answered(women: int, men: int) -> AuditedPhase:
        rows = [f"{sex},{1 + (i % 5 if i < 30 else 4)}" for sex, n in (("F", women), ("M", men)) for i in range(n)]
        workspace.organisation({"survey.csv": "\n".join(["sex,B1", *rows]) + "\n"}, SETTINGS)
        return audit(workspace.root, "example", "2025", "en")["staff_perception"]

    first, second = answered(30, 40), answered(35, 112)
    assert first.one("item_favourable", item="B1", sex="F")["status"] == "calculated"
    later = second.one("item_favourable", item="B1", sex="F")
    assert later["status"] == "suppressed" or later["n"] == 30


def raised(row: str, by: int) -> str:
    cells = row.split(",")
    return ",".join([*cells[:4], str(int(cells[4]) + by), *cells[5:]])


def figures(phase: AuditedPhase) -> list[dict]:
    return phase.findings["findings"]


class TestEditionsOfARound:
    def test_one_person_more_changes_no_figure_and_the_report_says_so(self, workspace):
        first = audited(workspace, staff())
        second = audited(workspace, staff(came(1)))
        assert figures(first) == figures(second)
        assert first.one("staff_women_share")["n"] == 80
        assert "nearly the same as when an earlier report was made" in second.html
        assert "nearly the same as when an earlier report was made" not in first.html

    def test_nor_in_the_other_language_or_a_later_phase(self, workspace):
        audited(workspace, staff())
        first = audit(workspace.root, "example", "2025", "en")
        audited(workspace, staff(came(4)))
        second = audit(workspace.root, "example", "2025", "fr")
        for phase in first:
            assert figures(first[phase]) == figures(second[phase])

    def test_one_person_after_the_other_adds_up_until_many_have_come(self, workspace):
        audited(workspace, staff())
        bases = [audited(workspace, staff(came(people))).one("staff_women_share")["n"] for people in (1, 2, 4, 5, 6)]
        assert bases == [80, 80, 80, 85, 85]

    def test_person_who_left_and_one_who_came_are_few_too(self, workspace):
        first = audited(workspace, staff())
        assert figures(first) == figures(audited(workspace, staff(came(1), without=1)))

    def test_many_who_came_to_one_unit_are_shown_and_the_unit_beside_it_stays(self, workspace):
        audited(workspace, staff())
        second = audited(workspace, staff(came(20)))
        assert (second.one("staff_women_share")["n"], second.one("staff_women_by_unit", unit="north")["n"]) == (100, 60)
        assert second.one("staff_women_by_unit", unit="south")["n"] == 40

    def test_figure_within_few_people_of_an_edition_that_was_shown_is_hidden(self, workspace):
        audited(workspace, staff())
        second = audited(workspace, staff([*came(20), *came(2, "south")]))
        assert second.one("staff_women_by_unit", unit="south")["reason"] == "hidden"
        assert second.one("staff_women_share")["n"] == 102
        # North is not shown either: all less north would be south.
        assert second.one("staff_women_by_unit", unit="north")["status"] == "suppressed"

    def test_replacing_an_edition_that_nobody_has_received_shows_the_new_figures(self, workspace, capsys):
        audited(workspace, staff())
        folder = workspace.root / "data" / "raw" / "example" / "2025"
        (folder / "staff.csv").write_text(staff(came(1)), "utf-8")
        run = ["run", "example", "--workspace", str(workspace.root), "--language", "en", "--jobs", "1"]
        findings = workspace.root / "data" / "processed" / "example" / "2025" / "baseline.json"

        def people() -> int:
            found = json.loads(findings.read_text("utf-8"))["findings"]
            return next(one["n"] for one in found if one["indicator"] == "staff_women_share")

        capsys.readouterr()
        assert main(run) == 0
        assert people() == 80
        assert "Figures of these lists stand as in the last edition: staff." in capsys.readouterr().out
        assert main([*run, "--replace-edition"]) == 0
        assert people() == 81
        assert "stand as in" not in capsys.readouterr().out

    def test_a_ledger_that_was_lost_does_not_let_the_pay_of_a_leaver_follow(self, workspace):
        """Forty women's pay gap and base, and then that of thirty-nine."""
        audited(workspace, staff())
        processed = workspace.root / "data" / "processed" / "example" / "2025"
        before = (processed / "baseline.json").read_bytes()
        (processed / "ledger.json").unlink()
        with pytest.raises(AuditError, match=r"missing beside the round's findings.*--replace-edition"):
            audited(workspace, staff(without=1))
        assert (processed / "baseline.json").read_bytes() == before

    def test_public_seats_are_shown_as_they_are_whatever_changed(self, workspace):
        bodies = "body,sex\n" + "Board,F\n" * 6 + "Board,M\n" * 9
        folder = workspace.organisation({}, SETTINGS + "public_bodies: [Board]\n")
        seats = []
        for rows in (bodies, bodies + "Board,F\n"):
            (folder / "bodies.csv").write_text(rows, "utf-8")
            phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]
            seats.append(phase.one("bodies_women_seats", body="Board")["n"])
        assert seats == [15, 16]


class TestWhatAnEditionHid:
    """Attacks by a reader of two editions, each of which found one person's figures before it was closed."""

    UNITS = ((3, 9, "A"), (7, 8, "B"), (20, 20, "D"))

    def staff(self, of_c: int, more: str = "", pay: int = 30000) -> str:
        rows = [
            f"{sex},{unit},{1965 + i},{pay if (sex, unit, i) == ('F', 'D', 0) else 30000 + 50 * i},year"
            for women, men, unit in (*self.UNITS, (of_c, of_c, "C"))
            for sex, people in (("F", women), ("M", men))
            for i in range(people)
        ]
        header = "sex,unit,birth_year,pay,pay_period"
        return "\n".join([header + (",contract" if more else ""), *(row + more for row in rows)]) + "\n"

    def test_stays_hidden_so_that_no_total_less_the_others_gives_it(self, workspace):
        first = audited(workspace, self.staff(11))
        second = audited(workspace, self.staff(6))
        hidden = [
            {found["group"]["unit"] for found in phase.of("staff_women_by_unit") if found["status"] == "suppressed"}
            for phase in (first, second)
        ]
        assert hidden[0] == {"A", "B"}
        assert hidden[0] <= hidden[1]

    def test_the_same_between_two_near_rounds(self, workspace):
        audited(workspace, self.staff(11), "2022")
        later = audited(workspace, self.staff(10), "2025")
        assert all(later.one("staff_women_by_unit", unit=unit)["status"] == "suppressed" for unit in "AB")

    def test_one_persons_raise_does_not_show_beside_a_column_that_is_new_in_every_row(self, workspace):
        first = audited(workspace, self.staff(11))
        second = audited(workspace, self.staff(11, more=",permanent", pay=47321))
        assert first.of("pay_gap_mean") == second.of("pay_gap_mean")

    def test_one_woman_more_on_a_body_that_is_not_public_changes_nothing(self, workspace):
        seats = "body,sex\n" + "Committee,F\n" * 11 + "Committee,M\n" * 12 + "Board,F\n" * 3 + "Board,M\n" * 4
        shown = []
        for more in ("", "Committee,F\nBoard,F\n"):
            workspace.organisation({"bodies.csv": seats + more}, SETTINGS + "public_bodies: [Board]\n")
            phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]
            bodies = [phase.one("bodies_women_seats", body=body) for body in ("Committee", "Board")]
            shown.append([(one["women"], one["men"]) for one in bodies])
        assert shown == [[(11, 12), (3, 4)], [(11, 12), (4, 4)]]

    def test_members_that_are_hidden_are_not_told_by_the_seats_set_against_them(self, workspace):
        files = {
            "bodies.csv": "body,sex\n" + "Board,F\n" * 4 + "Board,M\n" * 6,
            "members.csv": "sex,count\nF,3\nM,40\n",
        }
        workspace.organisation(files, SETTINGS + "public_bodies: all\n")
        phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]
        assert phase.one("members_women_share")["status"] == "suppressed"
        assert phase.one("bodies_representation_ratio", body="Board")["status"] == "suppressed"
        assert "6.97" not in phase.html


class TestRounds:
    def test_pay_of_newcomers_is_not_told_where_the_others_are_paid_as_before(self, workspace):
        audited(workspace, staff(), "2022")
        rows = staff([*came(5), "F,Director,north,1981,78604,year", *["M,Officer,north,1990,30000,year"] * 6])
        later = audited(workspace, rows, "2025")
        assert later.one("staff_women_share")["status"] == "calculated"
        assert {one["status"] for one in later.of("pay_gap_mean")} == {"suppressed"}

    def test_pay_of_newcomers_stays_open_where_all_others_rose_alike(self, workspace):
        """Three per cent more for all, and one director more, whose pay is what the others' does not explain."""
        first = audited(workspace, staff(), "2022")
        rows = ["sex,level,unit,birth_year,pay,pay_period"]
        for row in staff().splitlines()[1:]:
            cells = row.split(",")
            rows.append(",".join([*cells[:4], str(int(cells[4]) * 103 / 100), cells[5]]))
        rows += [*came(5), *["M,Officer,north,1990,30000,year"] * 6, "F,Director,north,1981,36050,year"]
        later = audited(workspace, "\n".join(rows) + "\n", "2025")
        before, after = (one.one("pay_gap_by_category", level="Director") for one in (first, later))
        assert after["status"] == "calculated"
        step = 0.02  # by which seventeen women leave a fifth of the men's mean open
        assert after["value"] / step == pytest.approx(round(after["value"] / step))
        told = after["women"] * (1 - after["value"]) - before["women"] * (1 - before["value"])
        directors = [30000 + 100 * i for i in range(8)]
        exact = 36050 / (1.03 * sum(directors) / len(directors))
        assert abs(told - exact) <= after["women"] * step / 2

    def test_renamed_units_do_not_make_other_people(self, workspace):
        audited(workspace, staff(), "2022")
        rows = staff(["M,Director,north,1985,73452,year"]).replace("north", "north department")
        later = audited(workspace, rows, "2025")
        assert later.one("staff_women_share")["status"] == "suppressed"
        assert {one["status"] for one in later.of("pay_gap_mean")} == {"suppressed"}

    def test_new_column_does_not_make_other_people(self, workspace):
        audited(workspace, staff(), "2022")
        lines = staff(["M,Director,north,1985,73452,year"]).splitlines()
        text = "\n".join([lines[0] + ",function", *(f"{line},clerk" for line in lines[1:])]) + "\n"
        later = audited(workspace, text, "2025")
        assert later.one("staff_women_share")["status"] == "suppressed"

    def test_the_same_list_but_for_one_person_tells_nothing_about_that_person(self, workspace):
        before = audited(workspace, staff(), "2022")
        after = audited(workspace, staff(came(1)), "2025")
        assert before.one("staff_women_share")["n"] == 80
        assert after.one("staff_women_share")["reason"] == "hidden"
        assert after.one("staff_women_by_unit", unit="north")["status"] == "suppressed"

    def test_no_count_of_two_near_rounds_differs_by_few(self, workspace):
        before, after = (
            figures(audited(workspace, rows, r)) for rows, r in ((staff(), "2022"), (staff(came(3)), "2025"))
        )
        earlier = {found["id"]: found for found in before if found["status"] == "calculated"}
        for now in (found for found in after if found["status"] == "calculated" and found["id"] in earlier):
            for field in ("n", "women", "men"):
                if now[field] is not None and earlier[now["id"]][field] is not None:
                    assert not 0 < abs(now[field] - earlier[now["id"]][field]) < CELL, now["id"]

    def test_rounds_of_other_people_stand_side_by_side(self, workspace):
        audited(workspace, staff(), "2022")
        other = staff().replace("30", "31")  # everybody's pay has changed: no row is the same
        after = audited(workspace, other, "2025")
        assert after.one("staff_women_share")["n"] == 80


class TestRegimes:
    """Which figures a synthesis across organisations may show as they are."""

    SEATS = "body,sex\n" + "Board,F\n" * 6 + "Board,M\n" * 9 + "Committee,F\n" * 11 + "Committee,M\n" * 12

    @pytest.mark.parametrize(
        ("public", "whole", "committee"), [("[Board]", "protected", "protected"), ("all", "public", "public")]
    )
    def test_seats_of_public_bodies_are_public_and_a_whole_only_if_all_its_bodies_are(
        self, workspace, public, whole, committee
    ):
        settings = SETTINGS + f"public_bodies: {public}\nnamed_in_syntheses: true\n"
        workspace.organisation({"bodies.csv": self.SEATS, "staff.csv": staff()}, settings)
        phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]
        assert phase.one("bodies_women_seats", body="Board")["regime"] == "public"
        assert phase.one("bodies_women_seats", body="Committee")["regime"] == committee
        assert phase.one("bodies_women_share")["regime"] == whole
        assert phase.one("staff_women_share")["regime"] == "protected"
        assert phase.findings["synthesis"] == {"named": True, "minimum_ranked": 50}


class TestWhatIsKept:
    def test_only_its_owner_can_read_it_and_it_names_no_person_and_no_group_that_is_shown(self, workspace):
        audited(workspace, staff())
        path = workspace.root / "data" / "processed" / "example" / "2025" / "ledger.json"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        kept = json.loads(path.read_text("utf-8"))
        rows = kept["rows"]["staff"][0]["whole"]
        assert len(rows) == 80
        assert all(len(key) == 16 and people == 1 for key, people in rows.items())
        written = str([kept[name] for name in ("shown", "phases", "knowledge", "hidden")])
        assert not [word for word in ("41000", "north", "Director") if word in written]
