"""The sample organisations: written alike every time, of the size and with the faults that are said of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from sample_lists import (
    DJELIBA,
    DJELIBA_2022,
    METHODOLOGY,
    NORTHMERE,
    RAW,
    SIGIDA,
    counted,
    current_staff,
    settings,
    table,
)

from genderaudit.simulation.samples import ORGANISATIONS, write_samples


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return files_of(write_to(tmp_path_factory.mktemp("samples")))


def write_to(folder: Path) -> Path:
    write_samples(folder)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    paths = [folder / "planted.yml", *(path for name in ORGANISATIONS for path in (folder / name).rglob("*"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_two_runs_write_the_same_bytes(written: dict[str, bytes], tmp_path: Path) -> None:
    assert files_of(write_to(tmp_path)) == written


def test_committed_samples_are_what_the_program_writes(written: dict[str, bytes]) -> None:
    committed = files_of(RAW)
    assert sorted(committed) == sorted(written), "Run `make samples` and commit data/raw."
    differing = [name for name, content in written.items() if committed[name] != content]
    assert not differing, "Run `make samples` and commit data/raw."


def test_samples_stay_small_in_the_repository(written: dict[str, bytes]) -> None:
    assert sum(map(len, written.values())) < 700_000


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_sample_says_that_it_is_invented_in_its_settings_and_its_name(organisation: str) -> None:
    own = settings(organisation)
    assert own["invented"] is True
    assert re.search(r"\((organisation fictive|invented)\)$", own["name"])


@pytest.mark.parametrize("sample", [NORTHMERE, SIGIDA, DJELIBA_2022, DJELIBA])
def test_document_review_rates_every_criterion_of_the_method_with_evidence(sample: tuple[str, str]) -> None:
    criteria = yaml.safe_load((METHODOLOGY / "documents.yml").read_text(encoding="utf-8"))["criteria"]
    review = table(sample, "documents")
    assert [*review["criterion"]] == [criterion["id"] for criterion in criteria]
    assert review["evidence"].notna().all()


def test_answered_actions_are_recommendations_of_the_method_and_one_of_its_own() -> None:
    catalogue = yaml.safe_load((METHODOLOGY / "recommendations.yml").read_text(encoding="utf-8"))
    known = {entry["id"] for entry in catalogue["recommendations"]}
    assert [name for name in table(DJELIBA, "actions")["recommendation"] if name not in known] == [
        "Ouvrir une garderie pendant chaque congrès."
    ]


def test_survey_population_of_the_agency_is_its_staff_on_the_day() -> None:
    staff = current_staff(NORTHMERE).groupby(["sex", "level"]).size().to_dict()
    listed = {(row["sex"], row["level"]): row["count"] for row in settings(NORTHMERE[0])["headcounts"]}
    assert listed == staff


def test_federation_has_12_400_members_with_those_whose_sex_is_not_stated() -> None:
    assert counted(table(DJELIBA, "members")).sum() == 12_400


def test_cooperative_has_75_000_members_in_100_branches() -> None:
    members = table(SIGIDA, "members")
    assert (counted(members).sum(), members["branch"].nunique()) == (75_000, 100)


def test_cooperative_has_140_and_the_agency_420_people_on_its_staff() -> None:
    assert (len(current_staff(SIGIDA)), len(current_staff(NORTHMERE))) == (140, 420)


def test_samples_hold_the_faults_that_intake_warns_of() -> None:
    attendance, staff = table(DJELIBA, "attendance"), table(NORTHMERE, "staff")
    survey = table(NORTHMERE, "survey")
    assert attendance.duplicated().sum() == 1
    assert staff["sex"].value_counts(dropna=False).reindex(["X", None]).tolist() == [2, 3]
    assert staff["birth_year"].isna().sum() == 6
    assert survey["submitted"].isna().sum() == 30
