"""Files of statistics programs: SPSS with value labels, Parquet."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from genderaudit.foundations.limits import (
    LARGEST_FILE,
    LONGEST_READING,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MEMORY,
    MOST_ROWS,
)
from genderaudit.intake.contract import TABLES
from genderaudit.intake.raw import RawTable, UnreadableError, framed, one_line
from genderaudit.methodology.organisation import TableFile

_CODED = ("sex", "text", "boolean", "age_band")


def read_spss(path: Path, options: TableFile, table: str) -> RawTable:
    """Return the table in an SPSS file; labelled values are read as labels, except in columns of numbers.

    Codes declared in ``organisation.yml`` precede labels. Values that the file declares missing are blank.
    """
    frame, about = _read_apart(path)
    targets = options.columns
    for header, labels in about["labels"].items():
        name = targets.get(header, header.lower())
        if header in frame and _is_coded(table, name):
            frame[header] = _labelled(frame[header], labels, options.codes.get(name, {}))
    labelled = "yes" if about["labels"] else "no"
    detected = {"format": "spss", "encoding": about["encoding"], "value_labels": labelled}
    return _table(frame, options, detected)


def read_parquet(path: Path, options: TableFile) -> RawTable:
    """Return the table in a Parquet file."""
    frame, _ = _read_apart(path)
    return _table(frame, options, {"format": "parquet"})


def _read_apart(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the frame and the file's metadata, read in a separate process that the file may crash."""
    limits = map(str, (MOST_ROWS, MOST_COLUMNS, MOST_CELLS, LARGEST_FILE, MOST_MEMORY))
    command = [sys.executable, "-I", str(Path(__file__).with_name("statistics_process.py")), str(path), *limits]
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # every further thread reserves memory
    try:
        finished = subprocess.run(command, capture_output=True, check=False, env=one_thread, timeout=LONGEST_READING)
    except subprocess.TimeoutExpired:
        raise UnreadableError("broken_data_file") from None
    if finished.returncode:
        raise UnreadableError("broken_data_file")
    answer, about = pickle.loads(finished.stdout)  # written by our own process
    if isinstance(answer, str):
        raise UnreadableError(answer, **about)
    return answer, about


def _is_coded(table: str, name: str) -> bool:
    """Return True for a column of words; answers on a scale and amounts stay numbers."""
    if table not in TABLES:
        return True
    column = TABLES[table].column(name)
    return column is not None and column.kind in _CODED


def _labelled(cells: pd.Series, labels: Mapping[Any, str], codes: Mapping[str, object]) -> pd.Series:
    declared = {value for value in labels if _written(value) in codes}
    known = {value: label for value, label in labels.items() if value not in declared}
    return cells.map(lambda cell: known.get(cell, cell), na_action="ignore")


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _table(frame: pd.DataFrame, options: TableFile, detected: dict[str, str]) -> RawTable:
    columns = [
        [None if missing else cell for cell, missing in zip(frame[name], frame[name].isna(), strict=True)]
        for name in frame.columns
    ]
    names = [one_line(str(name)) for name in frame.columns]
    cells, longer, failed = framed(columns, range(1, len(frame) + 1), names, 0)
    return RawTable(cells, options.decimal or ".", detected, longer, remarks=failed)
