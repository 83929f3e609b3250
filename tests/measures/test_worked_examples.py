"""Every worked example of docs/measures.md gives the figure that the page states, and no measure lacks one."""

import ast
import doctest
import re
from pathlib import Path

import pytest

from genderaudit import measures

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEGINNING, *BLOCKS = BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def failures(text: str, names: dict[str, object]) -> str:
    """What differs when the examples of a block are run; they may use, and add, names."""
    report: list[str] = []
    test = doctest.DocTest(doctest.DocTestParser().get_examples(text), names, "example", str(PAGE), 0, text)
    doctest.DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False)
    names |= test.globs
    return "".join(report)


def called(text: str) -> set[str]:
    """Names of the measures that a block calls."""
    source = "".join(example.source for example in doctest.DocTestParser().get_examples(text))
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {
        function.attr
        for function in calls
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
        if function.value.id == "measures"
    }


def test_the_worked_examples_give_the_figures_of_the_page() -> None:
    names: dict[str, object] = {}
    differences = "".join(failures(block, names) for block in (BEGINNING, *BLOCKS))
    assert not differences, differences


def test_every_exported_measure_has_a_worked_example() -> None:
    exported = {name for name in measures.__all__ if not isinstance(getattr(measures, name), type)}
    assert exported - set().union(*map(called, BLOCKS)) == set(), (
        "write an example with its source for these into docs/measures.md"
    )


def test_every_exported_measure_stands_in_the_heading_of_a_section() -> None:
    headings = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("### ")]
    named = {name for heading in headings for name in re.findall(r"`(\w+)`", heading)}
    assert named == {name for name in measures.__all__ if not isinstance(getattr(measures, name), type)}


SECTIONS = re.findall(r"^### .*?: `.+?(?=^#|\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.splitlines()[0])
def test_every_section_says_all_that_a_reader_needs(section: str) -> None:
    points = ["Answers", "Formula", "Unit, reading", "Limits", "Source", "By hand"]
    assert re.findall(r"^- \*\*(.+?):\*\*", section, re.MULTILINE) == points


@pytest.mark.parametrize("block", [block for block in BLOCKS if called(block)])
def test_every_block_states_a_figure(block: str) -> None:
    assert any(example.want for example in doctest.DocTestParser().get_examples(block))


def test_a_wrong_figure_on_the_page_is_found() -> None:
    assert "Expected:\n    3" in failures(">>> 1 + 1\n3\n", {})
