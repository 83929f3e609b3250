"""A real kernel, and a workspace with one sample organisation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

REPOSITORY = Path(__file__).parents[2]


class Session:
    """A kernel, and the cells that are run in it. ``{root}`` in a cell stands for the workspace."""

    def __init__(self, client: Any, root: Path) -> None:
        self.client = client
        self.root = root

    def run(self, code: str, person: bool = True) -> list[dict[str, Any]]:
        """What the cell displays, as bundles by type; an error fails the test."""
        outputs = self.outputs(code, person)
        errors = [f"{one['ename']}: {one['evalue']}" for one in outputs if one["output_type"] == "error"]
        assert not errors, errors
        return [one["data"] for one in outputs if one["output_type"] in ("display_data", "execute_result")]

    def outputs(self, code: str, person: bool = True) -> list[dict[str, Any]]:
        """The cell's outputs as a notebook file has them."""
        shown: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("display_data", "update_display_data", "execute_result", "stream", "error"):
                content = {name: value for name, value in message["content"].items() if name != "transient"}
                shown.append({"output_type": message["msg_type"], **content})

        self.client.execute_interactive(
            code.format(root=str(self.root)), allow_stdin=person, output_hook=keep, timeout=600
        )
        return shown

    def hover(self, code: str) -> str:
        """What Shift+Tab shows at the end of this code."""
        reply = self.client.inspect(code, len(code), reply=True, timeout=300)
        return str(reply["content"]["data"]["text/plain"])


def sample(root: Path) -> Path:
    """A workspace with one sample organisation."""
    shutil.copytree(REPOSITORY / "data" / "raw" / "agency_northmere", root / "data" / "raw" / "agency_northmere")
    return root


@contextmanager
def started(root: Path, arguments: Sequence[str] = ()) -> Iterator[Any]:
    """A kernel as a person has it, whose charts are seen, with these arguments of its command line."""
    manager = KernelManager(kernel_name="python3")
    surroundings = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    manager.start_kernel(extra_arguments=list(arguments), env=surroundings)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=600)
        yield Session(client, root)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
