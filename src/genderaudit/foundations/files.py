"""Files that a reader never sees half written, and that only their owner can read; folders that do not outlive us."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import IO, Any

TEMPORARY = ".tmp-"
"""How the names of files and folders on their way begin."""
HELD = ".held"
"""The file in a temporary folder that its process has locked."""
_OURS: set[Path] = set()
"""What this process itself is at: locks keep out other processes only."""


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write beside the target, flush to disk, then rename over it. The file is its owner's (mode 600).

    An ``OSError`` names the target, also where the system names another file or none.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _write(path, data)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def write_beside(path: Path, content: str | bytes) -> tuple[Path, bool]:
    """Write where nothing is lost: under the name, or the name with the first number that is free.

    Gives the path, and whether it is new: a file that is there already, to the last byte, stays as it is.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    numbered = (path.with_stem(f"{path.stem}_{number}") for number in count(2))
    for place in chain((path,), numbered):
        if not place.exists():
            write_atomically(place, data)
            return place, True
        if place.is_file() and place.read_bytes() == data:
            return place, False
    raise AssertionError("numbers do not end")


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def temporary_folder(parent: Path, prefix: str = TEMPORARY) -> Iterator[Path]:
    """A new folder in ``parent`` that only this user can open, gone afterwards, as is what killed processes left."""
    parent.mkdir(parents=True, exist_ok=True)
    remove_left(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
    _OURS.add(folder)
    try:
        with (folder / HELD).open("wb") as file:
            _hold_if_possible(file)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _OURS.discard(folder)


def remove_left(folder: Path, prefix: str = TEMPORARY) -> None:
    """Remove what processes that were killed left in ``folder``: what is of ours and no process has locked."""
    for path in folder.glob(f"{prefix}*"):
        if path.resolve() in _OURS:  # opening and closing it would let go of it
            continue
        is_folder = path.is_dir()
        with suppress(OSError):
            with (path / HELD if is_folder else path).open("r+b") as file:
                left = held(file)
            if left and is_folder:
                shutil.rmtree(path, ignore_errors=True)
            elif left:
                path.unlink()


def held(file: IO[Any]) -> bool:
    """Lock the file for this process; false if another one has it. The system lets go of it with the process.

    Raises ``OSError`` where the file system has no locks.
    """
    file.seek(0)
    try:
        if hasattr(os, "lockf"):
            os.lockf(file.fileno(), os.F_TLOCK, 0)
        else:  # Windows
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY)
    on_its_way = Path(name).resolve()
    _OURS.add(on_its_way)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _hold_if_possible(file)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        on_its_way.replace(path)
    except BaseException:
        on_its_way.unlink(missing_ok=True)
        raise
    finally:
        _OURS.discard(on_its_way)


def _hold_if_possible(file: IO[Any]) -> None:
    with suppress(OSError):  # a file system without locks: nothing is ever taken for left behind there
        held(file)
