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

import nbformat

REPOSITORY = Path(__file__).parents[2]
TOKEN = "of-the-tests"  # only this test's own server takes it
START = 60  # seconds
CELLS = "window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells"


@dataclass(frozen=True)
class Lab:
    """A running server, its folder of notebooks and the workspace that they audit."""

    address: str
    workspace: Path

    @property
    def notebooks(self) -> Path:
        return self.workspace / "notebooks"

    def put(self, name: str, notebook: Any) -> None:
        """Save a notebook as JupyterLab does."""
        self._ask("PUT", name, {"type": "notebook", "format": "json", "content": notebook})

    def put_text(self, name: str, text: str) -> None:
        """Save a file as the text editor does."""
        self._ask("PUT", name, {"type": "file", "format": "text", "content": text})

    def checkpoint(self, name: str) -> None:
        """Make a checkpoint, as JupyterLab does after each saving by hand."""
        self._ask("POST", f"{name}/checkpoints", None)

    def _ask(self, method: str, path: str, body: Any) -> None:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/contents/{path}", data, method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        urllib.request.urlopen(request, timeout=START).close()


@contextmanager
def running() -> Iterator[Lab]:
    """JupyterLab over a copy of the notebooks, which audit a copy of the sample organisations."""
    root = Path(tempfile.mkdtemp(prefix="lab"))  # short: sockets have short names
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw")
    shutil.copytree(REPOSITORY / "notebooks", root / "notebooks")
    for path in (root / "notebooks").rglob("*.ipynb"):
        _point_to(path, root)
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    options = ["--no-browser", "--allow-root", "--port=0", f"--IdentityProvider.token={TOKEN}"]
    options.append("--LabApp.expose_app_in_browser=True")  # to read what a notebook shows without scrolling
    with (root / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "genderaudit.lab", str(root / "notebooks"), *options],
            env={**os.environ, **folders, "IPYTHONDIR": str(root / "ipython")},
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


def _point_to(path: Path, workspace: Path) -> None:
    """Set the notebook's workspace, as a user with data elsewhere would."""
    book = nbformat.read(path, 4)
    for cell in book.cells:
        cell.source = cell.source.replace('workspace: str = ""', f'workspace: str = "{workspace}"')
    nbformat.write(book, path)


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
