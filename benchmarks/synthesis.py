"""The synthesis of many organisations: time an organisation in reads of its files as plain JSON, and memory.

A sample organisation is run and released once; the others are copies of its release under names of their own.
"""

from __future__ import annotations

import gc
import hashlib
import json
import resource
import shutil
import sys
import time
from pathlib import Path

from organisations import ROUND, machine, run, show, workspace

from genderaudit.foundations.workspace import Workspace
from genderaudit.synthesis import open_synthesis
from genderaudit.synthesis.audits import READ
from genderaudit.synthesis.pages import PARTS

FIRST, FEW, MANY = "organisation_0000", 100, 1000


def main() -> None:
    machine()
    with workspace(1) as root:
        run(root, "--jobs", "1", "--release")
        copies(root, 1, FEW)
        seconds(root)  # what is loaded once is loaded
        few = peak()
        copies(root, FEW, MANY)
        plain, whole = as_json(root), seconds(root)
        print(f"# {MANY} organisations in {whole:.0f} s")
        show("synthesis_in_plain_json", whole / plain)
        show("synthesis_memory_of_1000_by_100", peak() / few)


def copies(root: Path, first: int, last: int) -> None:
    """Releases of organisations that found what the first one did."""
    place = Workspace.open(root)
    made = place.release(FIRST, ROUND, 1)
    record = json.loads((made / "release.json").read_text("utf-8"))
    for number in range(first, last):
        name = f"organisation_{number:04d}"
        shutil.copytree(root / "data" / "raw" / FIRST, root / "data" / "raw" / name)
        folder, files = place.release(name, ROUND, 1) / "findings", {}
        folder.mkdir(parents=True)
        for phase in (made / "findings").glob("*.json"):
            text = phase.read_text("utf-8").replace(f'"{FIRST}"', f'"{name}"').encode()
            (folder / phase.name).write_bytes(text)
            files[f"findings/{phase.name}"] = hashlib.sha256(text).hexdigest()
        record |= {"organisation": name, "files": files}
        (folder.parent / "release.json").write_text(json.dumps(record), "utf-8")


def seconds(root: Path) -> float:
    """Of a synthesis of all."""
    gc.collect()
    begun = time.perf_counter()
    found = open_synthesis(workspace=str(root))
    for part in PARTS.values():
        part(found.material)
    return time.perf_counter() - begun


def as_json(root: Path) -> float:
    """Of reading the same files as plain JSON."""
    begun = time.perf_counter()
    for phase in READ:
        for path in sorted((root / "data" / "releases").glob(f"*/*/*/findings/{phase}.json")):
            json.loads(path.read_bytes())
    return time.perf_counter() - begun


def peak() -> float:
    """Most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
