"""A short run of benchmarks/fuzz.py: no traceback, no hang, no row that nothing accounts for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from at_length import at_length

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import fuzz
import fuzz_columns

FAULTS = ("traceback", "hang", "lost row")
cases = pytest.mark.parametrize("number", at_length([15, 150]))


@cases
def test_damaged_files_are_read_or_refused(number):
    found = fuzz.mutations(range(number), start=20_251_122)
    assert sum(found.values()) == number, [key for key in found if key.startswith("!")]
    assert not [fault for fault in FAULTS if found[fault]]


@cases
def test_no_row_of_a_generated_table_is_lost(number):
    found = fuzz.dialects(number, start=20_251_122)
    assert sum(found.values()) == number, [key for key in found if key.startswith("!")]
    assert not [fault for fault in FAULTS if found[fault]]


@cases
def test_no_cell_of_a_list_as_people_keep_it_is_wrong_in_silence(number):
    found = fuzz_columns.as_kept(number, start=20_261_129)
    assert found["wrong in silence"] == 0, [key for key in found if key.startswith("!")]
    assert found["as meant"] > 0
