"""``check --method``: what is wrong in the method and its texts is said without data, and a workspace's own counts."""

from __future__ import annotations

import json

import pytest

from genderaudit.cli import DONE, main
from genderaudit.cli.options import USAGE
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, suite_language
from genderaudit.foundations.layers import laid_over
from genderaudit.foundations.workspace import NOTEBOOKS, SUITE, Workspace
from genderaudit.method_check import faults_of_method
from genderaudit.method_check.notebooks import faults_of_notebooks
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.runner.copies import notebooks_of
from genderaudit.runner.keys import own_key

WELL = """
  granary_room:
    short: "{0}"
    action: "{0}"
    why: "{0}"
    success: "{0}"
"""
ENTRY = (
    "{{id: granary_room, area: K, when: [{{criterion: {0}, rating: [missing]}}], role: {1}, "
    "within_months: 6, resources: low, success: K1, source: etuc}}"
)
TARGET = "targets:\n  - {{id: parity_band, meets: {0}, approaches: {1}, source: etuc}}\n"
OWN = {
    "methodology/targets.yml": TARGET.format("[0.4, 0.6]", "[0.45, 0.5]"),
    "methodology/recommendations.yml": f"recommendations:\n  - {ENTRY.format('K99', 'night_gard')}\n",
    "methodology/indicators.yml": """indicators:
  - {id: granary_keys, area: J, table: staff, unit: share, target: parity_bnad, columns: {shaer_women: share}}
  - {id: granary_pay, area: J, table: staff, unit: amount, protection: pay}
  - {id: granary_core, area: J, tabel: staff, unit: share}
  - {id: granary_town, area: Q, unit: share}
  - {id: granary_chart, area: J, unit: share, chart: shears}
""",
    "methodology/crosswalks/ilo_c100.yml": "source: ilo_c100\nprovisions:\n  - {id: '1', at: Art. 1, items: [Z9]}\n",
    "methodology/sheep.yml": "sheep: []\n",
    "language/fr.yml": """indicators:
  members_women_share:
    overall: "{value:shaer} de {womne:count} sur {n:count}, {men:count} hommes"
    overal: "Titre"
    reading: "Une accolade { seule"
  pay_gap_mean:
    title: ""
items:
  B77: "Un énoncé de trop"
units:
  women:
    one: "{number:count} femme"
    two: "{number:count} femmes"
    other: "{number:count} femmes"
first_of_month: "{jour}1er"
tables:
  staf: "Personnel"
""",
}
SAID = [
    ("methodology/targets.yml, line 2", "targets.parity_band: the ranges do not lie within each other"),
    ("methodology/recommendations.yml, line 2", "granary_room.when.0.criterion: there is no criterion K99."),
    ("methodology/recommendations.yml, line 2", "there is no role night_gard. "),
    ("methodology/recommendations.yml, line 2", "recommendations.granary_room.why is missing in every language"),
    (
        "methodology/indicators.yml, line 2",
        "granary_keys.target: there is no target parity_bnad. Of",
    ),
    ("methodology/indicators.yml, line 2", "granary_keys.columns.shaer_women: there is no column shaer_women. Of"),
    ("methodology/indicators.yml, line 2", "no notebook reports this indicator"),
    ("methodology/indicators.yml, line 3", "granary_pay: of pay only these units are recorded: gap, ratio, share"),
    ("methodology/indicators.yml, line 2", "granary_keys: drafts show this indicator"),
    ("methodology/indicators.yml, line 4", "granary_core.tabel: there is no such key. Did you mean table?"),
    ("methodology/indicators.yml, line 5", "granary_town.area: a key area is one capital letter"),
    ("methodology/indicators.yml, line 6", "granary_chart.chart: this is none of the choices. Did you mean shares?"),
    ("methodology/crosswalks/ilo_c100.yml, line 3", "provisions.1.items.0: there is no statement Z9."),
    ("methodology/sheep.yml, line 1", "nobody reads this file"),
    ("language/fr.yml, line 3", "a number cannot be written as “shaer”. Of"),
    (
        "language/fr.yml, line 3",
        "nothing fills {womne:count} in this text: a dash would be printed. Did you mean women?",
    ),
    ("language/fr.yml, line 3", "nothing fills {men:count} in this text"),
    ("language/fr.yml, line 4", "overal: no report shows a text of this name."),
    ("language/fr.yml, line 5", "reading: a brace is opened or closed alone"),
    ("language/fr.yml, line 7", "pay_gap_mean.title: there is no text here"),
    ("language/fr.yml, line 9", "items.B77: this text belongs to nothing: there is no statement B77."),
    ("language/fr.yml, line 13", "units.women.two: this language needs exactly these plural forms: one, other."),
    ("language/fr.yml, line 15", "the placeholders are not those of language/en/common.yml"),
]


