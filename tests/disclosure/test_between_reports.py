"""What two reports would tell beside each other: phases run alone, other rounds, lists of the same people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from examples import Builder
from in_process import AuditedPhase, audit

from genderaudit.methodology import methodology

pytestmark = pytest.mark.slow  # whole audits

ITEMS = [item.id for item in methodology().questionnaire.items]
SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en]
levels: [{levels}]
headcounts: [{headcounts}]
rounds: {{"2022": {{date: 2022-06-30}}, "2025": {{date: 2025-06-30}}}}
public_bodies: [Board]
"""
Cells = Mapping[str, tuple[int, int]]
TWO: Cells = {"Director": (12, 12), "Officer": (40, 40)}


def settings(cells: Cells = TWO, more: int = 0) -> str:
    """Levels and headcounts; ``more`` women at the last level."""
    counts = {(sex, level): n for level, both in cells.items() for sex, n in zip("FM", both, strict=True)}
    counts["F", list(cells)[-1]] += more
    listed = ", ".join(f"{{sex: {sex}, level: {level}, count: {n}}}" for (sex, level), n in counts.items())
    return SETTINGS.format(levels=", ".join(cells), headcounts=listed)


def staff(cells: Cells = TWO, extra: Sequence[str] = ()) -> str:
    rows = [
        f"{sex},{level},{1950 + i}"
        for level, both in cells.items()
        for sex, n in zip("FM", both, strict=True)
        for i in range(n)
    ]
    return "\n".join(["sex,level,birth_year", *rows, *extra]) + "\n"


def paid(rise: float = 1.0, *, of: int = -1, without: int = -1, bonus: int = -1) -> str:
    """120 people, of whom one rises by half more, one is missing, one more has a bonus."""
    rows = []
    for k in range(120):
        pay = (30_000 + (k * k * 37) % 9000 + (15_000 if k < 48 else 0)) * rise * (1.5 if k == of else 1)
        extra = 500 + 7 * k if (k % 2 == 0 and k < 80) or (k % 2 and k < 78) or k == bonus else 0
        level = "Director" if k < 48 else "Officer"
        rows.append(f"{'FM'[k % 2]},{level},{1955 + k // 4},{pay:.2f},year,{extra * rise:.2f}")
    kept = [row for k, row in enumerate(rows) if k != without]
    return "\n".join(["sex,level,birth_year,pay,pay_period,variable_pay", *kept]) + "\n"


def survey(answered: Cells, step: int = 7, more: int = 0) -> str:
    rows = [
        [sex, level, *(str((i * step + k * 3 + i * k % 11) % 5 + 1) for k in range(len(ITEMS)))]
        for level, both in answered.items()
        for sex, n in zip("FM", both, strict=True)
        for i in range(n + (more if sex == "F" else 0))
    ]
    return "\n".join(",".join(row) for row in (["sex", "level", *ITEMS], *rows)) + "\n"


def bodies(spec: Mapping[str, tuple[int, int, int]]) -> str:
    rows = [
        f"{body},{sex},national,member"
        for body, cells in spec.items()
        for sex, n in zip("FMX", cells, strict=True)
        for _ in range(n)
    ]
    return "\n".join(["body,sex,level,role", *rows]) + "\n"


@pytest.fixture
def run(workspace: Builder):
    """Audits phases of a round with these lists, and those from before."""

    def audited(
        round: str,
        phases: Sequence[str] = ("baseline",),
        about: str = settings(),
        parameters: object = None,
        **lists: str,
    ) -> dict[str, AuditedPhase]:
        folder = workspace.organisation(settings=about).parent / round
        folder.mkdir(exist_ok=True)
        for name, text in lists.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return audit(workspace.root, "example", round, "en", phases=phases, **(parameters or {}))

    return audited


def calculated(found: Sequence[dict]) -> list[str]:
    return [one["id"] for one in found if one["status"] == "calculated"]


