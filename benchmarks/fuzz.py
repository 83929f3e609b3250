"""Damaged, odd and hostile files against intake: each must be read, or refused with a sentence.

    python benchmarks/fuzz.py --cases 10000 --seed 1 [--report docs/fuzzing.md]

Half of the cases are files of the sample organisations (and of ../shared/data where it is) with bytes
flipped, cut, repeated, inserted or exchanged, also under another ending. The other half are tables drawn by
hypothesis and written in a random dialect; of these every row must come back or be accounted for by a problem.
Prints `name: value` lines. Each case has a time limit; a process that dies counts as a traceback.
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
import random
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import fuzz_columns
from hypothesis import given
from hypothesis import strategies as st

REPOSITORY = Path(__file__).resolve().parents[1]
MINIMAL = "name: Example\nkind: ngo\nlanguages: [en]\n"
ENDINGS = (".csv", ".xlsx", ".ods", ".sav", ".parquet")
LIMIT = 120  # seconds for one case, on a busy machine too
LARGEST = 400_000  # bytes of a file to start from
ACCOUNTED = ("total_row", "header_again", "row_alone", "row_set_aside")
NASTY = (
    b"\0",
    b'"',
    b"\n",
    b"\r",
    b";",
    b",",
    b"\xff\xfe",
    b"\xc3",
    b"=1+1",
    b"<script>",
    b"PK\x03\x04",
    b"]]>",
    b"&x;",
)


def mutated(generator: random.Random, content: bytes) -> bytes:
    """The bytes with one to six accidents."""
    data = bytearray(content)
    for _ in range(generator.randint(1, 6)):
        place = generator.randrange(len(data) + 1)
        length = min(generator.choice((1, 2, 8, 100, 2000)), len(data))
        match generator.randrange(7):
            case 0:
                del data[place : place + length]
            case 1:
                data[place:place] = generator.choice(NASTY) * generator.choice((1, 1, 1, 50))
            case 2:
                data[place : place + 1] = bytes([generator.randrange(256)])
            case 3:
                data[place:place] = data[place : place + length]
            case 4:
                del data[generator.randrange(len(data) // 2, len(data) + 1) :]
            case 5:
                data[place : place + length] = generator.randbytes(length)
            case _:
                other = generator.randrange(len(data) + 1)
                data[place : place + length], data[other : other + length] = (
                    data[other : other + length],
                    data[place : place + length],
                )
    return bytes(data)


def outcome(table: str, ending: str, content: bytes, folder: Path) -> tuple[str, str, int]:
    """Read one file: what came of it, the traceback if there is one, and the rows that are accounted for."""
    from genderaudit.foundations.errors import AuditError
    from genderaudit.foundations.language import language
    from genderaudit.intake import read_round
    from genderaudit.methodology.organisation import read_organisation

    path = folder / "2025"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    (folder / "organisation.yml").write_text(MINIMAL, "utf-8")
    (path / f"{table}{ending}").write_bytes(content)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LIMIT)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            intake = read_round(path, read_organisation(folder), "2025")
        sentences = [problem.sentence(language(code)) for problem in intake.problems for code in ("en", "fr")]
        assert all(sentences)
    except AuditError:
        return "refused", "", 0
    except TimeoutError:
        return "hang", "", 0
    except BaseException:  # a panic of a library is no Exception
        return "traceback", traceback.format_exc(), 0
    finally:
        signal.alarm(0)
    if intake.errors:
        return "refused", "", 0
    aside = sum(problem.count for problem in intake.problems if problem.rule in ACCOUNTED)
    return ("read with warnings" if intake.problems else "read"), "", len(intake.tables[table]) + aside


def mutations(numbers: range, start: int) -> collections.Counter[str]:
    """Outcomes of damaged files, and tracebacks as keys of their own."""
    sources = _sources()
    found: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            generator = random.Random(f"{start} {number}")
            path = generator.choice(sources)
            ending = path.suffix.lower() if generator.random() < 0.9 else generator.choice(ENDINGS)
            table = generator.choice(("staff", "members", "bodies", "survey", "budget"))
            result, trace, _ = outcome(table, ending, mutated(generator, path.read_bytes()), Path(folder) / "one")
            found[result] += 1
            if result in ("hang", "traceback"):
                found[f"! {path.name} case {start} {number}: {trace[-1500:]}"] += 1
    return found


def dialects(cases: int, start: int) -> collections.Counter[str]:
    """Outcomes of tables drawn by hypothesis; rows that nothing accounts for count as lost."""
    found: collections.Counter[str] = collections.Counter()
    text = st.text(st.characters(exclude_characters="\r"), max_size=12)  # unquoted it ends a row, for every reader
    cell = st.one_of(st.just(""), text, st.sampled_from(["F", "M", "=1+1", "1,5", "2025-01-01", "é;à"]))
    row = st.tuples(st.sampled_from(["F", "M", "X"]), cell, cell, cell)

    @fuzz_columns.thorough(cases, start)
    @given(
        st.lists(row, max_size=20),
        st.sampled_from([",", ";", "\t", "|"]),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        st.integers(0, 2),
    )
    def one(rows, delimiter, encoding, end, quoting, titles):  # type: ignore[no-untyped-def]
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
        for line in range(titles):
            stream.write(f"List of staff {line}{end}")
        writer.writerow(["sex", "unit", "pay", "hired_on"])
        writer.writerows(rows)
        content = stream.getvalue().encode(encoding, "surrogatepass")
        result, trace, accounted = outcome("staff", ".csv", content, Path(folder) / "one")
        if result.startswith("read") and accounted != len(rows):
            result, trace = "lost row", repr(content[:600])
        found[result] += 1
        if result in ("hang", "traceback", "lost row"):
            found[f"! dialect: {trace[-1500:]}"] += 1

    with tempfile.TemporaryDirectory() as folder:
        one()
    return found


def main() -> None:
    arguments = _arguments()
    started = time.monotonic()
    found: collections.Counter[str] = collections.Counter()
    half = arguments.cases // 2
    parts = [range(i, min(i + 250, half)) for i in range(0, half, 250)]
    with ProcessPoolExecutor(2) as pool:
        tasks = [pool.submit(mutations, part, arguments.seed) for part in parts]
        tasks += [pool.submit(dialects, (arguments.cases - half) // 4, arguments.seed + i) for i in range(4)]
        tasks.append(pool.submit(fuzz_columns.as_kept, max(1, arguments.cases // 50), arguments.seed))
        for task in tasks:
            try:
                found += task.result()
            except BrokenProcessPool:
                found["traceback"] += 1
                found["! a process died"] += 1
    faults = [key for key in found if key.startswith("!")]
    lines = [f"cases: {sum(number for key, number in found.items() if not key.startswith('!'))}"]
    outcomes = ("read", "read with warnings", "refused", "traceback", "hang", "lost row")
    outcomes += ("as meant", "said", "wrong in silence")
    lines += [f"{name}: {found[name]}" for name in outcomes]
    lines += [f"seed: {arguments.seed}", f"files to start from: {len(_sources())}"]
    lines += [f"seconds: {time.monotonic() - started:.0f}"]
    print("\n".join([*lines, *faults[:5]]))
    if arguments.report:
        command = f"python benchmarks/fuzz.py --cases {arguments.cases} --seed {arguments.seed}"
        text = REPORT.format(command=command, lines="\n".join(lines))
        Path(arguments.report).write_text(text, "utf-8")


REPORT = """# Damaged and hostile files

