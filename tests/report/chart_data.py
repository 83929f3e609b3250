"""Results for charts, long and hostile ones too, and their figures."""

from __future__ import annotations

from invented_findings import finding
from matplotlib.figure import Figure

from genderaudit import plots
from genderaudit.conclusions.findings import Finding
from genderaudit.measures.result import Result
from genderaudit.report.plots.style import NARROW, WIDE

LONG = "Commission nationale permanente chargée de la formation et de l’éducation ouvrière des régions du fleuve"
WIDTHS = {"wide": WIDE, "narrow": NARROW}


def result(value: float | None, unit: str = "share", n: float = 40, reason: str | None = None, **given) -> Result:  # type: ignore[no-untyped-def]
    fields = ("women", "low", "high", "details")
    known = {name: given.pop(name) for name in fields if name in given}
    why = reason or ("hidden" if value is None else None)
    return Result(value=value, unit=unit, n=n, reason=why, group=given, **known)  # type: ignore[arg-type]


def body(name: str, seats: int, women: int, missing: int | None) -> Result:
    return result(missing, "seats", seats, "no_quota" if missing is None else None, women=women, body=name)


def of_sexes(women: float | None, men: float | None, **group: str) -> list[Result]:
    details = {"neutral_share": 0.1 if max(women or 0, men or 0) <= 0.9 else 0.0}
    return [result(value, sex=sex, details=details, **group) for sex, value in (("F", women), ("M", men))]


def ends(i: int) -> float | None:
    """Nought, one, nothing, and what is between."""
    return (0.0, 1.0, None, 0.37)[i % 4]


def hostile(kind: str, count: int) -> list[Result]:
    """So many groups with long names, values at both ends, and hidden ones."""
    names = [f"{LONG} {i}" for i in range(count)]
    match kind:
        case "seats":
            return [body(name, 3 + 41 * (i % 3), i % 4, i % 3 if i % 5 else None) for i, name in enumerate(names)]
        case "pyramid":
            return [result(0.5, n=9e5, women=4e5 * (i % 2), age=name) for i, name in enumerate(names)]
        case "dumbbell":
            return [one for i, name in enumerate(names) for one in of_sexes(ends(i), ends(i + 1), area=name)]
        case "likert":
            return [one for i, name in enumerate(names) for one in of_sexes(ends(i), ends(i + 1), item=name)]
        case "intervals":
            values = [(ends(i), name) for i, name in enumerate(names)]
            return [result(value, "difference", low=value and -1.0, high=value, branch=name) for value, name in values]
        case "slope":
            few = names[: min(count, 6)]
            return [
                result(ends(i + int(year) % 2), round=year, branch=name)
                for i, name in enumerate(few) for year in ("2022", "2025")
            ]  # fmt: skip
        case "quarters":
            return [result(ends(i), quartile=str(i + 1)) for i in range(min(count, 4))]
        case "pipeline":
            return [result(ends(i), n=123_456, level=name) for i, name in enumerate(names)]
    return [result(ends(i), n=123_456, branch=name) for i, name in enumerate(names)]


def figure_of(kind: str, results: list[Result], width: float = WIDE, **options) -> Figure:  # type: ignore[no-untyped-def]
    made = Figure(figsize=(width, 1))
    getattr(plots, kind)(results, ax=made, **options)
    return made


def share(value: float, **group: str) -> Finding:
    return finding(
        "staff_women_by_level", "baseline", group=group, value=value, n=40, women=40 * value, men=40 * (1 - value)
    )
