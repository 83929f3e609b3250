"""A short run of benchmarks/fuzz.py: no traceback, no hang, no row that nothing accounts for."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import fuzz

FAULTS = ("traceback", "hang", "lost row")


def test_damaged_files_are_read_or_refused():
    found = fuzz.mutations(range(150), start=20_251_122)
    assert sum(found.values()) == 150, [key for key in found if key.startswith("!")]
    assert not any(found[fault] for fault in FAULTS)


def test_no_row_of_a_generated_table_is_lost():
    found = fuzz.dialects(150, start=20_251_122)
    assert sum(found.values()) == 150, [key for key in found if key.startswith("!")]
    assert not any(found[fault] for fault in FAULTS)
