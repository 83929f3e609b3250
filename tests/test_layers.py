"""Packages import downward only, in the order of docs/architecture.md (``[tool.importlinter]`` of pyproject.toml)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]


def test_packages_import_downward_only(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_page_lists_the_packages_in_this_order():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = [layer.split(" | ") for layer in project["tool"]["importlinter"]["contracts"][0]["layers"]]
    height = {package: number for number, layer in enumerate(reversed(layers)) for package in layer}
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("## Packages of") : page.index("## Where a line belongs")]
    listed = [name for row in re.findall(r"^\| (`.+?`) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(height)
    assert [height[name] for name in listed] == sorted(height.values())


def test_every_module_is_in_a_package():
    package = ROOT / "src" / "genderaudit"
    assert [path.name for path in package.glob("*.py")] == ["__init__.py"]