NOTEBOOKS_OF_SUITE = notebooks_of(Workspace(SUITE), NOTEBOOKS)


@pytest.fixture(autouse=True)
def _without_own_templates():
    yield
    Workspace.open(SUITE)


@pytest.fixture
def lay(tmp_path):
    """A workspace with these files of its own."""

    def lay(files: dict[str, str]) -> Workspace:
        (tmp_path / "data" / "raw").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = tmp_path / "templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return Workspace(tmp_path)

    return lay


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """Every fault of ``OWN``, found in one go."""
    root = tmp_path_factory.mktemp("faulty")
    for name, content in OWN.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    workspace = Workspace(root)
    return faults_of_method(notebooks_of(workspace, NOTEBOOKS), workspace.own_templates())


def test_the_method_of_the_suite_and_its_texts_are_sound():
    found = faults_of_method(NOTEBOOKS_OF_SUITE)
    assert [fault.sentence(language("en")) for fault in found] == [], "each line says what to mend in templates/"


@pytest.mark.parametrize(("where", "said"), SAID)
def test_every_fault_is_said_with_file_line_and_name(faults, where, said):
    sentences = [fault.sentence(suite_language("en")) for fault in faults]
    assert [one for one in sentences if f"templates/{where}:" in one and said in one], sentences


def test_faults_are_said_in_french_and_in_the_order_of_the_files(faults):
    sentences = [fault.sentence(suite_language("fr")).replace("\u00a0", " ") for fault in faults]
    assert [one for one in sentences if "line " in one or "there is" in one] == []
    places = [(fault.file, fault.line) for fault in faults]
    assert places == sorted(places)


def test_names_in_notebooks_that_there_are_not(tmp_path):
    lines = [
        "audit.report('members_women_shaer', measures.shaer_of_women(members, where='branhc'))",
        "%matplotlib inline",
    ]
    cells = [{"cell_type": "markdown", "source": "# Granary"}] + [
        {"cell_type": "code", "source": [one]} for one in lines
    ]
    path = tmp_path / "granary.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    given = NOTEBOOKS_OF_SUITE | {"staff_perception": path}
    said = [fault.sentence(language("en")) for fault in faults_of_notebooks(methodology(), given)]
    assert [one for one in said if one.startswith("granary.ipynb, cell 2: there is no indicator members_women_shaer.")]
    assert [one for one in said if "cell 2: there is no measure shaer_of_women. " in one and "share_of_women" in one]
    assert [one for one in said if "cell 2: there is no column branhc. " in one and "branch" in one]
    assert [one for one in said if ": indicators.response_rate: no notebook reports this indicator" in one]


