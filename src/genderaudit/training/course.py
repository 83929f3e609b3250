"""The interface of the training notebooks: an invented organisation, tables to work on, and checks of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from genderaudit import measures
from genderaudit.audit.notebook import Audit, open_audit
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.followup import Change, compare
from genderaudit.conclusions.ratings import VIEW, Verdict, facts_of
from genderaudit.foundations.errors import AuditError, known_names, wrong_call
from genderaudit.foundations.workspace import ANNEX
from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item, scores
from genderaudit.measures.counting import By, headcounts
from genderaudit.methodology.models import Pattern
from genderaudit.simulation.truth import RoundTruth
from genderaudit.training.answers import ANSWERS, MOST_ADVICE
from genderaudit.training.checking import Answer, Right, check_form, judge
from genderaudit.training.organisation import invented

ROUNDING = 1e-9
"""Subtracted before rounding up, so that 0.3·10 seats are 3."""
SHOWN_AS_RATING = ("rating", "facts", "documents", "women_say", "men_say")
SHOWN_AS_SHARE = (
    *("share_of_women", "low", "high", "quota", "target"),
    *("before", "after", "difference", "smallest_visible", "women_concerned"),
)
SHOWN_AS_RATIO = ("alpha", "sum_of_variances", "variance_of_sum")
SHOWN_AS_PAY = ("mean", "median")


def open_course(phase: str, language: str, workspace: str = "") -> Course:
    """Open the course of one phase on its invented organisation, which is made and audited if need be.

    ``workspace`` is the folder for invented organisations; by default in the suite's outputs.
    """
    place, truth = invented(str(language), str(workspace))
    audit = open_audit(phase, truth.organisation, max(truth.rounds), language, str(place.root))
    return Course(audit, truth.rounds[audit.data.round])


class Course:
    """Tables of the organisation for learners, and ``check`` for their answers.

    Tables are data frames whose columns are named by code; ``show`` displays them in the reader's language.
    """

    def __init__(self, audit: Audit, truth: RoundTruth) -> None:
        self.audit = audit
        self.truth = truth

    def check(self, question: str, given: Any) -> Right:
        """Return a sentence if the answer is right; raises ``NotYet`` with a hint if it is not."""
        return judge(question, given, self.answer(question), self.audit.data.language)

    def take(self, question: str, given: Any) -> Right:
        """Accept an answer to be graded later or discussed; raises ``NotYet`` if it has no valid form."""
        return check_form(given, self.answer(question), self.audit.data.language)

    def answer(self, question: str) -> Answer:
        """Return the right answer, computed from the organisation's data."""
        if question not in ANSWERS:
            raise AuditError("no_question", question=question, near=known_names(question, ANSWERS))
        return ANSWERS[question](self)

    def show(self, table: pd.DataFrame) -> Table:
        """Return the table in the reader's language; code names are added in brackets where they differ."""
        return Table(table, self.audit)

    @property
    def report(self) -> str:
        """The path of the joined reports of the organisation, in which the answers can be found."""
        audit = self.audit
        return str(
            audit.data.workspace.outputs(audit.data.name, audit.data.round, audit.data.language.code) / f"{ANNEX}.html"
        )

    def chart(self, indicator: str, results: measures.Result | Sequence[measures.Result]) -> None:
        """Show results as the report would; nothing is recorded, so the cell may be run repeatedly."""
        Audit(self.audit.data).report(indicator, results)

    # Phase 1

    def people(self, name: str, by: By = None) -> pd.DataFrame:
        """Return women and all people of a list, by group of ``by``; of staff those in service.

        Columns: the group, ``women``, ``people``.
        """
        table = self.audit.data.current_staff() if name == "staff" else self.audit.data.table(name)
        order = self.audit.data.levels if (name, by) == ("staff", "level") else None
        rows = [{**group, "women": c.women, "people": c.known} for group, c in headcounts(table, by, order)]
        return _as_integers(pd.DataFrame(rows))

    def seats(self) -> pd.DataFrame:
        """Return each body with a quota: ``body``, ``seats``, ``women``, ``quota``."""
        rows = [
            {"body": one.group["body"], "seats": one.n, "women": one.women, "quota": one.details["quota"]}
            for one in measures.seats(self.audit.data.table("bodies"))
            if "quota" in one.details
        ]
        return _as_integers(pd.DataFrame(rows))

    def pay(self) -> pd.DataFrame:
        """Return comparable pay per hour of everybody in service: ``sex``, ``level``, ``pay``; for practice only."""
        staff = self.audit.data.current_staff()
        pay = measures.pay_basis(staff, "hour").pay
        return staff[["sex", "level"]].assign(pay=pay)[pay.notna() & staff["sex"].isin(["F", "M"])]

    # Phase 2

    def top_level(self) -> pd.DataFrame:
        """Return women and people at the top level, the share of women with interval, and the target's lower bound."""
        top = measures.share_of_women(self.audit.data.current_staff(), by="level", order=self.audit.data.levels)[0]
        target = self.audit.rules.target("staff_women_by_level")
        row: dict[str, Any] = {"level": top.group["level"], "women": top.women, "people": top.n}
        row |= {"share_of_women": top.value, "low": top.low, "high": top.high, "target": target and target.meets[0]}
        return _as_integers(pd.DataFrame([row]))

    def election(self) -> pd.DataFrame:
        """Return the body that lacks most seats, before an election in which half of its seats and women leave."""
        seats = self.seats()
        lacking = np.ceil(seats["quota"] * seats["seats"] - ROUNDING) - seats["women"]
        row = seats.loc[[lacking.idxmax()]]
        elected, leaving = np.ceil(row["seats"] / 2), np.ceil(row["women"] / 2)
        return _as_integers(row.assign(elected=elected, women_leaving=leaving).reset_index(drop=True))

    def ratings(self, area: str) -> pd.DataFrame:
        """Return the core figures of a key area: ``indicator``, ``rating`` (or not_rated)."""
        known = {finding.indicator: finding.rating for finding in self.facts(area).evidence}
        places = self.audit.data.method.core_of(area)
        names = [next((name for name in place if name in known), place[0]) for place in places]
        text = self.audit.data.language.text
        rows = [
            {"indicator": text(f"indicators.{name}.title"), "rating": known.get(name, "not_rated")} for name in names
        ]
        return pd.DataFrame(rows, columns=["indicator", "rating"])

    def facts(self, area: str) -> Verdict:
        """Return the verdict of the core figures of a key area."""
        baseline, gaps = (self.findings(phase).findings for phase in ("baseline", "gap_analysis"))
        return facts_of(area, baseline, gaps, self.audit.data.method, self.audit.data.organisation.kind)

    def change(self) -> pd.DataFrame:
        """Return the largest change of women's answers since the round before, with the smallest visible change."""
        change = self.largest_change()
        row = {"area": change.group["area"], "before": change.before, "after": change.after}
        return pd.DataFrame([row | {"difference": change.change, "smallest_visible": change.detectable}])

    def largest_change(self) -> Change:
        """Return the largest change of women's favourable answers in a key area."""
        audit, phase = self.audit, "staff_perception"
        rounds = audit.rounds.findings(audit.data.earlier_rounds()[-1], phase), self.findings(phase)
        before, after = (
            {f.group["area"]: f for f in findings.of(VIEW) if f.group.get("sex") == "F" and f.calculated}
            for findings in rounds
        )
        shared = [area for area in after if area in before]
        changes = [
            compare(before[area], after[area], audit.data.method, audit.data.confidence_level) for area in shared
        ]
        return max(changes, key=lambda change: abs(change.change or 0.0))

    # Phase 3

    def answered(self) -> pd.DataFrame:
        """Return people asked and people who answered, by sex: ``sex``, ``asked``, ``answered``."""
        audit = self.audit
        rates = measures.response(audit.data.table("survey"), audit.data.items, audit.data.headcounts)
        rows = [
            {"sex": r.group["sex"], "asked": r.n, "answered": r.details["answers"]}
            for r in rates
            if set(r.group) == {"sex"} and r.group["sex"] in ("F", "M")
        ]
        return _as_integers(pd.DataFrame(rows))

    @cached_property
    def turned(self) -> Item:
        """The reversed statement (disagreeing is favourable) that most women do not know about."""
        survey = self.audit.data.table("survey")
        women = survey[survey["sex"] == "F"]
        unsure = {item: int((women[item.id] == DO_NOT_KNOW).sum()) for item in self.audit.data.items if item.reverse}
        return max(unsure, key=unsure.__getitem__)

    def replies(self, item: str) -> pd.DataFrame:
        """Return women and men by reply: 1 to 5, do not know, prefer not to say."""
        survey = self.audit.data.table("survey")
        names = {**{float(k): str(k) for k in range(1, 6)}}
        names |= {float(DO_NOT_KNOW): "do_not_know", float(PREFER_NOT_TO_SAY): "prefer_not_to_say"}
        columns = {"women": survey.loc[survey["sex"] == "F", item], "men": survey.loc[survey["sex"] == "M", item]}
        counts = {name: column.astype("Float64").value_counts() for name, column in columns.items()}
        rows = [
            {"answer": label, **{name: int(count.get(code, 0)) for name, count in counts.items()}}
            for code, label in names.items()
        ]
        return pd.DataFrame(rows)

    def statement(self, item: str) -> str:
        """Return the statement as it was asked."""
        return self.audit.data.language.text(f"items.{item}")

    def variances(self, area: str) -> pd.DataFrame:
        """Return the parts of Cronbach's alpha of an area.

        ``statements``, ``sum_of_variances`` (of statements), ``variance_of_sum`` (of people's sums).
        """
        items = [item for item in self.audit.data.items if item.area == area]
        item_scores = scores(self.audit.data.table("survey"), items)
        item_scores = item_scores[np.isfinite(item_scores).all(axis=1)]
        row = {"area": area, "people": len(item_scores), "statements": len(items)}
        row |= {
            "sum_of_variances": item_scores.var(axis=0, ddof=1).sum(),
            "variance_of_sum": item_scores.sum(axis=1).var(ddof=1),
        }
        return pd.DataFrame([row])

    def reliability(self) -> pd.DataFrame:
        """Return Cronbach's alpha of each area: ``area``, ``alpha``, ``people``."""
        results = measures.area_reliability(self.audit.data.table("survey"), self.audit.data.items)
        return pd.DataFrame([{"area": r.group["area"], "alpha": r.value, "people": int(r.n)} for r in results])

    def differences(self) -> pd.DataFrame:
        """Return women's minus men's favourable share of each area, with interval and adjusted p value."""
        results = measures.area_differences(self.audit.data.table("survey"), self.audit.data.items)
        rows = [
            {
                "area": r.group["area"],
                "difference": r.value,
                "low": r.low,
                "high": r.high,
                "p": r.details.get("p_adjusted"),
            }
            for r in results
        ]
        return pd.DataFrame(rows)

    # Phase 4 and the whole report

    def findings(self, phase: str) -> Findings:
        """Return the findings of a phase; the organisation was audited before the course opened."""
        return self.audit.findings(phase)

    def evidence(self) -> pd.DataFrame:
        """Return each key area with evidence: ratings of facts, documents, women, men; whether the last two differ."""
        differences = self.findings("staff_perception").of("area_difference")
        limit = self.audit.data.method.thresholds.significance
        differ = {f.group["area"]: f.details.get("p_adjusted", 1) <= limit for f in differences}
        rows = [
            {
                "area": p.area,
                "facts": p.word("facts"),
                "documents": p.word("documents"),
                "women_say": p.word("women"),
                "men_say": p.word("men"),
                "differ": differ.get(p.area, False),
            }
            for p in self.findings("recommendations").patterns
        ]
        return pd.DataFrame(rows)

    def pattern(self, area: str) -> Pattern:
        """Return the pattern that the audit found in an area."""
        return next(p.pattern for p in self.findings("recommendations").patterns if p.area == area)

    @cached_property
    def cases(self) -> list[str]:
        """Three areas to judge, with three patterns, those with a planted pattern first."""
        planted = [pattern.area for pattern in self.truth.patterns]
        patterns = {p.area: p.pattern for p in self.findings("recommendations").patterns}
        areas = sorted(
            patterns, key=lambda area: (area not in planted, patterns[area] == "insufficient_evidence", area)
        )
        first_area_of: dict[str, str] = {}
        for area in areas:
            first_area_of.setdefault(patterns[area], area)
        return sorted(list(first_area_of.values())[:3])

    def advice(self) -> pd.DataFrame:
        """Return the first recommendations in order, with the parts of their rank in the order of comparison."""
        text = self.audit.data.language.text
        rows = [
            {
                "recommendation": r.recommendation,
                "action": text(f"recommendations.{r.recommendation}.action"),
                **{"women_concerned" if name == "women" else name: part for name, part in r.rank},
            }
            for r in self.findings("recommendations").recommendations[:MOST_ADVICE]
        ]
        return pd.DataFrame(rows)

    def found(self, indicator: str) -> Finding:
        """Return the finding of an indicator for the whole organisation."""
        finding = self.findings("baseline").overall(indicator)
        if finding is None:
            raise wrong_call(f"The audit of {self.audit.data.name} has no finding {indicator}.")
        return finding

    def careless(self) -> pd.DataFrame:
        """Return a table that hides only its one smallest cell: ``group``, ``women``, ``people``; total last."""
        for by in ("level", "unit", "contract", "function"):
            people = self.people("staff", by).rename(columns={by: "group"})
            small = people["women"].between(1, self.audit.rules.limits.minimum_cell - 1)
            if small.sum() == 1:
                total = {"group": "total", "women": people["women"].sum(), "people": people["people"].sum()}
                people.loc[small, "women"] = pd.NA
                return pd.concat([people, pd.DataFrame([total])], ignore_index=True)
        raise wrong_call(f"{self.audit.data.name} has no table with exactly one small cell of women.")


