"""Program run by ``statistics_files``, because a damaged or hostile file can crash its reader.

It imports nothing of the suite, to start quickly. Arguments: file, maximum rows, columns, cells, letters of all texts,
and bytes of memory. Standard output: the pickled frame with the file's metadata, or the rule of ``problems`` that the
file breaks with the values of its text.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Limits = Mapping[str, int]


def main(path: str, limits: Limits, memory: int) -> tuple[object, dict[str, object]]:
    """Return the frame and metadata, or a rule and the values of its text."""
    try:
        frame, about = (_spss if path.lower().endswith(".sav") else _parquet)(path, limits, memory)
        if _letters(frame) > limits["letters"]:
            return "unpacks_too_large", {"megabytes": limits["letters"] // 1_000_000}
        return frame, about
    except _TooLargeError as error:
        return f"too_many_{error.args[0]}", {"most": limits[error.args[0]]}
    except MemoryError:
        return "too_much_memory", {"gigabytes": memory // 1_000_000_000}
    except Exception:  # readers raise any kind of error for a damaged file
        return "broken_data_file", {}


class _TooLargeError(Exception):
    """A limit is exceeded; the argument names it."""


def _spss(path: str, limits: Limits, memory: int) -> tuple[pd.DataFrame, dict[str, Any]]:
    import pyreadstat

    _bound_memory(memory)
    _, about = pyreadstat.read_sav(path, metadataonly=True)
    _refuse_large(about.number_rows or 0, about.number_columns or 0, limits)
    # The number of rows is unknown, or only claimed by the file.
    frame, about = pyreadstat.read_sav(path, row_limit=limits["rows"] + 1)
    _refuse_large(len(frame), frame.shape[1], limits)
    return frame, {"labels": about.variable_value_labels, "encoding": str(about.file_encoding or "")}


def _parquet(path: str, limits: Limits, memory: int) -> tuple[pd.DataFrame, dict[str, Any]]:
    import fastparquet

    _bound_memory(memory)
    file = fastparquet.ParquetFile(path)
    _refuse_large(file.count(), len(file.columns), limits)
    return file.to_pandas().reset_index(drop=True), {}


def _refuse_large(rows: int, columns: int, limits: Limits) -> None:
    for what, number in (("rows", rows), ("columns", columns), ("cells", rows * columns)):
        if number > limits[what]:
            raise _TooLargeError(what)


def _letters(frame: pd.DataFrame) -> int:
    """Return the letters of all texts; one shared by several cells counts once."""
    total = 0
    for name in frame.columns[[kind.kind == "O" for kind in frame.dtypes]]:
        total += sum({id(cell): len(cell) for cell in frame[name] if isinstance(cell, str | bytes)}.values())
    return total


def _bound_memory(most: int) -> None:
    """Limit the memory of this process, as the unpacked size is unknown before; not possible on Windows."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    own_output = os.dup(1)
    os.dup2(2, 1)  # libraries print warnings about damaged files
    rows, columns, cells, letters, memory = map(int, sys.argv[2:])
    answer = main(sys.argv[1], {"rows": rows, "columns": columns, "cells": cells, "letters": letters}, memory)
    with os.fdopen(own_output, "wb") as output:
        output.write(pickle.dumps(answer))
