"""Results that the processes of one round share, so that nothing is computed for a second language again.

``remember`` computes, or gives what another process of the round computed from the same values. Without ``share``
it only computes. The results stand in memory that has no name: no file that others could read or that a crash
leaves; it is gone with the last process that has it. Only the runner shares (``runner.preload``).
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Value = TypeVar("Value")
Computed = TypeVar("Computed", bound=Callable[..., Any])

HEAD = 8  # bytes at the beginning: how many are written
SIZE = 8  # bytes before each value: its length
UNPICKLABLE = (pickle.PicklingError, TypeError, AttributeError)
KEY = 32  # bytes before that: what it was computed from


class Memory:
    """A memory for this process and all that are forked from it. What is written stays as it is."""

    def __init__(self) -> None:
        self._file = os.memfd_create("results")
        self._read = HEAD
        self._places: dict[bytes, tuple[int, int]] = {}
        os.pwrite(self._file, HEAD.to_bytes(HEAD, "little"), 0)

    def find(self, key: bytes) -> bytes | None:
        """What was put under ``key``."""
        if key not in self._places:
            self._look()
        if key not in self._places:
            return None
        place, size = self._places[key]
        return os.pread(self._file, size, place)

    def put(self, key: bytes, value: bytes) -> None:
        """Put a value under ``key``; a process that is killed here leaves nothing that others would read."""
        os.lockf(self._file, os.F_LOCK, 0)  # the system lets go of it when the process ends
        try:
            end = self._end()
            record = key + len(value).to_bytes(SIZE, "little") + value
            os.pwrite(self._file, record, end)
            os.pwrite(self._file, (end + len(record)).to_bytes(HEAD, "little"), 0)
        finally:
            os.lockf(self._file, os.F_ULOCK, 0)

    def close(self) -> None:
        """Let go of it in this process."""
        os.close(self._file)

    def _end(self) -> int:
        return int.from_bytes(os.pread(self._file, HEAD, 0), "little")

    def _look(self) -> None:
        """Learn what was written since the last look."""
        end = self._end()
        while self._read < end:
            head = os.pread(self._file, KEY + SIZE, self._read)
            size = int.from_bytes(head[KEY:], "little")
            place = self._read + KEY + SIZE
            self._places[head[:KEY]] = place, size
            self._read = place + size


_SHARED: list[Memory] = []


def share() -> None:
    """Share results with the processes that will be forked from this one, where the system has such memory."""
    if hasattr(os, "memfd_create") and not _SHARED:
        _SHARED.append(Memory())


def forget() -> None:
    """Share nothing any more."""
    while _SHARED:
        _SHARED.pop().close()


def remember(name: str, compute: Callable[[], Value], *key: Any) -> Value:
    """The value of ``compute()``, which depends on nothing but ``key``.

    ``name`` tells functions apart. ``compute`` must change nothing: it may not be called at all. Where ``key``
    cannot be pickled, nothing is remembered.
    """
    if not _SHARED:
        return compute()
    memory, digest = _SHARED[0], _digest(name, key)
    if digest is None:
        return compute()
    found = memory.find(digest)
    if found is not None:
        value: Value = pickle.loads(found)
        return value
    value = compute()
    memory.put(digest, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return value


def remembered(function: Computed) -> Computed:
    """``function``, remembered by its arguments."""

    @functools.wraps(function)
    def asked(*arguments: Any, **named: Any) -> Any:
        name = f"{function.__module__}.{function.__qualname__}"
        return remember(name, lambda: function(*arguments, **named), arguments, named)

    return asked  # type: ignore[return-value]


def _digest(name: str, key: Any) -> bytes | None:
    """Hash of a key's content; what it has in common with other objects in memory makes no difference."""
    digest = hashlib.blake2b(digest_size=KEY)
    try:
        for part in _parts((name, key)):
            digest.update(len(part).to_bytes(SIZE, "little"))
            digest.update(part)
    except UNPICKLABLE:
        return None
    return digest.digest()


def _parts(value: Any) -> Iterator[bytes]:
    match value:
        case pd.DataFrame():
            yield pickle.dumps(("table", list(value.columns), [str(kind) for kind in value.dtypes], value.shape))
            yield from _parts(value.index)
            yield from (_content(np.asarray(column.array)) for _, column in value.items())
        case pd.Series():
            yield from _parts(("series", value.name, value.index, value.array))
        case pd.RangeIndex():
            yield from _parts(("range", value.name, value.start, value.stop, value.step))
        case pd.Index():
            yield from _parts(("index", list(value.names), value.to_numpy()))
        case pd.api.extensions.ExtensionArray():
            yield from _parts((str(value.dtype), np.asarray(value)))
        case np.ndarray():
            yield pickle.dumps((str(value.dtype), value.shape))
            yield _content(value)
        case dict() | list() | tuple():
            yield f"{type(value).__qualname__} {len(value)}".encode()
            for one in value.items() if isinstance(value, dict) else value:
                yield from _parts(one)
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from _parts((f"{type(value).__qualname__}", [getattr(value, own.name) for own in fields(value)]))
        case _:
            yield pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _content(array: NDArray[Any]) -> bytes:
    return pickle.dumps(array.tolist(), pickle.HIGHEST_PROTOCOL) if array.dtype == object else array.tobytes()
