"""What the commands write into a clone stays out of its repository: lists, findings and reports are confidential."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # every command in a clone

REPOSITORY = Path(__file__).parents[1]
QUICK = {
    "new": "main(['new', 'my_union', '--kind', 'trade_union', '--language', 'en'])",
    "new elsewhere": "main(['new', 'a', '--kind', 'ngo', '--language', 'en', '--workspace', 'audits'])",
    "samples": "main(['samples', 'audits'])",
    "simulate": "main(['simulate', '--seed', '1', '--size', 'small'])",
    "form": "main(['form', 'agency_northmere', '--format', 'html'])",
    "check": "main(['check', 'agency_northmere'])",
    "lab": "own_copies()",
    "wheel": "hatchling('build', '-t', 'wheel')",
}
SLOW = {
    "run": "main(['run', 'agency_northmere', '--language', 'en'])",
    "run that fails": "main(['run', 'my_union'])",
    "training": "list(publish(Path('outputs/training'), 'en'))",
    "docs": "build_main(['-q', '-c', 'docs', '-d', 'docs/site/.doctrees', '.', 'docs/site'])",
}
SCRIPT = """
import json, sys
from pathlib import Path
from hatchling.cli import hatchling as build
from sphinx.cmd.build import build_main
from genderaudit.cli import main
from genderaudit.lab.__main__ import own_copies
from genderaudit.training.publish import publish

def hatchling(*arguments):
    sys.argv = ["hatchling", *arguments]
    return build()

def files():
    return {path.as_posix() for path in Path().rglob("*") if path.is_file() and path.parts[0] != ".git"}

if __name__ == "__main__":
    done, before = {}, files()
    for name, command in json.loads(sys.argv[1]).items():
        eval(command)
        now = files()
        done[name], before = sorted(now - before), now
    Path("../written.json").write_text(json.dumps(done), "utf-8")
"""
"""Runs commands in one process, because starting takes longer than most of them; notes what each has written."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this checkout as it is, changes included."""
    folder = tmp_path_factory.mktemp("clones") / "clone"
    for name in git(REPOSITORY, "ls-files", "-z", "--cached", "--others", "--exclude-standard"):
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


def git(folder: Path, *arguments: str, given: str = "") -> list[str]:
    """What git says, where it ends each name with a null character."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=surroundings, input=given.encode(), capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode()  # 1: no path is ignored
    return done.stdout.decode().split("\0")[:-1]


def written(clone: Path, commands: dict[str, str]) -> dict[str, list[str]]:
    """The files that each command writes into the clone."""
    (clone.parent / "commands.py").write_text(SCRIPT, "utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(clone / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "../commands.py", json.dumps(commands)]
    done = subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, timeout=1800)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, list[str]] = json.loads((clone.parent / "written.json").read_text("utf-8"))
    return found


def assert_is_ignored(clone: Path, paths: list[str]) -> None:
    assert paths, "something is written into the clone"
    ignored = git(clone, "check-ignore", "-z", "--stdin", given="\0".join(paths))
    assert set(paths) - set(ignored) == set()
    assert git(clone, "diff", "-z", "--name-only") == []  # nor is anything changed that is in the repository


@pytest.fixture(scope="module")
def quick(clone: Path) -> dict[str, list[str]]:
    return written(clone, QUICK)


@pytest.fixture(scope="module")
def slow(clone: Path, quick: dict[str, list[str]]) -> dict[str, list[str]]:
    return written(clone, SLOW)


@pytest.mark.parametrize("name", QUICK)
def test_what_a_command_writes_is_ignored(clone, quick, name):
    assert_is_ignored(clone, quick[name])


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_longer_writes_is_ignored(clone, slow, name):
    assert_is_ignored(clone, slow[name])


def test_what_is_in_the_repository_is_not_ignored(clone):
    """Else a sample that is written anew would not be seen."""
    assert git(clone, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard") == []
