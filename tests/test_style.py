"""Tests in one style: what ``CONTRIBUTING.md`` says of them, as far as a program can see it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LINES, LINES_OF_A_TEST, SECONDS = 450, 40, 0.2
FAILS = re.compile(r"(assert|expect|fail|raises|require|wait_for|warns)")
"""How functions begin that fail where something is not as it should be; others of the same file are looked into."""


def files(pattern: str = "*.py") -> list[Path]:
    return sorted(path for path in TESTS.rglob(pattern) if "fixtures" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def where(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(TESTS)}{f':{node.lineno}' if isinstance(node, ast.stmt | ast.expr) else ''}"


def functions_of_tests(path: Path) -> Iterator[ast.FunctionDef]:
    return (
        node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def called(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The calls in it, with the last part of the function's name."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
            yield call.func.id if isinstance(call.func, ast.Name) else call.func.attr, call


def test_every_file_begins_with_a_sentence_that_says_what_it_is_of() -> None:
    heads = {where(path): (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0] for path in files()}
    without = [name for name, head in heads.items() if not head.endswith((".", "?"))]
    assert without == [], "say in one sentence what these files hold (a test) or give (a helper)"


def test_files_and_tests_are_short_enough_to_be_read() -> None:
    long = [where(path) for path in files() if len(path.read_text("utf-8").splitlines()) >= LINES]
    assert long == [], f"split these files by topic: {LINES} lines are too many"
    lengths = [
        (path, test, (test.end_lineno or 0) - test.lineno + 1) for path in files() for test in functions_of_tests(path)
    ]
    long = [f"{where(path, test)} {test.name}" for path, test, length in lengths if length >= LINES_OF_A_TEST]
    assert long == [], "make fixtures of what these tests set up, or several tests of them"


def test_every_test_can_fail() -> None:
    """It asserts, or calls what does, in this file or by its name."""

    def can_fail(node: ast.AST, helpers: dict[str, ast.FunctionDef]) -> bool:
        """In what a kernel or another process runs, too."""
        for one in ast.walk(node):
            text = one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else ""
            if isinstance(one, ast.Assert | ast.Raise) or "assert " in text:
                return True
        others = {name: helper for name, helper in helpers.items() if helper is not node}
        return any(
            FAILS.match(name)
            or any(key.arg == "check" for key in call.keywords)
            or (name in others and can_fail(others[name], {}))
            for name, call in called(node)
        )

    idle = []
    for path in files("test_*.py"):
        helpers = {node.name: node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)}
        idle += [f"{where(path, test)} {test.name}" for test in functions_of_tests(path) if not can_fail(test, helpers)]
    assert idle == [], "these tests pass whatever happens: assert what they are named by"


def test_no_test_waits_for_a_time_instead_of_an_event() -> None:
    waits = [
        where(path, call)
        for path in files()
        for name, call in called(tree_of(path))
        if name == "sleep" and call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value > SECONDS
    ]
    assert waits == [], f"wait in steps of at most {SECONDS} s until what you wait for is there"


def test_helpers_are_found_from_every_file_that_is_run_alone() -> None:
    """They stand beside the file or in ``tests``, and are no test files: those are read by pytest as tests."""
    helpers, there = Counter(path.stem for path in files()), {*files()}
    lost = []
    for path in files():
        for node in tree_of(path).body:
            name = node.module if isinstance(node, ast.ImportFrom) else None
            near = {path.parent / f"{name}.py", TESTS / f"{name}.py"} & there
            if name in helpers and (not near or name.startswith("test_")):
                lost.append(where(path, node))
    assert lost == [], "move what is imported here to a module without test_ in its name, in this folder or in tests"
    twice = [name for name, number in helpers.items() if number > 1 and name != "conftest"]
    assert twice == [], "give these modules names of their own: Python takes two of one name for the same"


@pytest.mark.parametrize("name", ["test_style.py", "conftest.py"])
def test_the_files_are_those_of_the_tests(name: str) -> None:
    """Else the tests above would hold for nothing."""
    assert name in {path.name for path in files()}
    assert len(files("test_*.py")) > 100