`{command}` reads damaged files of the sample organisations and of public data, and generated tables in random
dialects. A file must be read or be refused with a sentence; every row of a generated table must come back or be
accounted for by a problem. The result of the last run:

```
{lines}
```

The first run of 10,000 cases (seed 1, 22 November 2026: 538 read, 4,264 read with warnings, 5,196 refused) met no hang,
one traceback (two columns of a survey that get the same name; since then mended) and one table with more rows than
were written (the generator had put a bare carriage return into an unquoted cell, which ends a row for every reader;
the generator no longer does).

With seed 2 (25 November 2026) a damaged Parquet file first ended the process of the library that reads it (a
segmentation fault), then some read so slowly that they were called hangs. Parquet and SPSS files are now read in a
process of their own with bounded time and memory, and the sentence about a damaged file follows if that ends.

A fiftieth as many cases are lists of which the truth is known (`benchmarks/fuzz_columns.py`): dates in any order and in
words, amounts with any mark and currency, codes in any case, a few slips. Each cell must be read as meant, or an error
or a problem of its column must say so; anything else is called wrong in silence. Writing it showed that amounts such as
451.000 without a currency were read as 451; they are asked since. A run of 120 (29 November 2026) met no cell that was
wrong in silence; it is not among the numbers above, which are of the run before.

A short run of 300 cases is part of the tests (`tests/intake/test_fuzz.py`).
"""


def _sources() -> list[Path]:
    folders = [REPOSITORY / "data" / "raw", REPOSITORY.parent / "shared" / "data"]
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*"))]
    made = Path(tempfile.gettempdir()) / "genderaudit-fuzz-sources"
    if not made.is_dir():
        _write_other_formats(made)
    found += sorted(made.glob("*.*"))
    usable = (*ENDINGS, ".xls")
    return [path for path in found if path.suffix.lower() in usable and 0 < path.stat().st_size <= LARGEST]


def _write_other_formats(folder: Path) -> None:
    """A small list in the formats that no sample organisation has."""
    import fastparquet
    import pandas as pd
    import pyreadstat

    with tempfile.TemporaryDirectory() as stage:
        frame = pd.DataFrame({"sex": ["F", "M", "F"] * 20, "unit": ["a", "b", "c"] * 20, "pay": [1.5, 2.0, 3.0] * 20})
        pyreadstat.write_sav(frame.astype({"sex": object, "unit": object}), f"{stage}/list.sav")
        plain = frame.astype({"sex": object, "unit": object})
        fastparquet.write(f"{stage}/list.parquet", plain, object_encoding="utf8")
        from sample_ods import ods_bytes

        Path(stage, "list.ods").write_bytes(ods_bytes([list(frame.columns), *frame.to_numpy(dtype=object).tolist()]))
        shutil.copytree(stage, folder, dirs_exist_ok=True)


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", default="", metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