class Table:
    """A data frame in the reader's language, as text and as HTML."""

    def __init__(self, table: pd.DataFrame, audit: Audit) -> None:
        self._shown = _translated(table, audit)

    def __repr__(self) -> str:
        return self._shown.to_string(index=False)

    def _repr_html_(self) -> str:
        return self._shown.to_html(index=False, border=0, justify="left", escape=True)


def _translated(table: pd.DataFrame, audit: Audit) -> pd.DataFrame:
    language = audit.data.language
    shown = pd.DataFrame(index=table.index)
    for name in table:
        title = language.text(f"training.columns.{name}")
        header = title if title.replace(" ", "_") == name else f"{title} ({name})"
        shown[header] = [_cell_text(value, str(name), audit) for value in table[name]]
    return shown


def _cell_text(value: Any, name: str, audit: Audit) -> str:
    language = audit.data.language
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return "·"
    words: Mapping[str, str] = {
        "sex": "sex",
        "answer": "scale",
        **dict.fromkeys(SHOWN_AS_RATING, "ratings_short"),
    }
    if name in words and language.has(f"{words[name]}.{value}"):
        number = f"{value} – " if value.isdigit() else ""
        return number + language.text(f"{words[name]}.{value}")
    if isinstance(value, bool | np.bool_):
        return language.text("training.yes" if value else "training.no")
    if isinstance(value, str):
        return language.text("training.total") if value == "total" else value
    units = {
        **dict.fromkeys(SHOWN_AS_SHARE, "share"),
        **dict.fromkeys(SHOWN_AS_RATIO, "ratio"),
        **dict.fromkeys(SHOWN_AS_PAY, "amount"),
        "p": "p",
    }
    return language.figure(float(value), units.get(name, "count"))


def _as_integers(table: pd.DataFrame) -> pd.DataFrame:
    """Convert counts to whole numbers."""
    for name in ("women", "men", "people", "seats", "asked", "answered", "elected", "women_leaving"):
        if name in table:
            table[name] = table[name].astype("Int64")
    return table
