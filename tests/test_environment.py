"""One list of dependencies: pyproject.toml, and the lock file and environment.yml that follow it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (REPOSITORY / "requirements.lock").read_text("utf-8")
ENVIRONMENT = yaml.safe_load((REPOSITORY / "environment.yml").read_text("utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", one)[0].lower().replace("_", "-") for one in requirements}


LOCKED = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK, re.MULTILINE))


class TestLockFile:
    """Versions and hashes, and nothing of the machine that wrote it."""

    def test_holds_every_dependency_of_the_project_and_of_its_tests(self):
        optional = [one for group in PROJECT["optional-dependencies"].values() for one in group]
        assert names(PROJECT["dependencies"] + optional) - set(LOCKED) == set(), "run make lock"

    def test_names_no_address(self):
        assert re.findall(r"https?://|--index-url|--extra-index|--find-links|file:|@ ", LOCK) == [], (
            "run make lock, which writes names, versions and hashes only"
        )

    def test_every_version_has_a_hash(self):
        entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)
        entries = [entry for entry in entries if "==" in entry.splitlines()[0]] if entries[0] else entries[1:]
        assert len(entries) > 100
        assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == [], (
            "run make lock, which writes names, versions and hashes"
        )

    @pytest.mark.parametrize("requirement", PROJECT["dependencies"])
    def test_version_is_one_that_the_project_allows(self, requirement):
        name, bounds = re.match(r"([A-Za-z0-9_-]+)(.*)", requirement).groups()
        locked = version(LOCKED[name.lower()])
        for sign, bound in re.findall(r"(>=|<)([\d.]+)", bounds):
            wanted = version(bound)
            assert locked >= wanted if sign == ">=" else locked[: len(wanted)] < wanted, requirement


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


class TestCondaEnvironment:
    """Python, pip and the lock file: no second list of packages."""

    def test_python_is_the_one_of_the_project(self):
        least = re.search(r"[\d.]+", PROJECT["requires-python"])[0]
        python = next(one for one in ENVIRONMENT["dependencies"] if isinstance(one, str) and one.startswith("python"))
        offered = re.search(r"[\d.]+", python)[0]
        assert version(offered) >= version(least)

    def test_pip_installs_the_lock_file_and_checks_its_hashes(self):
        by_pip = next(one["pip"] for one in ENVIRONMENT["dependencies"] if isinstance(one, dict))
        assert by_pip == ["--require-hashes", "-r requirements.lock"]

    def test_names_no_package_besides_python_and_pip(self):
        conda = [one for one in ENVIRONMENT["dependencies"] if isinstance(one, str)]
        assert names(conda) == {"python", "pip"}


def test_every_text_file_is_opened_with_its_encoding():
    """That of the system is another one on Windows."""
    rule = ("--isolated", "--preview", "--select", "PLW1514")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            *rule,
            "--quiet",
            "--output-format",
            "concise",
            "src",
            "docs",
            "benchmarks",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.stdout + done.stderr == ""
