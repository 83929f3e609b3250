"""The blocks of code in README.md and docs/, and a copy of the repository that they are run in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?:^<!-- not run: (.+?) -->\n)?^```(\S*)(?: .*)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"\n\n {4,}(?!-|\d\.)\S.*")
SEEN_ELSEWHERE = {"pycon": "test_worked_examples", "yaml": "pages that explain a file", "text": "what is printed"}


@dataclass(frozen=True)
class Block:
    """A fenced block. ``chapter``: its number on the page; ``reason``: why it is not run, from the comment above it."""

    page: str
    chapter: int
    kind: str
    text: str
    reason: str

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0]


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = [(text.count("\n## ", 0, match.start()), match) for match in BLOCK.finditer(text)]
    return [Block(page.name, chapter, match[2], match[3], match[1] or "") for chapter, match in found]


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def to_run(page: str) -> list[Block]:
    """The page's blocks that a test runs, in order: commands and Python, unless the page says why not."""
    return [block for block in BLOCKS if block.page == page and block.kind in ("sh", "python") and not block.reason]


def clone(folder: Path) -> Path:
    """The repository as ``git clone`` and ``make`` leave it, without its history; packages are those of this Python."""
    place = folder / "genderaudit"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, place / name)
    environment = place / ".venv"
    (environment / "bin").mkdir(parents=True)
    for path in Path(sys.prefix).iterdir():
        if path.name != "bin":
            (environment / path.name).symlink_to(path)
    for program in Path(sys.executable).parent.iterdir():
        (environment / "bin" / program.name).symlink_to(program)
    (environment / ".ready").unlink(missing_ok=True)
    (environment / ".ready").touch()
    for command in ("init", "--quiet"), ("add", "--all"):
        subprocess.run(["git", *command], cwd=place, check=True)
    return place


def untracked(place: Path) -> list[str]:
    """What git sees in a clone that is new or changed."""
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    lines = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if not line.startswith("A  ")]


class Terminal:
    """A shell in the clone, with its environment on the path and a home of its own. A chapter begins in the clone."""

    def __init__(self, place: Path) -> None:
        self.clone, self._chapter = place, 0
        self.home = place.parent / "home"
        self.home.mkdir()
        self.folder = place
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))},
            "HOME": str(self.home),
            "PATH": f"{place / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(place / "src"),
        }

    def run(self, block: Block, seconds: int) -> subprocess.CompletedProcess[str]:
        """The block as it stands, up to the first command that fails."""
        where = self.home.parent / "where"
        if block.chapter != self._chapter:
            self.folder, self._chapter = self.clone, block.chapter
        if block.kind == "sh":
            command = ["bash", "-e", "-c", f"{block.text}\npwd > {where}"]
        else:
            command = ["python", "-c", block.text]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode == 0 and block.kind == "sh":
            self.folder = Path(where.read_text().strip())
        return done
