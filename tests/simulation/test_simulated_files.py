"""Simulated organisations: alike every time, whole and readable, and what cannot be asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from at_length import at_length
from simulated import KINDS, written

from genderaudit.cli import DONE, USAGE, main
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import TABLES
from genderaudit.intake.round.tables import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.simulation.scenarios import model
from genderaudit.simulation.simulate import LANGUAGES, SimulationOrder, simulated, words_of
from genderaudit.simulation.truth import read_truth


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_however_many_there_are(tmp_path: Path) -> None:
    order = SimulationOrder(5, size="40")
    three, one = written(tmp_path / "three", 3, order), written(tmp_path / "one", 1, order)
    first = {name: content for name, content in files_of(three.root).items() if "simulated_0001" in name}
    assert files_of(one.root) == first
    assert len({read_truth(three, name).model_dump_json() for name in three.organisations()}) == 3


def test_another_seed_gives_other_people() -> None:
    first, second = (simulated("simulated_0001", 1, SimulationOrder(seed, size="40")) for seed in (1, 2))
    assert not first.rounds["2025"]["staff"].equals(second.rounds["2025"]["staff"])


IN_TURN = [(kind, (LANGUAGES * 2)[turn + n % 2]) for turn in range(len(LANGUAGES)) for n, kind in enumerate(KINDS)]
"""Every kind in one language or the other, then in the other."""


@pytest.mark.parametrize(("kind", "language"), at_length(IN_TURN, 2))
def test_every_kind_is_read_without_an_error_in_both_languages(tmp_path: Path, kind: str, language: str) -> None:
    order = SimulationOrder(0, kinds=[kind], size="60", languages=[language], scenarios=["further_lists"])
    workspace = written(tmp_path, 1, order)
    about = read_organisation(workspace.raw("simulated_0001"))
    assert (about.kind, about.languages, about.invented) == (kind, [language], True)
    assert re.search(r"\((organisation fictive|invented)\)$", about.name)
    for round in workspace.rounds("simulated_0001"):
        intake = read_round(workspace.raw("simulated_0001", round), about, round)
        assert not intake.errors


NOT_SIMULATED = {
    # One way to say an age or service is enough, and members of an organisation are counts.
    "staff": {"branch", "count", "paid_share", "age", "age_band", "pay_reference_hours", "service_years"},
    "members": {"level", "birth_year", "age", "joined_on", "left_on"},
    "services": {"birth_year", "age", "age_band"},
    "bodies": {"birth_year", "age"},
    "attendance": {"also", "birth_year", "age", "quota_youth"},
    "survey": {"birth_year", "age", "weight"},
    "workshops": {"question", "side"},  # of other exercises
    "actions": {"budget", "round", "evidence"},
}


def test_every_table_of_the_contract_is_there_with_its_columns() -> None:
    made = simulated("simulated_0001", 1, SimulationOrder(3, size="60", scenarios=["further_lists"]))
    lists = set(TABLES) - {"validation", "about"}  # what people say of their own audit
    assert set(made.rounds["2022"]) == lists - {"actions"}
    assert set(made.rounds["2025"]) == lists
    for name, table in made.rounds["2025"].items():
        columns = {column.name for column in TABLES[name].columns} - NOT_SIMULATED.get(name, set())
        assert columns <= {column for column in table if table[column].notna().any()}, name


def test_answers_are_partly_blank_and_partly_not_known() -> None:
    survey = simulated("simulated_0001", 1, SimulationOrder(3, size="300")).rounds["2025"]["survey"]
    items = [item.id for item in methodology().questionnaire.items]
    answers = survey[items].to_numpy(dtype=float)
    assert {-1, -2} < {*answers[np.isfinite(answers)].astype(int)}
    assert survey.loc[survey["submitted"].isna(), items[-1]].isna().all()
    assert 0.02 < survey["submitted"].isna().mean() < 0.25
    assert survey["sex"].isna().any()


def test_actions_are_recommendations_of_the_method() -> None:
    actions = simulated("simulated_0001", 1, SimulationOrder(3, size="40")).rounds["2025"]["actions"]
    assert {*actions["recommendation"]} <= {entry.id for entry in methodology().recommendations}


def test_age_service_level_and_pay_go_together() -> None:
    staff = simulated("simulated_0001", 1, SimulationOrder(4, size="1000", scenarios=["none"])).rounds["2025"]["staff"]
    staff = staff[staff["birth_year"].notna() & staff["pay"].notna() & staff["fte"].notna()]
    service = 2025 - pd.to_datetime(staff["hired_on"]).dt.year
    age, pay = 2025 - staff["birth_year"].astype(float), staff["pay"].astype(float) / staff["fte"].astype(float)
    assert np.corrcoef(age, service)[0, 1] > 0.3
    assert np.corrcoef(age, pay)[0, 1] > 0.2
    assert np.corrcoef(staff["education_years"].fillna(14).astype(float), pay)[0, 1] > 0.4


def test_languages_have_the_same_words() -> None:
    def shape(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: shape(value) for key, value in words.items()}
        return len(words) if isinstance(words, list) else type(words)

    for kind in KINDS:
        english, french = (words_of(language, kind) for language in ("en", "fr"))
        assert shape(english) == shape(french)
        assert len({*english["levels"]}) == len(model("kinds")[kind]["levels"]["weight"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scenarios": ["glas_ceiling"]}, "no scenario glas_ceiling"),
        ({"scenarios": ["none", "low_response"]}, "none is planted alone"),
        ({"scenarios": ["pay_gap_explained", "leaky_pipeline"]}, "cannot be planted together: they want slope"),
        ({"kinds": ["club"]}, "no kind of organisation club"),
        ({"languages": ["de"]}, "no language de"),
        ({"size": "11"}, "from 12"),
        ({"seed": -1}, "from 0"),
    ],
)
def test_what_cannot_be_simulated_is_said(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(AuditError, match=said):
        SimulationOrder(**{"seed": 1, **wrong})


def test_command_writes_and_does_not_write_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["simulate", "--seed", "2", "--size", "small", "--organisations", "2", f"--workspace={tmp_path}"]
    assert main(command) == DONE
    assert capsys.readouterr().out.split() == ["simulated_0001", "simulated_0002"]
    assert main(command) == USAGE
    assert "There is a folder simulated_0001 already" in capsys.readouterr().err


def test_only_simulated_organisations_have_a_truth() -> None:
    with pytest.raises(AuditError, match="only organisations made by genderaudit simulate"):
        read_truth(Workspace.open(), "agency_northmere")


def test_a_truth_file_of_another_format_is_refused(tmp_path: Path) -> None:
    workspace = written(tmp_path, 1, SimulationOrder(1, size="40"))
    path = workspace.truth("simulated_0001")
    path.write_text(path.read_text("utf-8").replace("genderaudit/truth/1", "genderaudit/truth/0"), "utf-8")
    with pytest.raises(AuditError, match="not in the format genderaudit/truth/1"):
        read_truth(workspace, "simulated_0001")