class TestOverlay:
    """A workspace's own method and texts take the place of the suite's, by id and by key."""

    FILES = {
        "methodology/targets.yml": TARGET.format("[0.45, 0.55]", "[0.4, 0.6]"),
        "methodology/recommendations.yml": f"recommendations:\n  - {ENTRY.format('K1', 'steering_committee')}\n",
        **{f"language/{code}.yml": f"recommendations:{WELL.format(code)}" for code in ("en", "fr")},
    }

    def test_replaces_and_adds_and_leaves_the_rest(self, lay):
        before = methodology()
        Workspace.open(lay(self.FILES).root)
        own = methodology()
        assert own.targets["parity_band"].meets == (0.45, 0.55)
        assert list(own.targets) == list(before.targets)
        assert [one.id for one in own.recommendations] == [*(one.id for one in before.recommendations), "granary_room"]
        assert language("fr").text("recommendations.granary_room.why") == "fr"
        assert language("fr").text("areas.K.name") == suite_language("fr").text("areas.K.name")
        Workspace.open(SUITE)
        assert methodology() is before
        assert not language("fr").has("recommendations.granary_room")

    def test_is_told_by_check_which_ends_well(self, lay, capsys):
        status = main(["check", "--method", "--language=en", f"--workspace={lay(self.FILES).root}"])
        said = capsys.readouterr().out
        assert (status, said.splitlines()[-1]) == (DONE, "The method and its texts are in order.")
        assert (
            "templates/methodology/targets.yml: 1 entry replaced or added by this workspace: targets.parity_band"
            in said
        )

    def test_errors_have_their_sentence_where_the_texts_of_the_workspace_are_faulty(self, lay):
        error = AuditError("no_round", organisation="granary", round="2031", near="")
        Workspace.open(lay({"language/en.yml": "sex: 'x\n"}).root)
        with pytest.raises(AuditError):
            language("en")
        assert str(error) == error.sentence(suite_language("en"))

    def test_a_change_makes_stages_stale(self, lay):
        keys = [own_key(lay(files)) for files in ({}, self.FILES, {"language/fr.yml": "sex:\n  F: Femme\n"})]
        assert len(set(keys)) == 3

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", ""),
            ("targets:\n", "targets: "),
            ("- a\n- b\n", "line 1: "),
            ("targets: [{id: [x]}, {}, 3, {id: parity_band}]\n", "targets.parity_band.meets: "),
            ("targets:\n\t- {}\n", "tab"),
            ("a: &x [1]\nb: *x\n", "line 1"),
            ("targets: 'x\n", "quotation mark"),
        ],
    )
    def test_odd_files_are_said(self, lay, content, said):
        own = lay({"methodology/targets.yml": content}).own_templates()
        sentences = [fault.sentence(suite_language("en")) for fault in Methodology(own=own).faults]
        assert bool(sentences) == bool(said)
        assert said in "\n".join(sentences)

    @pytest.mark.parametrize(
        ("entry", "least"),
        [
            ("id: pay_gap_mean, area: J, table: staff, unit: gap, protection: observable", "pay"),
            ("id: granary_keys, area: J, table: staff, unit: share, protection: none", "sensitive"),
            ("id: granary_keys, area: J, table: survey, unit: share, protection: observable", "sensitive"),
            ("id: staff_women_share, area: J, table: staff, unit: share, protection: sensitive", None),
        ],
    )
    def test_an_indicator_may_guard_more_than_the_suites_and_never_less(self, lay, entry, least):
        own = lay({"methodology/indicators.yml": f"indicators:\n  - {{{entry}}}\n"}).own_templates()
        said = [fault.sentence(suite_language("en")) for fault in Methodology(own=own).faults]
        assert bool([one for one in said if f"protection must be {least}, or guard more" in one]) == bool(least)

    @pytest.mark.parametrize(
        ("name", "content"),
        [("language/en.yml", "areas:\n\tK: x\n"), ("methodology/targets.yml", "thresholds: {minimum_cell: 2}\n")],
    )
    @pytest.mark.parametrize("command", ["check", "run --all"])
    def test_what_cannot_be_used_stops_a_command_with_file_and_line(self, lay, capsys, name, content, command):
        root = lay({name: content}).root
        assert main([*command.split(), f"--workspace={root}"]) == USAGE
        line = 2 if "\t" in content else 1
        assert f"genderaudit: {root.name}/templates/{name}, line {line}: " in capsys.readouterr().err

    def test_a_text_where_others_have_several_is_said_at_its_place(self, lay):
        own = lay({"language/fr.yml": "readiness:\n  title: {one_more: Titre}\n"}).own_templates()
        said = [fault.sentence(suite_language("en")) for fault in faults_of_method(NOTEBOOKS_OF_SUITE, own)]
        (fault,) = said
        assert "templates/language/fr.yml, line 2: readiness.title: a text is needed." in fault

    def test_what_is_laid_over_is_named(self, lay):
        assert laid_over(lay(self.FILES).own_templates())["templates/methodology/recommendations.yml"] == (
            "recommendations.granary_room",
        )
