"""Atomic writing of files that only their owner can read, and temporary folders removed even after a kill."""

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
"""Prefix of the names of temporary files and folders."""
LOCK_FILE = ".held"
"""Name of the file in a temporary folder that its process keeps locked."""
_IN_USE: set[Path] = set()
"""Temporary files and folders of this process: locks exclude other processes only, so these are excluded by name."""


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write to a temporary file beside the target, flush it to disk, then rename it over the target.

    The file is readable by its owner only (mode 600). An ``OSError`` names the target, even where the system names
    another file or none.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _write(path, data)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def write_beside(path: Path, content: str | bytes) -> tuple[Path, bool]:
    """Write without overwriting: under the name, or under the name with the first free number.

    Return the path, and true if the file is new: an existing file with the same bytes stays.
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
    """Return the SHA-256 hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def temporary_folder(parent: Path, prefix: str = TEMPORARY) -> Iterator[Path]:
    """Create a folder in ``parent`` for this user only, removed on exit.

    Leftovers of killed processes are removed before.
    """
    parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
    _IN_USE.add(folder)
    try:
        with (folder / LOCK_FILE).open("wb") as file:
            _lock_if_possible(file)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _IN_USE.discard(folder)


def remove_leftovers(folder: Path, prefix: str = TEMPORARY) -> None:
    """Remove temporary files and folders in ``folder`` that killed processes left: those that no process has locked."""
    for path in folder.glob(f"{prefix}*"):
        if path.resolve() in _IN_USE:  # closing any handle on it would release this process's lock
            continue
        is_folder = path.is_dir()
        with suppress(OSError):
            with (path / LOCK_FILE if is_folder else path).open("r+b") as file:
                is_leftover = try_lock(file)
            if is_leftover and is_folder:
                shutil.rmtree(path, ignore_errors=True)
            elif is_leftover:
                path.unlink()


def try_lock(file: IO[Any]) -> bool:
    """Lock the file for this process; return false if another process has it. The lock ends with the process.

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
    temporary = Path(name).resolve()
    _IN_USE.add(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _lock_if_possible(file)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    finally:
        _IN_USE.discard(temporary)


def _lock_if_possible(file: IO[Any]) -> None:
    with suppress(OSError):  # without file locks nothing there is ever taken for a leftover
        try_lock(file)
