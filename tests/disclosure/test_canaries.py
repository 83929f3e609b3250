"""Canaries: people with unique names and numbers in every table; nothing that a run leaves behind may hold one.

They stand where hostile or careless people put names: in columns that nobody reads, in units, branches, roles and
documents that are called after a person, in notes, cleared or not, evidence and answers. Other labels are the
organisation's own and are shown.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from in_process import AuditedPhase, audit
from matplotlib import pyplot
from openpyxl import Workbook

from genderaudit.foundations.workspace import NOTEBOOKS, PHASES, Workspace
from genderaudit.intake import read_round
from genderaudit.intake.checks.personal_names import CALLED
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.runner import Outcome, plan, run
from genderaudit.runner.pool import processes

NAME = "Kanari"  # begins every planted word, so that one search finds them all
PAY, BONUS, PHONE, DAY = "987654.32", "765432.19", "5550101234", "1987-03-17"
PLANTED = re.compile(
    r"kanari|987[\W_]{0,6}654|765[\W_]{0,6}432|5550101234|1987-03-17|17[\W_]{1,6}(?:March|mars)[\W_]{1,6}1987", re.I
)

SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en]
invented: true
levels: [Director, Officer]
public_bodies: [Board]
headcounts: [{sex: F, count: 60}, {sex: M, count: 60}]
rounds: {"2025": {date: 2025-06-30}}
"""
HEADERS = {
    "staff": "sex,level,unit,function,contract,birth_year,hired_on,pay,pay_period,"
    "variable_pay,training_hours,name,phone",
    "members": "sex,count,branch,level,sector,age_band,joined_on,name",
    "services": "service,sex,count,product,branch,age_band,amount,in_arrears,name",
    "activities": "activity,activity_type,region,gender_focus,women,men,budget,spent,name",
    "bodies": "body,sex,level,role,since,name",
    "attendance": "event,sex,count,event_type,level,role,date,age_band,name",
    "recruitment": "stage,sex,count,level,year,name",
    "documents": "area,criterion,rating,evidence,document,reviewer,name",
    "budget": "line,amount,currency,gender_marker,year,name",
    "interviews": "area,kind,text,source,group,cleared,name",
    "actions": "recommendation,decision,owner,note,due,name",
}
CANARIES = {
    "staff": [
        f"F,Officer,Unit of Dr {NAME},Dr {NAME},{NAME} contract,1961,{DAY},{PAY},year,{BONUS},7,{NAME} name,{PHONE}",
        f"M,Officer,Works,Clerk,Permanent,1962,{DAY},{PAY},year,{BONUS},7,{NAME} name,{PHONE}",
        f",Officer,Team of Dr {NAME},Clerk,Permanent,{NAME} birth,{DAY},{NAME} pay,year,,{NAME} h,{NAME} name,{PHONE}",
        f"X,Officer,Office of Dr {NAME},Clerk,Permanent,1963,{NAME} day,{PAY},year,,7,{NAME} name,{PHONE}",
    ],
    "members": [f"F,1,Branch of Dr {NAME},national,{NAME} sector,{NAME} band,{DAY},{NAME} name"],
    "services": [
        f"credit,F,1,Loan of Dr {NAME},Branch of Dr {NAME},{NAME} band,{PAY},1,{NAME} name",
        f"savings,M,1,Savings of Dr {NAME},North,26-35,{PAY},,{NAME} name",
    ],
    "activities": [f"{NAME} talk,Talks of Dr {NAME},Home of Dr {NAME},explicit,1,0,{PAY},{BONUS},{NAME} name"],
    "bodies": [f"Board,F,national,Member,{DAY},{NAME} name"],
    "attendance": [f"Small event,F,1,{NAME} type,national,Aide of Dr {NAME},{DAY},{NAME} band,{NAME} name"],
    "recruitment": [f"applied,F,1,Officer,2025,{NAME} name"],
    "documents": [f"A,A2,meets,{NAME} evidence,Letter of Dr {NAME},{NAME} reviewer,{NAME} name"],
    "budget": [f"{NAME} line,{PAY},GBP,0,2025,{NAME} name"],
    "interviews": [
        f"J,challenge,{NAME} said so,{NAME} source,{NAME} group,no,{NAME} name",
        f"J,challenge,Dr {NAME} said so,{NAME} source,Friends of Dr {NAME},yes,{NAME} name",
        f"J,challenge,Call {PHONE},{NAME} source,{NAME} group,yes,{NAME} name",
    ],
    "actions": [f"J1,accept,{NAME} owner,{NAME} note,2026-01-31,{NAME} name"],
}


