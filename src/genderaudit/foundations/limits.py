"""Limits of what is read at all, in one place; docs/data-contract.md lists them, and a test compares the two.

A file beyond a limit is refused with a sentence, before it can use up memory or time.
"""

from __future__ import annotations

LARGEST_FILE = 200_000_000  # bytes, also of a workbook, and of the texts of a data file, when unpacked
LARGEST_INDEX = 1_000_000  # bytes of a workbook's list of its parts
STRONGEST_PACKING = 300  # times that a large part of a workbook may grow when unpacked; lists stay below 100
SMALL_PART = 5_000_000  # bytes; a part that unpacks to less does no harm, however well it is packed
MOST_MEMORY = (
    2_000_000_000  # bytes for reading a workbook, SPSS or Parquet file, whose size unpacked nobody knows before
)
LONGEST_READING = 300  # seconds for such a file; a damaged one must not stop a run
MOST_ROWS = 2_000_000
MOST_COLUMNS = 2_000
MOST_CELLS = 50_000_000  # blank ones counted: sheets can claim to be wide
LONGEST_TEXT = 10_000  # characters in one cell

LARGEST_SETTINGS = 2_000_000  # bytes of a YAML file
DEEPEST_SETTINGS = 20  # lists and keys within each other
LONGEST_NUMBER = 100  # digits of a number in a YAML file
LONGEST_NAME = 255  # bytes of a file's name; what file systems take
