"""A name that is not known: how many there are and those most like it, never a list that fills the screen."""

from __future__ import annotations

import pytest
from examples import MINIMAL

from genderaudit.audit.notebook import open_audit
from genderaudit.cli import USAGE, main
from genderaudit.foundations.errors import MOST_NAMES, AuditError, known_names
from genderaudit.foundations.language import language
from genderaudit.intake.round.layout import lay_out
from genderaudit.runner.parameters import parse_values
from genderaudit.simulation.scenarios import chosen_scenarios, scenarios

MANY = [f"union_{number:04d}" for number in range(2_000)] + ["cooperative"]


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("x", [], "There are none yet."),
        ("x", ["b", "a"], "Known: b, a."),
        ("coperative", MANY, "Of 2,001 known names the closest: cooperative."),
        ("zzz", MANY, "None of 2,001 known names is like it; the first: union_0000, union_0001, union_0002."),
    ],
)
def test_what_is_said(name, known, said):
    assert known_names(name, known).sentence(language("en")) == said


@pytest.mark.parametrize("name", ["union_20000", "union", "u" * 10_000])
def test_at_most_ten_are_named(name):
    assert known_names(name, MANY).sentence(language("en")).count("union_") <= MOST_NAMES


@pytest.fixture
def crowded(tmp_path):
    for name in MANY[:300]:
        folder = tmp_path / "data" / "raw" / name
        folder.mkdir(parents=True)
        (folder / "organisation.yml").write_text(MINIMAL)
    for number in range(30):
        (tmp_path / "data" / "raw" / MANY[0] / f"{2000 + number}").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("command", "closest"),
    [
        (["check", "union_00100"], "union_0010"),
        (["run", "uniom_0011"], "union_0011"),
        (["form", "unoin_0011", "--format=html"], "union_0011"),
        (["check", MANY[0], "--round", "20251"], "2025"),
        (["run", MANY[0], "--language", "eng"], "en"),
        (["run", MANY[0], "--parameter", "confidence_levels=0.9"], "confidence_level"),
        (["simulate", "--seed", "1", "--scenario", "glass_cieling"], "glass_ceiling"),
        (["new", "x", "--kind", "tradeunion", "--language", "en"], "trade_union"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_every_command_that_takes_a_name(crowded, command, closest, capsys):
    assert main([*command, f"--workspace={crowded}"]) == USAGE
    said = capsys.readouterr().err
    assert closest in said
    assert len(said.splitlines()) == 1
    assert len(said) < 400


def test_what_notebooks_name(workspace):
    workspace.organisation({"staff.csv": "sex\nF\n"})
    audit = open_audit("baseline", "example", "2025", "en", str(workspace.root))
    with pytest.raises(
        AuditError, match=f"Of {len(audit.data.method.indicators)} known names the closest: .*staff_women"
    ):
        audit.rules.indicator("staff_woman_share")
    with pytest.raises(AuditError, match=r"There is no table staf\. Of \d+ known names the closest: staff\."):
        audit.data.table("staf")


@pytest.mark.parametrize("ask", [lambda: language("frr"), lambda: lay_out("", "x", kind="club", code="en")])
def test_few_are_named_all(ask):
    with pytest.raises(AuditError, match=r"Known: \w+, \w+"):
        ask()


def test_many_scenarios_and_parameters_are_not():
    assert len(scenarios()) > MOST_NAMES
    with pytest.raises(AuditError, match="the closest: glass_ceiling"):
        chosen_scenarios(["glass_ceilings"])
    with pytest.raises(AuditError, match="the closest: a_9"):
        parse_values(["a_99=1"], {"one": {f"a_{number}": 1 for number in range(20)}})
