"""Lists as people keep them, of which the truth is known: every cell is read as meant, or something is said of it.

Hypothesis draws people, and ways to write their dates, pay and sex (order of day and month, months in words, marks,
currencies before and behind, case and spaces of codes), with a few slips. A value that is neither the true one nor
blank with a problem of its column is wrong in silence.
"""

from __future__ import annotations

import collections
import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SETTINGS = "name: Example\nkind: ngo\nlanguages: [fr]\n{currency}tables:\n  staff:\n    values: {{pay_period: month}}\n"
SETTINGS += (
    "    columns: {{Sexe: sex, Embauche: hired_on, Salaire: pay}}\n    codes: {{sex: {{Féminin: F, Masculin: M}}}}\n"
)
DATES = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%d/%m/%y")
GROUPS = ("", ".", ",", " ", "'", "\u202f")
WORDS = ("{}", "{} F CFA", "{} FCFA", "FCFA {}", "{} €", "{}F", "{} CFA/mois")
SEXES = {"F": ("Féminin", "FEMININ", " féminin ", "Femme", "women", "F"), "M": ("Masculin", "masculin", "Homme", "M")}
SLIPS = {
    1: ("-", "néant", "31/02/2020", "2019", "?", "mars 2020", "43831"),
    2: ("-", "45O 000", "450 k", "?", "12-14", "5 kg"),
}
"""Place of a cell → what is no date, or no amount."""


def thorough(cases: int, start: int) -> Callable[[Any], Any]:
    """Have hypothesis draw this many examples from this seed, whatever they take, and keep none of them."""
    how = settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(start)(how(test))


def as_kept(cases: int, start: int) -> collections.Counter[str]:
    """Outcomes: ``as meant``, ``said`` (an error, or blank with a problem), ``wrong in silence`` (with the file)."""
    found: collections.Counter[str] = collections.Counter()
    people = st.tuples(
        st.sampled_from(["F", "M"]),
        st.dates(dt.date(1980, 1, 1), dt.date(2024, 12, 31)),
        st.integers(50_000, 2_000_000),
    )

    @thorough(cases, start)
    @given(
        st.lists(people, min_size=1, max_size=30),
        st.sampled_from(DATES),
        st.sampled_from(GROUPS),
        st.sampled_from(WORDS),
        st.sampled_from(["", "currency: XOF\n", "currency: EUR\n"]),
        st.sampled_from([",", ";"]),
        st.randoms(use_true_random=False),
    )
    def one(rows: Any, date: str, group: str, word: str, currency: str, delimiter: str, random: Any) -> None:
        written = [_written(row, date, group, word, random) for row in rows]
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows([["Sexe", "Embauche", "Salaire"], *written])
        result = _outcome(Path(folder), rows, SETTINGS.format(currency=currency), stream.getvalue())
        found[result] += 1
        if result == "wrong in silence":
            found[f"! {currency!r} {stream.getvalue()[:600]!r}"] += 1

    with tempfile.TemporaryDirectory() as folder:
        one()
    return found


def _written(row: tuple[str, dt.date, int], date: str, group: str, word: str, random: Any) -> list[str]:
    sex, day, pay = row
    cells = [random.choice(SEXES[sex]), day.strftime(date), word.format(f"{pay:,}".replace(",", group))]
    if random.random() < 0.1:
        place = random.choice(list(SLIPS))
        cells[place] = random.choice(SLIPS[place])
    return cells


def _outcome(folder: Path, rows: Any, about: str, content: str) -> str:
    from genderaudit.intake import read_round
    from genderaudit.methodology.organisation import read_organisation

    round = folder / "example" / "2025"
    round.mkdir(parents=True, exist_ok=True)
    (round.parent / "organisation.yml").write_text(about, "utf-8")
    (round / "staff.csv").write_text(content, "utf-8", newline="")
    intake = read_round(round, read_organisation(round.parent), "2025")
    if intake.errors:
        return "said"
    staff = intake.tables["staff"]
    if len(staff) != len(rows):
        return "wrong in silence"
    said = {problem.column for problem in intake.problems}
    blank = False
    for (sex, day, pay), read in zip(rows, staff.to_dict("records"), strict=True):
        for column, header, wanted in (("sex", "Sexe", sex), ("hired_on", "Embauche", day), ("pay", "Salaire", pay)):
            value = read[column].date() if column == "hired_on" and read[column] == read[column] else read[column]
            if value != value and (header in said):
                blank = True
            elif value != wanted:
                return "wrong in silence"
    return "said" if blank else "as meant"