def ordinary() -> dict[str, list[str]]:
    """Groups large enough to be shown."""
    sexes = ["F", "M"]
    pairs = list(itertools.product(range(30), sexes, ["Works", "Finance"]))
    staff = [
        f"{s},{'Director' if i < 8 else 'Officer'},{unit},Clerk,Permanent,{1970 + i},2015-01-{i % 28 + 1:02},"
        f"{30000 + 100 * i},year,{100 * (i % 3)},{i},," for i, s, unit in pairs
    ]  # fmt: skip
    return {
        "staff": staff,
        "members": [f"{s},40,{branch},national,services,26-35,," for s in sexes for branch in ("North", "South")],
        "services": [
            f"credit,{s},20,{product},{branch},26-35,{20000 + 1000 * i},3,"
            for i, s in enumerate(sexes)
            for product in ("Field", "Shop")
            for branch in ("North", "South")
        ],
        "activities": [f"{name},{name},{place},none,30,40,5000,4000," for name in ("Course", "Fair") for place in "NS"],
        "bodies": [f"Board,{s},national,Member,2024-01-01," for s in sexes * 6],
        "attendance": [f"{event},{s},40,assembly,national,delegate,2025-05-01,26-35," for s in sexes for event in "AB"],
        "recruitment": [
            f"{stage},{s},{n},Officer,2025," for s in sexes for stage, n in (("applied", 90), ("appointed", 30))
        ],
        "documents": ["A,A1,meets,Rule of 2024,Statutes,Reviewer 1,"],
        "budget": ["Work,1000000,GBP,0,2025,", "Equality,50000,GBP,3,2025,"],
        "interviews": ["J,strength,A cleared sentence.,Talk 1,women,yes,"],
        "actions": [],
    }


def survey() -> list[str]:
    items = [item.id for item in methodology().questionnaire.items]
    asked = methodology().questionnaire.open
    rows = [",".join(["sex,level,unit,age_band", *items, *asked, "email"])]
    for i, sex, unit in itertools.product(range(15), "FM", ("Works", "Finance")):
        rows.append(
            ",".join([sex, "Officer", unit, "26-35", *(str((i + k) % 5 + 1) for k in range(len(items)))]) + ",,,"
        )
    answer = [*(["5"] * len(items)), *(f"{NAME} wrote this" for _ in asked), f"{NAME}@example.org"]
    rows.append(",".join(["F", "Officer", f"Unit of Dr {NAME}", f"{NAME} band", *answer]))
    rows.append(",".join(["X", "Officer", "Works", "26-35", *answer]))
    return rows


def plant(root: Path, **more: list[str]) -> Workspace:
    """A workspace whose every table holds canaries; ``more`` rows a table."""
    folder = root / "data" / "raw" / "example" / "2025"
    folder.mkdir(parents=True)
    (folder.parent / "organisation.yml").write_text(SETTINGS, "utf-8")
    rows = ordinary()
    for table, header in HEADERS.items():
        lines = [header, *rows[table], *CANARIES[table], *more.get(table, [])]
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "survey.csv").write_text("\n".join(survey()) + "\n", "utf-8")
    return Workspace.open(root)


def contents(path: Path) -> Iterator[bytes]:
    """What is in a file, also where it is compressed: workbooks, the streams of a PDF."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    if data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            with suppress(zlib.error):
                drawn = zlib.decompress(stream)
                yield re.sub(rb"\)[-\d.\s]*\(", b"", drawn)  # letter by letter, with what is between them


def found_in(*folders: Path) -> list[str]:
    """Files and folders below these that hold a canary, with what they hold; the raw files are the organisation's."""
    hits = []
    for path in (path for folder in folders for path in folder.rglob("*") if "raw" not in path.parts):
        parts = [path.name.encode(), *(contents(path) if path.is_file() else ())]
        for text in (part.decode("utf-8", "replace") for part in parts):
            hits += [f"{path.name}: {text[max(0, m.start() - 60) : m.end() + 20]!r}" for m in PLANTED.finditer(text)]
    return hits


