"""Tables for the tests of facts: small ones by hand, random ones by seed, and the public data sets."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"

STAFF_NUMBERS = (
    "fte", "age_low", "age_high", "pay", "weekly_hours", "variable_pay", "education_years", "training_hours",
    "leave_days",
)  # fmt: skip
STAFF_TEXT = ("level", "unit", "function", "contract", "age_band", "pay_period")
STAFF_DATES = ("hired_on", "left_on", "promoted_on")
STAFF_ANSWERS = (
    "eligible_for_promotion",
    "gender_training",
    "gender_focal_point",
    "leave_taken",
    "returned_from_leave",
    "entitled_to_leave",
    "back_after_6_months",
    "back_after_12_months",
    "working_time_arrangement",
)


def staff(**columns: Iterable[object]) -> pd.DataFrame:
    """A canonical staff table with these columns filled and all others blank."""
    length = max((len(list(values)) for values in columns.values()), default=0)
    table = pd.DataFrame(index=range(length))
    table["sex"] = pd.Series(columns.pop("sex", [None] * length), dtype="string")
    for names, dtype in (
        (STAFF_NUMBERS, "float64"),
        (STAFF_TEXT, "string"),
        (STAFF_DATES, "datetime64[ns]"),
        (STAFF_ANSWERS, "boolean"),
    ):
        for name in names:
            table[name] = pd.Series(columns.pop(name, [None] * length), dtype=dtype)
    table["count"] = pd.Series(columns.pop("count", [1] * length), dtype="int64")
    for name, values in columns.items():
        table[name] = pd.Series(list(values))
    return table


def counted(cells: Mapping[str, tuple[float, float]], column: str = "level") -> pd.DataFrame:
    """A counts table from {group: (women, men)}."""
    rows = [(name, sex, n) for name, pair in cells.items() for sex, n in zip("FM", pair, strict=True)]
    table = pd.DataFrame(rows, columns=[column, "sex", "count"]).astype({"sex": "string", column: "string"})
    return table.assign(age_low=np.nan, age_high=np.nan)


def bodies(rows: Iterable[tuple[str, str, int, float | None]]) -> pd.DataFrame:
    """A canonical bodies table from (body, sex, count, age)."""
    table = pd.DataFrame(list(rows), columns=["body", "sex", "count", "age_low"])
    table = table.astype({"body": "string", "sex": "string", "count": "int64", "age_low": float})
    return table.assign(age_high=table["age_low"], quota_women=np.nan, quota_youth=np.nan)


def random_staff(n: int, seed: int = 1, share: float = 0.4) -> pd.DataFrame:
    """A staff table with every column filled, pay planted 6 % lower for women at equal factors."""
    draw = np.random.default_rng(seed)
    sex = draw.choice(["F", "M"], n, p=[share, 1 - share])
    age = draw.integers(20, 65, n).astype(float)
    education = draw.integers(9, 19, n).astype(float)
    level = draw.choice(["Director", "Manager", "Officer", "Assistant"], n, p=[0.05, 0.15, 0.4, 0.4])
    step = pd.Series(level).map({"Director": 0.9, "Manager": 0.5, "Officer": 0.2, "Assistant": 0.0}).to_numpy()
    log_pay = 2.5 + 0.03 * education + 0.006 * age + step - 0.06 * (sex == "F") + draw.normal(0, 0.15, n)
    days = pd.Timestamp("2024-12-31") - pd.to_timedelta(draw.integers(0, 6000, n), unit="D")
    left = pd.Series(days + pd.to_timedelta(draw.integers(0, 4000, n), unit="D"))
    promoted = pd.Series(days + pd.to_timedelta(draw.integers(0, 8000, n), unit="D"))
    return staff(
        sex=sex,
        level=level,
        unit=draw.choice([f"Unit {i}" for i in range(8)], n),
        function=draw.choice(["Finance", "Field", "Office"], n),
        age_low=age,
        age_high=age,
        education_years=education,
        pay=np.exp(log_pay),
        pay_period=["hour"] * n,
        variable_pay=np.where(draw.random(n) < 0.4, np.exp(log_pay) * 10, 0.0),
        training_hours=draw.gamma(2, 6, n),
        hired_on=days,
        left_on=left.where(left <= pd.Timestamp("2024-12-31")),
        promoted_on=promoted.where(promoted <= pd.Timestamp("2024-12-31")),
        eligible_for_promotion=draw.random(n) < 0.5,
        gender_training=draw.random(n) < 0.3,
        gender_focal_point=draw.random(n) < 0.1,
        leave_taken=draw.random(n) < 0.4,
        returned_from_leave=draw.random(n) < 0.8,
        entitled_to_leave=draw.random(n) < 0.6,
        leave_days=draw.gamma(3, 20, n).round(),
        back_after_6_months=draw.random(n) < 0.8,
        back_after_12_months=draw.random(n) < 0.7,
        working_time_arrangement=draw.random(n) < 0.3,
    )


def mirrored(table: pd.DataFrame) -> pd.DataFrame:
    """The table with women and men exchanged."""
    return table.assign(sex=table["sex"].replace({"F": "M", "M": "F"}))


def shared(path: str) -> Path:
    """A public data file beside the repository; the test is skipped where it is absent."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"{path} is not beside the repository")
    return file


def professors() -> pd.DataFrame:
    data = pd.read_csv(shared("salaries_professors/Salaries.csv"))
    sexes = data["sex"].map({"Female": "F", "Male": "M"})
    return staff(sex=sexes, level=data["rank"], pay=data["salary"], pay_period=["year"] * len(data))


def bank() -> pd.DataFrame:
    data = pd.read_csv(shared("bank_employees/Employee_data.csv"))
    sexes = data["gender"].map({"Female": "F", "Male": "M"})
    return staff(sex=sexes, level=data["jobcat"], pay=data["salary"], pay_period=["year"] * len(data))


def workers() -> pd.DataFrame:
    data = pd.read_csv(shared("cps1985/CPS1985.csv"))
    sexes = data["gender"].map({"female": "F", "male": "M"})
    return staff(sex=sexes, function=data["occupation"], pay=data["wage"], pay_period=["hour"] * len(data))
