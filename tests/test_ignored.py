"""What the commands write into a clone stays out of its repository: lists, findings and reports are confidential.

Commands of the documentation that take longer are followed by ``test_documented_commands.py``: a run, a course.
"""

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
COMMANDS = {
    "new": "main(['new', 'my_union', '--kind', 'trade_union', '--language', 'en'])",
    "new elsewhere": "main(['new', 'a', '--kind', 'ngo', '--language', 'en', '--workspace', 'audits'])",
    "samples": "main(['samples', 'audits'])",
    "simulate": "main(['simulate', '--seed', '1', '--size', 'small'])",
    "form": "main(['form', 'agency_northmere', '--format', 'html'])",
    "check": "main(['check', 'agency_northmere'])",
    "run that fails": "main(['run', 'my_union'])",
    "lab": "own_copies()",
    "wheel": "hatchling('build', '-t', 'wheel')",
}
SCRIPT = """
import json, sys
from pathlib import Path
from hatchling.cli import hatchling as build
from genderaudit.cli import main
from genderaudit.lab.__main__ import own_copies

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


@pytest.fixture(scope="module")
def written(clone: Path) -> dict[str, list[str]]:
    """The files that each command writes into the clone."""
    (clone.parent / "commands.py").write_text(SCRIPT, "utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(clone / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "../commands.py", json.dumps(COMMANDS)]
    done = subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, timeout=1800)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, list[str]] = json.loads((clone.parent / "written.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_writes_is_ignored(clone, written, name):
    assert written[name], "something is written into the clone"
    ignored = git(clone, "check-ignore", "-z", "--stdin", given="\0".join(written[name]))
    assert set(written[name]) - set(ignored) == set(), "lists and reports are confidential: add these to .gitignore"
    assert git(clone, "diff", "-z", "--name-only") == [], (
        "the command changes files of the repository: write elsewhere"
    )  # nor is anything changed that is in the repository


def test_the_site_of_the_documentation_is_ignored(clone):
    """Where ``make docs`` puts it."""
    paths = ["docs/site/index.html", "docs/site/.doctrees/index.doctree"]
    assert git(clone, "check-ignore", "-z", "--stdin", given="\0".join(paths)) == paths


def test_what_is_in_the_repository_is_not_ignored(clone):
    """Else a sample that is written anew would not be seen."""
    assert git(clone, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard") == [], (
        "take these out of .gitignore, or out of the repository"
    )
