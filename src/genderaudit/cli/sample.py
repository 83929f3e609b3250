"""``genderaudit sample``: sample size of a survey and the people drawn, from the organisation's own list."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace, indented, positive
from genderaudit.cli.words import say
from genderaudit.foundations.errors import AuditError, join_errors, text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from genderaudit.audit.sampling import Sample
    from genderaudit.foundations.language import Language
    from genderaudit.methodology.organisation import Organisation


def add_sample(commands: Commands) -> None:
    """Add ``genderaudit sample``."""
    draws = commands.add_parser("sample")
    draws.add_argument("organisation", metavar="ORGANISATION")
    much = draws.add_mutually_exclusive_group(required=True)
    much.add_argument("--size", type=positive, metavar="N")
    much.add_argument(
        "--margin",
        type=_points,
        metavar="POINTS",
    )
    draws.add_argument("--list", choices=("members", "staff"))
    draws.add_argument("--by", choices=("branch", "level", "unit"))
    draws.add_argument("--round", metavar="R")
    draws.add_argument("--language", metavar="L")
    add_workspace(draws)
    draws.set_defaults(command=sample)


def _points(text: str) -> float:
    """Return a margin given in percentage points as a fraction of 1."""
    number = float(text.replace(",", ".").removesuffix("%"))
    if not 0.5 <= number <= 50:
        raise argparse.ArgumentTypeError(say("points"))
    return number / 100


def sample(arguments: argparse.Namespace) -> int:
    """Draw people, store them by row of the list, and print the margins of error."""
    from genderaudit.audit import sampling
    from genderaudit.foundations.files import write_atomically
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.methodology.organisation import read_organisation

    workspace, name = Workspace.open(arguments.workspace), arguments.organisation
    about = read_organisation(workspace.raw(name))
    speaks = language(arguments.language or about.languages[0])
    rounds = workspace.rounds(name)
    if not rounds:
        raise AuditError("no_rounds", organisation=name, example=workspace.raw(name) / "2026")
    round = arguments.round or rounds[-1]
    path = workspace.sample(name, round)
    if path.exists():
        raise AuditError("sample_there_already", path=path)
    table, people, file = _list_to_draw_from(workspace.raw(name, round), about, round, arguments.list)
    drawn = _plan_sample(table, people, file, arguments)
    is_listed = bool((people["count"] == 1).all()) and people.index.is_unique
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_listed:
        write_atomically(path.with_suffix(".xlsx"), _workbook(sampling.draw(people, drawn), drawn, speaks))
    write_atomically(path, drawn.model_dump_json(indent=1) + "\n")
    print("\n".join(_sample_sentences(drawn, speaks)))
    given = {"path": path.with_suffix(".xlsx"), "seed": drawn.seed, "file": drawn.file}
    for key in ("rows" if is_listed else "counts", "weights", "declare", "advice_title"):
        print(speaks.text(f"sample.{key}", **given))
    print(indented(speaks.text("sample.advice")))
    return DONE


def _plan_sample(table: str, people: pd.DataFrame, file: Path, arguments: argparse.Namespace) -> Sample:
    """Return the sample to draw: numbers by sex and stratum, and a random seed."""
    import secrets

    from genderaudit.audit import sampling

    by = sampling.columns_filled(people, table)
    if arguments.by and arguments.by not in by:
        known = ", ".join(by) if by else text("sample.sex_only")
        raise AuditError("sample_no_column", column=arguments.by, known=known)
    column = arguments.by or next(iter(by), None)
    return sampling.Sample(
        table=table,  # type: ignore[arg-type]
        file=file.name,
        file_sha256=sampling.digest(file),
        column=column,
        seed=secrets.randbelow(2**31),
        cells=sampling.cells_of(people, column, size=arguments.size, margin=arguments.margin),
    )


def _list_to_draw_from(
    folder: Path, about: Organisation, round: str, wanted: str | None
) -> tuple[str, pd.DataFrame, Path]:
    """Return the list to draw from: its table name, the people belonging to it on the day of the round, its file."""
    import pandas as pd

    from genderaudit.intake import read_round

    first = wanted or {"staff": "staff", "members": "members"}.get(about.population_asked, "")
    for table in (first,) if first else ("members", "staff"):
        intake = read_round(folder, about, round, only=(table,))
        if intake.errors:
            raise join_errors(intake.errors)
        if table in intake.present and len(intake.tables[table]):
            break
    else:
        raise AuditError("sample_no_list", table=text(f"tables.{first or 'members'}"))
    if table not in intake.rows:
        raise AuditError("sample_several", table=text(f"tables.{table}"))
    people = intake.tables[table].set_axis(intake.rows[table])
    stays = people["left_on"].isna() | (people["left_on"] > pd.Timestamp(about.date_of(round) or "today"))
    return table, people[stays], folder / min(intake.sources[table])


def _sample_sentences(drawn: Sample, speaks: Language) -> list[str]:
    """Return sentences on how many are asked, by sex and stratum, and the margins of error."""
    from genderaudit.measures.sampling import margin_of

    people, sample_size = drawn.of("F", "M", "other")
    lines = [speaks.text("sample.title", file=drawn.file, people=people, asked=sample_size)]
    for sex in ("F", "M", "other"):
        listed, to_ask = drawn.of(sex)
        if not listed:
            continue
        margins = {
            name: speaks.figure(margin_of(answers, listed), "difference").lstrip("+")
            for name, answers in (("margin", to_ask), ("half", max(to_ask // 2, 1)))
        }
        key = "sample.of_others" if sex == "other" else "sample.of_sex" if to_ask else "sample.of_none"
        who = "" if sex == "other" else speaks.text(f"sample.who.{sex}")
        lines.append(f"  {speaks.text(key, who=who, have=listed, of=to_ask, **margins)}")
    if drawn.column:
        lines.append(speaks.text("sample.by", column=speaks.text(f"dimension_names.{drawn.column}")))
        for name in dict.fromkeys(cell.stratum for cell in drawn.cells):
            cells = {cell.sex: cell for cell in drawn.cells if cell.stratum == name}
            parts = [speaks.text(f"sample.cell.{sex}", of=cell.asked, have=cell.people) for sex, cell in cells.items()]
            label = speaks.text("tables_text.not_stated") if name == "not_stated" else name
            lines.append(f"  {speaks.text('sample.stratum', name=label, parts=speaks.listed(parts))}")
    return lines


def _workbook(rows: pd.DataFrame, drawn: Sample, speaks: Language) -> bytes:
    """Return a workbook with one row per person drawn: row of the list, sex, stratum, weight; no names."""
    import io

    import pandas as pd

    sexes = {sex: speaks.text(f"sample.who.{sex}") for sex in ("F", "M")}
    table = pd.DataFrame(
        {
            speaks.text("sample.columns.number"): range(1, len(rows) + 1),
            speaks.text("sample.columns.row", file=drawn.file): rows.index,
            speaks.text("sample.columns.sex"): rows["sex"].map(lambda sex: sexes.get(sex, "–")).to_numpy(),
            speaks.text("sample.columns.stratum"): rows["stratum"].replace("not_stated", "–").to_numpy(),
            speaks.text("sample.columns.weight"): rows["weight"].to_numpy(),
        }
    )
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        table.to_excel(writer, index=False, sheet_name=speaks.text("sample.columns.sheet"))
    return content.getvalue()
