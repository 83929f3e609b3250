"""Run as a program by ``statistics_files.read_parquet``: a damaged file can end the process that reads it.

It imports nothing of the suite, so that it starts quickly. Arguments: file, most rows, columns and cells. Standard
output: the pickled frame, or the rule of ``problems`` that the file breaks with the limit.
"""

from __future__ import annotations

import pickle
import sys

import fastparquet


def main(path: str, rows: int, columns: int, cells: int) -> object:
    """The frame, or the rule and its limit."""
    try:
        file = fastparquet.ParquetFile(path)
        found, width = file.count(), len(file.columns)
        limits = (("rows", found, rows), ("columns", width, columns), ("cells", found * width, cells))
        for what, number, most in limits:
            if number > most:
                return f"too_many_{what}", {"most": most}
        return file.to_pandas().reset_index(drop=True)
    except Exception:  # the reader raises what it likes on a damaged file
        return "broken_data_file", {}


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
