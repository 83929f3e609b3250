"""Figures and recommendations that the tests of reports share, and the words of what is made from them."""

from __future__ import annotations

from dataclasses import replace

from invented_findings import finding
from materials import of

from genderaudit.conclusions.findings import Bounds, Rank, SelectedRecommendation
from genderaudit.foundations.language import language
from genderaudit.report.document import Beside, Block, Decision, Fact, Heading, Paragraph, Picture, Points, Table
from genderaudit.reporting.material import Material

SEATS = finding(
    "bodies_seats_together",
    value=24.0,
    n=175.0,
    women=44.0,
    rating="approaches",
    details={"share": 0.251, "quota": 0.3, "bodies": 17.0, "short": 12.0},
)
HEADS = finding("bodies_leading_share", value=0.176, n=17.0, women=3.0, rating="missing")
BUDGET = finding("budget_gender_share", value=0.036, n=8.0, rating="missing")
STAFF = finding("staff_women_share", value=0.474, n=19.0, women=9.0, rating="meets")


def statement(item: str, sex: str, value: float | None, neutral: float | None = None, n: float = 40.0):
    given = {"group": {"item": item, "sex": sex}, "area": item[0], "n": n, "value": value}
    if value is None:
        given |= {"status": "banded", "band": Bounds(low=0.0, high=0.1), "reason": "in_a_band"}
    details = {} if neutral is None else {"neutral_share": neutral}
    return finding("item_favourable", "staff_perception", **given, details=details)


def texts(blocks: list[Block] | tuple[Block, ...]) -> str:
    """Every word of these blocks."""
    found: list[str] = []
    for one in blocks:
        match one:
            case Heading():
                found += [one.above, one.text]
            case Paragraph():
                found += [one.label, one.text]
            case Points():
                found += one.items
            case Picture():
                found += [one.title, one.subtitle, one.alternative]
            case Table():
                found += [one.caption, *one.header, *(str(cell.text) for row in one.rows for cell in row)]
            case Fact():
                found += [one.number, one.words, one.title, one.text, one.source]
            case Decision():
                found += [str(one.number), one.title, one.text, *one.beside]
            case Beside():
                found += [texts(one.left), texts(one.right)]
    return "\n".join(found)


def in_french(*rated, **about) -> Material:
    """What a report in French of these figures is made from."""
    return replace(of(*rated, **about), language=language("fr"))


ADVICE = [
    SelectedRecommendation(recommendation=name, area=area, rank=Rank(severity=2), place=place, evidence=evidence)
    for place, (name, area, evidence) in enumerate(
        [
            ("meeting_conditions", "I", []),
            ("share_key_posts", "I", [HEADS.id]),
            ("budget_equality_line", "B", [BUDGET.id]),
            ("trusted_contacts", "K", []),
        ],
        start=1,
    )
]