def test_canaries_are_found_where_they_are_compressed(tmp_path):
    figure, axes = pyplot.subplots()
    axes.set_title(f"{NAME} name")
    figure.savefig(tmp_path / "a.pdf")
    pyplot.close(figure)
    book = Workbook()
    book.active["A1"] = f"{NAME} name"
    book.save(tmp_path / "b.xlsx")
    (tmp_path / f"{NAME} folder").mkdir()
    assert {hit.split(":")[0] for hit in found_in(tmp_path)} == {"a.pdf", "b.xlsx", f"{NAME} folder"}


@pytest.mark.slow
class TestAuditsInProcess:
    @pytest.fixture(scope="class")
    def workspace(self, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
        return plant(tmp_path_factory.mktemp("canaries"))

    @pytest.fixture(scope="class")
    def phases(self, workspace: Workspace) -> dict[str, AuditedPhase]:
        return audit(workspace.root, "example", "2025", "en", pictures=True)

    def test_canaries_are_read(self, workspace, phases):
        # Otherwise the other tests would prove nothing.
        staff = phases["baseline"].one("staff_women_share")
        assert (staff["women"], staff["n"]) == (61, 123)  # another gender is in the total
        labels = {finding["group"]["unit"] for finding in phases["baseline"].of("staff_women_by_unit")}
        assert "Works" in labels
        folder = workspace.raw("example", "2025")
        read = read_round(folder, read_organisation(folder.parent), "2025").tables
        assert {table: len(read[table]) for table in (*HEADERS, "survey")} == {
            table: (folder / f"{table}.csv").read_text().count("\n") - 1 for table in (*HEADERS, "survey")
        }

    @pytest.mark.parametrize("phase", PHASES)
    def test_nothing_displayed_holds_one(self, phases, phase):
        shown = [f"{kind}: {text}" for bundle in phases[phase].shown for kind, text in bundle.items()]
        assert [text[max(0, m.start() - 80) : m.end() + 20] for text in shown for m in PLANTED.finditer(text)] == [], (
            "a planted value of a person is shown: find what displays it, and protect it"
        )

    def test_findings_hold_none(self, workspace, phases):
        assert found_in(workspace.root / "data") == [], (
            "a planted value of a person is in a file: leave it out of what is recorded"
        )

    def test_tiny_groups_are_shown_without_the_name_that_they_are_called_by(self, phases):
        units = {u["group"]["unit"]: (u["women"], u["n"]) for u in phases["baseline"].of("staff_women_by_unit")}
        called = sorted(numbers for label, numbers in units.items() if label.startswith(CALLED))
        assert called == [(0, 0), (0, 1), (1, 1)]
        assert "A unit" in phases["baseline"].html

    def test_cleared_sentence_and_large_groups_are_shown(self, phases):
        assert "A cleared sentence." in phases["recommendations"].html
        assert "Works" in phases["baseline"].html


class TestRuns:
    """Through the runner with its kernels: what is left on the disk, in the log and in the messages."""

    @pytest.fixture
    def temporary(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="c-"))  # short: sockets have a longest path
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        yield folder
        shutil.rmtree(folder, ignore_errors=True)

    def run(self, workspace: Workspace, notebooks: Path = NOTEBOOKS, **options: int) -> Outcome:
        tasks = plan(workspace, notebooks=notebooks, **options)
        (outcome,) = [o for _, done in run(tasks, 1, processes) for o in done]
        return outcome

    @pytest.mark.slow
    def test_successful_run_leaves_none(self, tmp_path, temporary, caplog, capfd):
        workspace = plant(tmp_path / "w")
        with caplog.at_level(logging.DEBUG):
            outcome = self.run(workspace)
        assert outcome.state == "done"
        assert found_in(workspace.root, temporary) == [], (
            "a planted value of a person is in a file: leave it out of what is written"
        )
        written = [path for path in workspace.root.rglob("*") if path.is_file() and "raw" not in path.parts]
        assert [path.name for path in written if path.stat().st_mode & 0o077] == [], (
            "files that others may read: write them by genderaudit.foundations.files"
        )  # their owner's only
        pages = "".join(path.read_text("utf-8") for path in written if path.suffix in (".html", ".svg"))
        pictures = "".join(unquote(code) for code in re.findall(r"data:image/svg\+xml,([^\"']+)", pages))
        assert "<svg" in pages + pictures
        assert not re.search(r"<!--|<metadata|<desc", pages + pictures)  # nothing that a reader does not see
        assert not PLANTED.search(pictures)
        assert not PLANTED.search(caplog.text + "".join(capfd.readouterr()))

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("table", "end", "error", "options"),
        [
            ("staff", 'raise ValueError(str(staff["unit"].tolist()))', "ValueError", {}),
            ("survey", "raise ValueError(survey.to_string())", "ValueError", {}),
            ("staff", "import os\nos.abort()", "DeadKernelError", {}),
            ("staff", "import time\ntime.sleep(600)", "CellTimeoutError", {"seconds": 10}),
        ],
    )
    def test_notebook_that_fails_on_a_person_leaves_none(
        self, tmp_path, temporary, caplog, capfd, table, end, error, options
    ):
        workspace = plant(tmp_path / "w")
        with caplog.at_level(logging.DEBUG):
            outcome = self.run(workspace, failing_notebooks(tmp_path / "notebooks", end, table), **options)
        assert (outcome.state, outcome.failure.error) == ("failed", error)
        assert not PLANTED.search(str(outcome))
        assert found_in(workspace.root, temporary) == [], (
            "a planted value of a person is left by a failure: keep no value in errors, logs and stopped notebooks"
        )
        assert not PLANTED.search(caplog.text + "".join(capfd.readouterr()))

    @pytest.mark.slow
    def test_files_that_cannot_be_used_are_refused_without_quoting_one(self, tmp_path, temporary, caplog, capfd):
        wrong = [f"{NAME} sex,Officer,Works,Clerk,Permanent,1961,{DAY},{PAY},year,{BONUS},7,{NAME} name,{PHONE}"]
        workspace = plant(tmp_path / "w", staff=wrong)
        outcome = self.run(workspace)
        assert outcome.state == "failed"
        assert "sex" in outcome.failure.message
        assert not PLANTED.search(str(outcome))
        assert found_in(workspace.root, temporary) == [], (
            "a planted value of a person is left by a refusal: say row and column, and never the cell"
        )
        assert not PLANTED.search(caplog.text + "".join(capfd.readouterr()))

    @pytest.mark.slow
    @pytest.mark.skipif(os.name != "posix", reason="interrupts a process by a POSIX signal")
    @pytest.mark.parametrize("by", ["SIGINT", "SIGKILL"])
    def test_run_that_is_interrupted_or_killed_leaves_none(self, tmp_path, temporary, by):
        workspace, mark = plant(tmp_path / "w"), tmp_path / "mark"
        end = f"import time\nfrom pathlib import Path\nPath({str(mark)!r}).touch()\ntime.sleep(600)"
        notebooks = failing_notebooks(tmp_path / "notebooks", end)
        script = tmp_path / "script.py"
        script.write_text(
            "import signal\nfrom pathlib import Path\nfrom genderaudit.runner import plan, run\n"
            "from genderaudit.foundations.workspace import Workspace\n"
            "if __name__ == '__main__':\n"
            "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            f"    tasks = plan(Workspace.open({str(workspace.root)!r}), notebooks=Path({str(notebooks)!r}))\n"
            "    list(run(tasks, 1))\n"
        )
        process = subprocess.Popen(
            [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        limit = time.monotonic() + 120
        while not mark.exists():
            assert time.monotonic() < limit
            time.sleep(0.1)
        process.send_signal(getattr(signal, by))
        said, _ = process.communicate(timeout=60)  # the kernels have ended, too
        assert process.returncode != 0
        assert not PLANTED.search(said)
        assert found_in(workspace.root, temporary) == [], (
            "a planted value of a person is left by an interrupted run: remove it with the run's temporary files"
        )


READS = {
    "staff": ("1_baseline", "staff = audit.data.current_staff()"),
    "survey": ("3_staff_perception", "survey, items = "),
}


def failing_notebooks(folder: Path, end: str, table: str = "staff") -> Path:
    """The notebooks, of which the one that reads this table prints it and then does ``end``."""
    shutil.copytree(NOTEBOOKS, folder)
    name, reads = READS[table]
    path = folder / f"{name}.ipynb"
    notebook = nbformat.read(path, 4)
    place = next(i for i, cell in enumerate(notebook.cells) if reads in cell.source)
    spill = f"print({table}.to_string())\n{table}.tail()\n{end}"
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(spill))
    nbformat.write(notebook, path)
    return folder
