"""Values derived from columns read: ages, hiring dates, comparable pay, units in headers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genderaudit.intake.cells import amount_words, pay, values, youth
from genderaudit.intake.contract import AGE
from genderaudit.intake.files.readers import one_line
from genderaudit.intake.list_file import ListFile
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words


def with_ages(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``age_low`` and ``age_high`` in years, from age, else birth, else age band.

    A survey gets the questionnaire's bands, too.
    """
    if "age" not in frame:
        return frame
    ages = pd.DataFrame({"age_low": frame["age"], "age_high": frame["age"]})
    date = file.organisation.date_of(file.round)
    if date is not None and frame["birth_year"].notna().any():
        assert file.born is not None
        computed = values.ages_at(date, file.born, frame["birth_year"])
        low, high = AGE[1].bounds or (0, np.inf)
        impossible = (computed["age_high"] < low) | (computed["age_low"] > high)
        if impossible.any():
            limits = {"low": f"{low:g}", "high": f"{high:g}"}
            rows = frame.index[impossible]
            file.problem("warning", "age_not_plausible", column="birth_year", rows=rows, values=limits)
        ages = ages.fillna(computed.mask(impossible))
    elif frame["birth_year"].notna().any():
        file.problem("warning", "no_date_for_ages", column="birth_year")
    bounds = values.age_bounds(frame["age_band"].astype(object))
    unread = frame["age_band"].notna() & bounds["age_low"].isna()
    if unread.any():
        file.problem("warning", "not_an_age_band", column="age_band", rows=frame.index[unread])
    cut = youth.band_fault(bounds[ages["age_low"].isna()], file.organisation.youth_age_limit)
    if cut and file.table.name in youth.COUNTED:
        file.problem("error", cut[0], column="age_band", values=cut[1])
    if file.table.open_ended:  # survey tables by age use the questionnaire's bands
        bands = values.bands_of(ages, file.wordings.questionnaire.age_bands)
        frame["age_band"] = frame["age_band"].fillna(bands.astype("str").where(bands.notna()))
    return frame.assign(**ages.fillna(bounds))


def with_hiring_dates(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with hiring dates computed from years of service where no date is given."""
    date = file.organisation.date_of(file.round)
    if "service_years" in frame and date is not None:
        since = pd.Timestamp(date) - pd.to_timedelta(frame["service_years"] * 365.25, unit="D")
        frame["hired_on"] = frame["hired_on"].fillna(since)
    return frame


def with_comparable_pay(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return staff with pay at full pay; assumptions and suspected slips are noted."""
    if file.table.name != "staff":
        return frame
    frame, unknown = pay.with_hours(frame)
    if unknown.any():
        file.problem("warning", "part_time_unknown", column="contract", rows=frame.index[unknown])
    frame, remarks = pay.at_full_pay(frame)
    remarks += pay.slips(frame, file.parts, file.options.confirmed.get("pay", ()))
    for remark in remarks:
        file.note_remark(remark)
    return frame


def with_named_texts(file: ListFile, frame: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``texts`` with the organisation's own name of an *other* kind in a blank ``looked_for``."""
    if file.table.name != "texts" or "text_kind" not in cells:
        return frame
    names = cells["text_kind"].map(lambda cell: one_line(str(cell)), na_action="ignore").astype("str")
    others = tuple(cell_words().other_kinds)
    bare = names.map(lambda name: bare_words(name).startswith(others), na_action="ignore").eq(True)
    unnamed = frame["text_kind"].eq("other") & frame["looked_for"].isna() & names.notna() & ~bare
    return frame.assign(looked_for=frame["looked_for"].mask(unnamed, names))


def note_words_of_amounts(file: ListFile, frame: pd.DataFrame) -> None:
    """Note words about amounts in headers and cells: another currency, thousands, another period."""
    leads = {one_line(header): name for header, name in file.options.columns.items()}
    scaled = False
    for header in map(str, file.raw.cells.columns):
        column = file.table.column(leads.get(header, header.lower()))
        if column is None or column.kind != "amount" or frame.empty:
            continue
        scale = amount_words.scale_of(header)
        scaled |= bool(scale)
        currency_named = amount_words.currency_of(header) if file.currency() else None
        if currency_named and file.currency() not in currency_named[1]:
            text_values = {"said": currency_named[0], "declared": file.currency()}
            file.problem("error", "currency_of_header", column=header, values=text_values)
        if scale:
            file.problem("warning", "amounts_scaled", column=header, values={"said": scale})
        if column.name == "pay":
            cells = file.raw.cells.loc[frame.index, header]
            for remark in amount_words.periods(frame["pay"], frame["pay_period"], header, cells):
                file.note_remark(remark, header)
    amounts = any(column.kind == "amount" and frame[column.name].notna().any() for column in file.table.columns)
    said_above = [scale for text in file.raw.above if (scale := amount_words.scale_of(text))] if amounts else []
    if said_above and not scaled and file.is_listed():
        file.problem("warning", "amounts_scaled_above", values={"said": said_above[0]})
        scaled = True
    if "pay" in frame and not scaled:
        for remark in amount_words.too_low(frame["pay"], frame["pay_period"], file.organisation.currency):
            file.note_remark(remark, "pay")
