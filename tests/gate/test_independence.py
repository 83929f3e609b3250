"""The gate stands by itself: it can be read, and used, without the audit."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from genderaudit import gate

SOURCES = sorted(Path(gate.__file__).parent.glob("*.py"))


def test_it_imports_nothing_of_the_rest() -> None:
    for source in SOURCES:
        imported = [
            node.module for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        assert not [
            one
            for one in imported
            if not one or (one.startswith("genderaudit") and not one.startswith("genderaudit.gate"))
        ]


def test_the_example_of_its_first_page_runs() -> None:
    example = "\n".join(line.strip() for line in (gate.__doc__ or "").splitlines() if line.startswith("    "))
    rows = [{"unit": "AB"[i % 2], "answer": "agree" if i < 3 else "other"} for i in range(20)]
    names = {**vars(gate), "rows": rows}
    exec(example, names)
    assert names["found"]
    assert [str(change) for change in names["changes"]] == ["Leave out of A."]


def test_it_has_no_words_of_the_field() -> None:
    for source in SOURCES:
        text = source.read_text("utf-8").replace("genderaudit", "")
        assert not re.search(r"\b(wom[ae]n|m[ae]n|sex|gender|salary|survey)\b", text, re.IGNORECASE), source.name
