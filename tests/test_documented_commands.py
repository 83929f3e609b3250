"""Commands in README.md and docs/ are run as they stand, letter by letter, in a copy of the repository."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from documented import BLOCKS, INDENTED, PAGES, REPOSITORY, Terminal, clone, to_run, untracked

from genderaudit.cli import parser

NOT_RUN = {
    (
        "README.md",
        "make reports    # sets everything up, audits the three sample organisations, writes outputs/index.html",
    ),
    ("README.md", "pip install genderaudit-….whl"),
    ("README.md", "make test       # sets everything up and runs the tests, in some seven minutes on two cores"),
    (
        "README.md",
        "15 2 * * * /srv/genderaudit/.venv/bin/genderaudit run --changed --workspace /srv/audits "
        ">> /var/log/genderaudit.log 2>&1",
    ),
    ("performance.md", "dask scheduler --host 192.0.2.1                                 # on one machine"),
    ("releases.md", 'genderaudit release my_union 2025 --validation --to "Workshop of 3 December"'),
    ("releases.md", "genderaudit run my_union"),
    ("follow-up.md", "genderaudit follow-up my_union"),
    ("synthesis.md", "genderaudit release my_union 2025"),
    ("synthesis.md", 'genderaudit new my_confederation --kind trade_union --language en --name "Our confederation"'),
    ("synthesis.md", "genderaudit synthesis                              # the newest release of each"),
    ("install.md", "python3 -m venv .venv"),
    ("install.md", "genderaudit samples"),
    ("install.md", "python -m pip download --dest packages ./genderaudit-0.2.0-py3-none-any.whl"),
    ("findings.md", 'baseline <- read.csv("data/processed/agency_northmere/2025/baseline.csv")'),
}
"""The blocks that need what a test has not: each stands below a comment that says what."""
TWINS = {
    "demarrer.md": "facilitators.md",
    "diffusion.md": "releases.md",
    "formation.md": "training.md",
    "installer.md": "install.md",
    "suivi.md": "follow-up.md",
    "synthese.md": "synthesis.md",
}
"""French pages that tell the same commands as an English one, with names of their own."""
ELSEWHERE = {"researchers.md": "test_researchers.py runs its cells in notebooks of an audit"}
KINDS = {"sh", "powershell", "python", "r", "pycon", "yaml", "text"}
SECONDS = 1800
RUN = [page.name for page in PAGES if page.name not in ELSEWHERE and to_run(page.name)]
SPAN = re.compile(r"`(?:\.venv/bin/)?(genderaudit [a-z][^`]*)`")


def test_only_these_blocks_are_not_run_and_each_says_why():
    skipped = [block for block in BLOCKS if block.reason]
    assert {(block.page, block.first_line) for block in skipped if block.page not in TWINS} == NOT_RUN
    assert not [block for block in skipped if len(block.reason) < len("as above")]


@pytest.mark.parametrize(("french", "english"), TWINS.items())
def test_a_french_page_tells_the_commands_of_its_english_twin(french, english):
    """So that what is not run of one is run of the other, or stands in the list above."""
    assert _commands(french) == _commands(english)


def test_the_two_commands_of_the_readme_are_run_by_ci():
    lines = (REPOSITORY / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make test", "make test-all", "make reports"]


def test_every_block_says_what_it_is():
    """An indented block, or one without a language, would be run by nobody and missed by nobody."""
    kinds = {(block.page, block.kind) for block in BLOCKS if not block.kind.startswith("{")}
    assert {(page, kind) for page, kind in kinds if kind not in KINDS} == set(), (
        "name the language of these blocks after their three backticks"
    )
    for page in PAGES:
        outside = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        outside = re.sub(r"^ *(?:[-*]|\d+\.) .*(?:\n .*)*", "", outside, flags=re.MULTILINE)
        assert INDENTED.findall(outside) == [], page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_a_sentence_are_commands(page):
    """Their names and options exist; forms such as ``[ORGANISATION…]`` are for reading."""
    (commands,) = (action for action in parser()._actions if action.metavar == "COMMAND")
    for span in SPAN.findall(page.read_text("utf-8")):
        name, *words = shlex.split(span)[1:]
        assert name in commands.choices, span
        options = {option for action in commands.choices[name]._actions for option in action.option_strings}
        assert {re.sub(r"[\[\]]|=.*", "", word) for word in words if "--" in word} <= options, span


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("make")), reason="needs bash and make")
@pytest.mark.parametrize("page", RUN)
def test_page(page, tmp_path):
    if page == "training.md":
        pytest.importorskip("nbgrader", reason="nbgrader is not installed (the extra training)")
    terminal = Terminal(clone(tmp_path))
    for block in to_run(page):
        done = terminal.run(block, SECONDS)
        assert done.returncode == 0, f"{block.text}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        assert "Traceback" not in done.stderr
        assert not re.search(r"\[\w+ \| (?:WARNING|ERROR)\]", done.stderr), done.stderr
        _put_a_list_in(terminal.clone)
    SHOWN.get(page, lambda terminal: None)(terminal)
    assert untracked(tmp_path / "genderaudit") == [], (
        "the page's commands leave these in the clone: add them to .gitignore"
    )  # lists, findings and reports stay out of the repository


def _commands(page: str) -> list[tuple[str, list[str]]]:
    """What the blocks of a page call: their kind and, of each line, the program and what it is told to do."""
    blocks = [block for block in BLOCKS if block.page == page and block.kind in ("sh", "powershell")]
    return [
        (block.kind, [re.sub(r" ~.*", "", " ".join(line.split()[:2])) for line in block.text.splitlines()])
        for block in blocks
    ]


def _put_a_list_in(place: Path) -> None:
    """What a page asks of its reader after ``genderaudit new``, and what no command does."""
    for workbook in place.glob("data/raw/*/*/intake_workbook.xlsx"):
        (workbook.parent / "staff.csv").write_text("sex,count\nF,14\nM,22\n", "utf-8")


def _graded(terminal: Terminal) -> None:
    """Both ways of handing in came to a grade and to feedback."""
    course = terminal.home / "pga-course"
    learners = [path.name for path in (course / "submitted").iterdir()]
    assert len(learners) == 2
    for name in learners:
        assert (course / "autograded" / name / "1_baseline" / "1_baseline.ipynb").is_file()
        assert (course / "feedback" / name / "1_baseline" / "1_baseline.html").is_file()


def _simulated(terminal: Terminal) -> None:
    lines = [
        json.loads(line) for line in (terminal.home / "practice" / "outputs" / "run.jsonl").read_text().splitlines()
    ]
    assert lines[-1]["done"] == 3


SHOWN = {"training.md": _graded, "simulation.md": _simulated}