class TestOtherRounds:
    def test_earlier_round_that_is_audited_after_a_later_one(self, run):
        """The same people less one: her pay would be the difference of two sums."""
        later = run("2025", staff=paid())["baseline"]
        earlier = run("2022", staff=paid(without=30))["baseline"]
        assert calculated([*earlier.of("staff_women_by_level"), *earlier.of("pay_gap_mean")]) == []
        again = run("2025")["baseline"]  # what has been shown of the later one stays
        assert calculated(again.of("staff_women_by_level")) == calculated(later.of("staff_women_by_level")) != []

    def test_round_in_which_only_the_survey_was_evaluated(self, run):
        """The same answers and one woman's: she would follow for every statement."""
        answered = {"Officer": (30, 30)}
        run("2022", ["staff_perception"], survey=survey(answered))
        later = run("2025", ["staff_perception"], survey=survey(answered, more=1))["staff_perception"]
        women = [one for one in later.of("item_favourable") if one["group"].get("sex") == "F"]
        assert len(women) == len(ITEMS)
        assert calculated(women) == []

    def test_index_over_levels_into_one_of_which_somebody_was_promoted(self, run):
        cells = {"Director": (12, 12), "Officer": (39, 40), "Clerk": (30, 30)}
        about, one = settings(cells), ["F,{},1949"]
        first = run("2022", about=about, staff=staff(cells, [one[0].format("Officer")]))["baseline"]
        second = run("2025", about=about, staff=staff(cells, [one[0].format("Director")]))["baseline"]
        over = ("glass_ceiling_index", "duncan_index", "karmel_maclachlan_index")
        assert calculated([first.one(name) for name in over]) == [f"baseline/{name}" for name in over]
        assert calculated([second.one(name) for name in over]) == []

    def test_people_are_known_though_missing_entries_were_filled_in(self, run):
        def hired(known: int, *extra: str) -> str:
            days = [f"20{10 + i % 10}-03-01" if i >= known else "" for i in range(120)]
            rows = [f"{'FM'[i % 2]},{'AB'[i % 5 > 1]},{1955 + i // 4},{day}" for i, day in enumerate(days)]
            return "\n".join(["sex,level,birth_year,hired_on", *rows, *extra]) + "\n"

        about = settings({"A": (0, 0), "B": (0, 0)})
        run("2022", about=about, staff=hired(6))
        later = run("2025", about=about, staff=hired(0, "F,A,1990,2021-01-01"))["baseline"]
        assert calculated(later.of("staff_women_by_level")) == []

    def test_models_of_pay_are_as_coarse_as_the_means(self, run):
        run("2022", staff=paid())
        later = run("2025", staff=paid(1.03, of=60))["baseline"]
        model, total = later.one("pay_gap_adjusted"), later.one("pay_gap_explained", component="total")
        numbers = [model["value"], total["value"]]
        assert numbers == [round(number / 0.005) * 0.005 for number in numbers]  # of sixty women and sixty men

    @pytest.mark.parametrize("first", ["2022", "2025"])
    def test_one_more_with_a_bonus_is_hidden_and_stops_nothing(self, run, first):
        run(first, staff=paid())
        later = run("2025", staff=paid(1.03, of=60, bonus=90))["baseline"]
        assert calculated([later.one("variable_pay_receipt"), later.one("variable_pay_gap")]) == []
        assert later.one("pay_gap_mean")["status"] == "calculated"


LEVELS: Cells = {"Chief": (3, 12), "Senior": (16, 15), "Middle": (10, 30), "Officer": (40, 40)}
ANSWERED: Cells = {"Chief": (3, 6), "Senior": (9, 8), "Middle": (5, 15), "Officer": (20, 20)}


