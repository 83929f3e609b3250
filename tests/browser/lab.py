"""JupyterLab as ``make lab`` starts it, in folders of its own, and its page in a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
TOKEN = "of-the-tests"  # only this test's own server takes it
START = 300  # seconds until something is there; on a busy machine
SECONDS = 900  # most that the cells of a notebook may take: the first of training audits two rounds
PANEL = """const panel = window.jupyterapp?.shell?.currentWidget;
    const code = panel?.content?.widgets?.filter(one => one.model.type === "code") ?? [];"""
READY = f"""() => {{ {PANEL} const kernel = panel?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === "connected" && kernel?.status === "idle" }}"""
RAN = f"""before => {{ {PANEL}
    return code.every(one => Number(one.prompt) > before || !one.model.sharedModel.source.trim()) }}"""
LAST = f"""() => {{ {PANEL} return Math.max(0, ...code.map(one => Number(one.prompt) || 0)) }}"""
OUTPUTS = f"""() => {{ {PANEL} return code.flatMap(one => one.model.outputs.toJSON()) }}"""


@dataclass(frozen=True)
class Lab:
    """A running server, its folder of notebooks and the workspace that they audit."""

    address: str
    workspace: Path

    @property
    def notebooks(self) -> Path:
        return self.workspace / "my_notebooks"

    def put(self, name: str, notebook: Any) -> None:
        """Save a notebook as JupyterLab does."""
        self._request("PUT", f"api/contents/{name}", {"type": "notebook", "format": "json", "content": notebook})

    def exported(self, name: str) -> str:
        """A notebook as *File ▸ Save and Export Notebook As ▸ HTML* gives it."""
        return self._request("GET", f"nbconvert/html/{name}", None)

    def put_text(self, name: str, text: str) -> None:
        """Save a file as the text editor does."""
        self._request("PUT", f"api/contents/{name}", {"type": "file", "format": "text", "content": text})

    def checkpoint(self, name: str) -> None:
        """Make a checkpoint, as JupyterLab does after each saving by hand."""
        self._request("POST", f"api/contents/{name}/checkpoints", None)

    def start_kernel(self) -> None:
        """Start a kernel, as opening a notebook does."""
        self._request("POST", "api/kernels", {"name": "python3"})

    def _request(self, method: str, path: str, body: Any) -> str:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/{path}", data, method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=START) as answer:
            return str(answer.read().decode("utf-8"))


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, context: Any, lab: Lab, name: str) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(1000 * START)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{lab.address}/lab/tree/{name}?token={TOKEN}&reset")
        self.page.wait_for_function(READY)

    def run_all(self) -> None:
        """*Run ▸ Run All Cells*, and wait for the last of them."""
        before = self.page.evaluate(LAST)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(RAN, arg=before, timeout=1000 * SECONDS)

    def choose(self, label: str, beginning: str) -> str:
        """Choose in the list with this label as the keyboard does, by the beginning of the name; what is chosen."""
        found = self.page.get_by_label(label, exact=True).element_handle()  # its label may change with the language
        found.scroll_into_view_if_needed()  # a cell that is out of sight cannot be focused
        found.focus()
        self.page.keyboard.type(beginning)
        return str(found.evaluate("one => one.selectedOptions[0].textContent"))

    def save(self) -> None:
        """*File ▸ Save Notebook*."""
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save').then(() => 0)")

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What all cells show, in order."""
        return list(self.page.evaluate(OUTPUTS))

    @property
    def errors(self) -> list[str]:
        """The errors that cells show."""
        return [f"{one['ename']}: {one['evalue']}" for one in self.outputs if one["output_type"] == "error"]

    @property
    def html(self) -> str:
        """The HTML that cells show."""
        return "\n".join(one["data"]["text/html"] for one in self.outputs if "text/html" in one.get("data", {}))

    def pictures(self) -> tuple[int, int]:
        """How many charts there are, and how many of these are drawn."""
        script = "all => [all.length, all.filter(one => one.complete && one.naturalWidth).length]"
        drawn = self.page.eval_on_selector_all(".jp-OutputArea img", script)
        return drawn[0], drawn[1]


@contextmanager
def running() -> Iterator[Lab]:
    """JupyterLab in a copy of the suite and of its sample organisations."""
    root = Path(tempfile.mkdtemp(prefix="lab"))  # short: sockets have short names
    for name in ("src", "templates", "notebooks", "data/raw"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = ["--no-browser", "--allow-root", "--port=0", f"--IdentityProvider.token={TOKEN}"]
    options.append("--LabApp.expose_app_in_browser=True")  # to read what a notebook shows without scrolling
    surroundings = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}  # charts are looked at
    with (root / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "genderaudit.lab", *options],
            env={**surroundings, **folders, "IPYTHONDIR": str(root / "ipython"), "PYTHONPATH": str(root / "src")},
            stdout=log,
            stderr=log,
        )
        try:
            yield Lab(_address(root, server), root)
        finally:
            _stop(server)
            shutil.rmtree(root, ignore_errors=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:  # its kernels end when they miss it
        server.kill()
        server.wait()


def _address(root: Path, server: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        for path in (root / "runtime").glob("jpserver-*.json"):
            address = json.loads(path.read_text())["url"].rstrip("/")
            try:
                urllib.request.urlopen(f"{address}/api", timeout=2).close()
            except (urllib.error.URLError, OSError):
                break
            return address
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start: {(root / 'log').read_text()[-2000:]}")
