"""What is refused to be released, and the command."""

from __future__ import annotations

import shutil

import pytest
from editions import made, page
from released import NAME, ROUND, STAFF, draft, share

from genderaudit.cli import DONE, USAGE, main
from genderaudit.conclusions.releases import key_of, releases
from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.releasing import ReleaseContent, ReleaseOrder, SameEditionError, release


class TestRefusals:
    """What is not released, each with what to do."""

    @pytest.fixture
    def place(self, tmp_path) -> Workspace:
        return draft(tmp_path, share(10, 20))

    def test_changed_figures_need_a_reason(self, place, tmp_path):
        made(place)
        draft(tmp_path, share(11, 19))
        with pytest.raises(AuditError, match=r"example 2025.* edition 1.*--because"):
            made(place)
        assert len(releases(place, NAME, ROUND)) == 1

    def test_the_same_for_the_same_reader_is_no_edition(self, place):
        made(place)
        with pytest.raises(SameEditionError, match="Edition 1"):
            made(place)

    @pytest.mark.parametrize("change", ["list", "page", "findings", "none run"])
    def test_a_draft_that_is_not_up_to_date(self, place, change):
        page = place.outputs(NAME, ROUND, "en") / "1_baseline.html"
        match change:
            case "list":
                (place.raw(NAME, ROUND) / "staff.csv").write_text(f"{STAFF}F,Officer,1999\n")
            case "page":
                page.write_text("other")
            case "findings":
                place.findings(NAME, ROUND, "baseline").write_text("{}")
            case _:
                shutil.rmtree(place.processed(NAME, ROUND))
        with pytest.raises(AuditError, match="genderaudit run example --round 2025"):
            made(place)

    def test_a_survey_on_violence_that_names_nobody_to_turn_to(self, tmp_path):
        lists = {"survey.csv": "sex,K1\nF,2\nM,4\n"}
        place = draft(tmp_path / "none", share(10, 20), lists=lists)
        with pytest.raises(AuditError, match=r"K1.*nobody is named.*organisation\.yml"):
            made(place)
        assert not releases(place, NAME, ROUND)

    def test_the_reasons_of_who_judges_are_said_and_nothing_is_kept(self, place):
        given = []

        def judge(published: ReleaseContent) -> list[AuditError]:
            given.append(published)
            return [wrong_call("Merge level."), wrong_call("Leave out unit.")]

        with pytest.raises(AuditError, match=r"Merge level\.\nLeave out unit\."):
            release(place, NAME, ROUND, ReleaseOrder("public"), judge)
        (published,) = given
        assert (published.reader, published.before) == ("public", [])
        assert [one.women for one in published.findings["baseline"].findings] == [10]
        assert releases(place, NAME, ROUND) == []

    @pytest.mark.parametrize("loss", ["edition", "last edition", "record", "page", "key"])
    def test_lost_or_changed_releases_are_not_begun_anew(self, place, tmp_path, loss):
        made(place)
        made(place, "public")
        folder = place.release(NAME, ROUND, 1)
        match loss:
            case "edition":
                shutil.rmtree(folder)
            case "last edition":
                shutil.rmtree(place.release(NAME, ROUND, 2))
            case "record":
                (folder / "release.json").unlink()
            case "page":
                (folder / "en" / "report.html").chmod(0o600)
                (folder / "en" / "report.html").write_text("better figures")
            case _:
                place.release_key().unlink()
        with pytest.raises(AuditError, match=r"[Pp]ut .*back from a copy"):
            made(place, receiver="Somebody else")

    def test_a_key_is_not_made_anew_though_only_a_later_edition_is_left(self, place):
        made(place)
        made(place, "public")
        shutil.rmtree(place.release(NAME, ROUND, 1))
        place.release_key().unlink()
        with pytest.raises(AuditError, match="back from a copy"):
            key_of(place)

    def test_the_same_list_under_another_name_is_noticed_whatever_its_order(self, place, tmp_path):
        made(place)
        header, *rows = STAFF.splitlines()
        again = "\n".join([header, "F,Officer,1901", *rows[:0:-1]]) + "\n"
        draft(tmp_path, share(10, 20), name="other", lists={"staff.csv": again})
        with pytest.raises(AuditError, match="most rows were released as those of example 2025"):
            made(place, name="other")

    def test_a_later_round_of_the_same_organisation_may_have_the_same_people(self, place, tmp_path):
        made(place)
        draft(tmp_path, share(10, 20), round="2026")
        assert made(place, round="2026").number == 1


class TestCommand:
    """``genderaudit release``."""

    @pytest.mark.slow
    def test_it_says_number_reader_and_place(self, tmp_path, capsys):
        draft(tmp_path, share(10, 20))
        given = ["release", NAME, ROUND, "--validation", "--to", "Board", f"--workspace={tmp_path}"]
        assert main(given) == DONE
        assert "example 2025: edition 1, validation, en: " in capsys.readouterr().out
        assert "Board" in page(Workspace.open(tmp_path), 1)
        assert "edition_1/en/report.html" in (tmp_path / "outputs" / "index.html").read_text()

    def test_what_cannot_be_released_is_said(self, tmp_path, capsys):
        (draft(tmp_path, share(10, 20)).outputs(NAME, ROUND, "en") / "report.html").unlink()
        assert main(["release", NAME, ROUND, f"--workspace={tmp_path}"]) == USAGE
        assert "not complete and up to date" in capsys.readouterr().err

    @pytest.mark.parametrize("wrong", [["--public", "--validation"], ["--to", "x" * 400], ["--brief", "public"]])
    def test_what_makes_no_sense_is_refused(self, tmp_path, wrong):
        with pytest.raises(SystemExit):
            main(["release", NAME, ROUND, *wrong, f"--workspace={tmp_path}"])