class TestPhases:
    """Levels that are hidden in the staff list, and the bases of the rates of response to the survey."""

    @staticmethod
    def women(baseline: AuditedPhase, perception: AuditedPhase) -> dict[str, set[float]]:
        """What is shown of the women of each level."""
        found = {level: set() for level in LEVELS}
        for one in baseline.of("staff_women_by_level"):
            found[one["group"]["level"]].add(one["women"])
        for one in perception.of("response_rate"):
            if one["group"].get("sex") == "F" and "level" in one["group"]:
                found[one["group"]["level"]].add(one["n"])
        return {level: shown - {None} for level, shown in found.items()}

    def test_figures_that_stand_hide_what_they_hid(self, run):
        about = settings(LEVELS)
        run("2025", ["baseline", "gap_analysis"], about, staff=staff(LEVELS))
        lists = {"staff": staff(LEVELS, ["F,Officer,1999"]), "survey": survey(ANSWERED)}
        done = run("2025", ["baseline", "gap_analysis", "staff_perception"], about, **lists)
        shown = self.women(done["baseline"], done["staff_perception"])
        assert sum(not numbers for numbers in shown.values()) >= 2

    def test_survey_that_is_evaluated_first(self, run):
        lists = {"staff": staff(LEVELS), "survey": survey(ANSWERED)}
        perception = run("2025", ["staff_perception"], settings(LEVELS), **lists)["staff_perception"]
        shown = self.women(run("2025", about=settings(LEVELS))["baseline"], perception)
        assert sum(not numbers for numbers in shown.values()) >= 2

    def test_base_of_the_response_does_not_count_the_one_who_came(self, run):
        run("2025", ["baseline"], staff=staff())
        lists = {"staff": staff(extra=["F,Officer,1999"]), "survey": survey(TWO)}
        done = run("2025", ["baseline", "staff_perception"], settings(more=1), **lists)
        assert calculated(done["baseline"].of("staff_women_by_level")) != []
        assert calculated(done["staff_perception"].of("response_rate")) == []

    def test_one_answer_more_does_not_tell_by_what_is_concluded_then(self, run):
        """Four men answered, and five: that the report concludes now would say that it was a man."""
        pages = []
        for men in (4, 5):
            lists = {"survey": survey({"Officer": (30, men)})}
            pages.append(run("2025", ["staff_perception"], **lists)["staff_perception"].html)
        said = [page[page.index('<p class="note">') :].partition("</p>")[0] for page in pages]
        assert said[0] == said[1]
        assert "conclu" in said[0]

    def test_nor_where_only_the_survey_is_evaluated_after_the_list_was_corrected(self, run):
        run("2025", ["baseline"], staff=staff())
        came = ["F,Director,1999", *(f"M,Officer,{1990 + i}" for i in range(6))]
        cells = {"Director": (13, 12), "Officer": (40, 46)}
        lists = {"staff": staff(extra=came), "survey": survey(TWO)}
        perception = run("2025", ["staff_perception"], settings(cells), **lists)["staff_perception"]
        assert calculated([perception.one("response_rate", sex="F", level="Director")]) == []

    def test_headcounts_of_another_round_stop_nothing(self, run):
        before = {"A": (12, 22), "B": (33, 13), "C": (6, 8), "D": (37, 28)}
        after = {"A": (3, 20), "B": (40, 16), "C": (5, 8), "D": (37, 37)}
        answered = {level: (women // 2 + 1, men // 2 + 1) for level, (women, men) in before.items()}
        lists = {"staff": staff(before), "survey": survey(answered)}
        phases = ["baseline", "staff_perception"]
        run("2025", phases, settings(before), **lists)
        done = run("2025", phases, settings(after), **lists)
        assert done["staff_perception"].one("response_rate")["reason"] == "hidden"  # of three women fewer
        assert calculated(done["staff_perception"].of("item_favourable")) != []

    def test_list_that_has_not_changed_is_known_though_another_has(self, run):
        """The survey comes later; of the staff nothing is decided again."""
        first = run("2025", staff=staff(LEVELS), about=settings(LEVELS))["baseline"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("genderaudit.disclosure.suppression._decide", None)
            second = run("2025", survey=survey(ANSWERED), about=settings(LEVELS))["baseline"]
        assert second.of("staff_women_by_level") == first.of("staff_women_by_level")

    def test_other_period_of_appointments_does_not_count_those_of_the_year_between(self, run):
        hired = {"2010-01-01": (10, 40), "2024-01-01": (8, 9), "2022-12-01": (1, 3)}
        rows = [
            f"{sex},Director,{day}"
            for day, both in hired.items()
            for sex, n in zip("FM", both, strict=True)
            for _ in range(n)
        ]
        rows += [f"{sex},Officer,2010-01-01" for sex in "FM" for _ in range(40)]
        lists = {"staff": "\n".join(["sex,level,hired_on", *rows]) + "\n"}
        first = run("2025", ["baseline", "gap_analysis"], **lists)["gap_analysis"]
        second = run("2025", ["gap_analysis"], parameters={"flow_years": 2})["gap_analysis"]
        assert len(calculated([*first.of("appointments_needed"), *first.of("year_target_reached")])) == 2
        assert calculated([*second.of("appointments_needed"), *second.of("year_target_reached")]) == []


class TestBodies:
    def test_what_is_left_without_the_public_ones_does_not_tell_the_one_who_came(self, run):
        run("2022", bodies=bodies({"Board": (10, 12, 0), "Council": (15, 20, 0)}))
        later = run("2025", bodies=bodies({"Board": (15, 12, 0), "Council": (16, 20, 0)}))["baseline"]
        assert calculated(later.of("bodies_women_seats")) == ["baseline/bodies_women_seats[body=Board]"]
        assert calculated([*later.of("bodies_women_share"), *later.of("bodies_by_level")]) == []

    def test_body_that_is_public_no_more(self, run):
        seats = {"Board": (10, 12, 0), "Council": (15, 20, 0)}
        both = settings().replace("[Board]", "[Board, Council]")
        first = run("2025", about=both, bodies=bodies(seats))["baseline"]
        assert len(calculated(first.of("bodies_women_seats"))) == 2
        later = run("2025", bodies=bodies(seats | {"Council": (16, 20, 0)}))["baseline"]
        assert calculated(later.of("bodies_women_seats")) == ["baseline/bodies_women_seats[body=Board]"]

    @pytest.mark.parametrize("other", [0, 20])
    def test_one_member_of_another_gender_does_not_hide_a_public_body(self, run, other):
        seats = {"Board": (8, 12, 1)} | ({"Council": (15, other, 0)} if other else {})
        found = run("2025", bodies=bodies(seats))["baseline"]
        assert found.one("bodies_women_seats", body="Board")["women"] == 8
        assert found.one("bodies_women_share")["status"] == "calculated"

    @pytest.mark.parametrize("others", [1, 2, 4])
    def test_few_of_another_gender_in_a_body_that_is_not_public(self, run, others):
        seats = {"Board": (10, 12, 0), "Committee": (20, 20, others)}
        found = run("2025", bodies=bodies(seats))["baseline"]
        assert found.one("bodies_women_seats", body="Board")["women"] == 10
        whole = [*found.of("bodies_women_share"), *found.of("bodies_by_level"), *found.of("bodies_by_role")]
        assert len(calculated(whole)) == 3
        assert {one["other"] for one in whole} == {None}

    def test_body_that_is_hidden_is_not_named_where_its_rows_differ(self, run):
        rows = ["Board,F,0.3"] * 8 + ["Board,M,0.3"] * 10 + ["Bureau of Mme Kanari,F,0.3", "Bureau of Mme Kanari,M,0.5"]
        done = run("2025", bodies="\n".join(["body,sex,quota_women", *rows]) + "\n")["baseline"]
        assert "Kanari" not in done.html + done.raw
