"""The lists of the sample organisations, with plain pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
METHODOLOGY = ROOT / "templates" / "methodology"
NORTHMERE = ("agency_northmere", "2025")
SIGIDA = ("cooperative_sigida", "2025")
DJELIBA_2022, DJELIBA = (("federation_djeliba", round_) for round_ in ("2022", "2025"))


def settings(organisation: str) -> dict[str, Any]:
    return yaml.safe_load((RAW / organisation / "organisation.yml").read_text(encoding="utf-8"))


def table(sample: tuple[str, str], name: str) -> pd.DataFrame:
    """A raw file with the contract's headers and codes, as text, blank as NA; total rows left out."""
    form = settings(sample[0]).get("tables", {}).get(name, {})
    path = RAW.joinpath(*sample, form.get("file", f"{name}.csv"))
    if path.suffix == ".xlsx":
        header, sheet = form.get("header_row", 1) - 1, form.get("sheet", 1) - 1
        raw = pd.read_excel(path, sheet_name=sheet, header=header, dtype=object)
    else:
        encoding = form.get("encoding", "utf-8").replace("utf-8", "utf-8-sig")
        raw = pd.read_csv(path, sep=form.get("delimiter", ","), encoding=encoding, dtype=object)
    frame = raw.rename(columns=form.get("columns", {}))
    for column, codes in form.get("codes", {}).items():
        if column in frame:
            frame[column] = frame[column].map(lambda cell, codes=codes: codes.get(cell, cell))
    return frame[frame.iloc[:, 0].astype(str) != "Total"]


def counted(frame: pd.DataFrame) -> pd.Series:
    return frame["count"].astype(int)


def current_staff(sample: tuple[str, str]) -> pd.DataFrame:
    staff = table(sample, "staff")
    return staff[staff["left_on"].isna()] if "left_on" in staff else staff
