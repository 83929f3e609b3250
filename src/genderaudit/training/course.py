"""What a training notebook talks to: an invented organisation, tables to work on, and checks of the answers."""

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

SHOWN_AS_RATING = ("rating", "facts", "documents", "women_say", "men_say")
SHOWN_AS_SHARE = (
    *("share_of_women", "low", "high", "quota", "target"),
    *("before", "after", "difference", "smallest_visible", "women_concerned"),
)
SHOWN_AS_RATIO = ("alpha", "sum_of_variances", "variance_of_sum")
SHOWN_AS_PAY = ("mean", "median")


def open_course(phase: str, language: str, workspace: str = "") -> Course:
    """The course of one phase, on its invented organisation; makes and audits the organisation if need be.

    ``workspace`` is the folder for invented organisations; without one it lies in the suite's outputs.
    """
    place, truth = invented(str(language), str(workspace))
    audit = open_audit(phase, truth.organisation, max(truth.rounds), language, str(place.root))
    return Course(audit, truth.rounds[audit.data.round])


class Course:
    """Tables of the organisation as learners work on them, and ``check`` for their answers.

    Tables are data frames whose columns are named by code; ``show`` displays them in the reader's language.
    """

    def __init__(self, audit: Audit, truth: RoundTruth) -> None:
        self.audit = audit
        self.truth = truth

    def check(self, question: str, given: Any) -> Right:
        """A sentence if the answer is right. Raises ``NotYet`` with a hint if it is not."""
        return judge(question, given, self.answer(question), self.audit.data.language)

    def take(self, question: str, given: Any) -> Right:
        """Note an answer that is graded later or discussed in the group. Raises ``NotYet`` if there is none."""
        return check_form(given, self.answer(question), self.audit.data.language)

    def answer(self, question: str) -> Answer:
        """What is right, from the measures and the organisation's data."""
        if question not in ANSWERS:
            raise AuditError("no_question", question=question, near=known_names(question, ANSWERS))
        return ANSWERS[question](self)

    def show(self, table: pd.DataFrame) -> Table:
        """The table in the reader's language; the code names stand in small letters where they differ."""
        return Table(table, self.audit)

    @property
    def report(self) -> str:
        """Where the reports of all phases of the organisation lie, joined: what the questions ask for is there."""
        audit = self.audit
        return str(
            audit.data.workspace.outputs(audit.data.name, audit.data.round, audit.data.language.code) / f"{ANNEX}.html"
        )

    def chart(self, indicator: str, results: measures.Result | Sequence[measures.Result]) -> None:
        """Show results as the report would; as often as the cell is run, for nothing is recorded."""
        Audit(self.audit.data).report(indicator, results)

    # Phase 1

    def people(self, name: str, by: By = None) -> pd.DataFrame:
        """Women, of all people of a list, by group of ``by``: columns ``women``, ``people``; staff in service only."""
        table = self.audit.data.current_staff() if name == "staff" else self.audit.data.table(name)
        order = self.audit.data.levels if (name, by) == ("staff", "level") else None
        rows = [{**group, "women": c.women, "people": c.known} for group, c in headcounts(table, by, order)]
        return _whole(pd.DataFrame(rows))

    def seats(self) -> pd.DataFrame:
        """Each body: ``body``, ``seats``, ``women``, ``quota``."""
        rows = [
            {"body": one.group["body"], "seats": one.n, "women": one.women, "quota": one.details["quota"]}
            for one in measures.seats(self.audit.data.table("bodies"))
            if "quota" in one.details
        ]
        return _whole(pd.DataFrame(rows))

    def pay(self) -> pd.DataFrame:
        """Comparable pay per hour of everybody in service: ``sex``, ``level``, ``pay``; for practice only."""
        staff = self.audit.data.current_staff()
        pay = measures.pay_basis(staff, "hour").pay
        return staff[["sex", "level"]].assign(pay=pay)[pay.notna() & staff["sex"].isin(["F", "M"])]

    # Phase 2

    def top_level(self) -> pd.DataFrame:
        """Women of all people at the top level, their share with interval, and the target's lower bound."""
        top = measures.share_of_women(self.audit.data.current_staff(), by="level", order=self.audit.data.levels)[0]
        target = self.audit.rules.target("staff_women_by_level")
        row: dict[str, Any] = {"level": top.group["level"], "women": top.women, "people": top.n}
        row |= {"share_of_women": top.value, "low": top.low, "high": top.high, "target": target and target.meets[0]}
        return _whole(pd.DataFrame([row]))

    def election(self) -> pd.DataFrame:
        """The body that lacks most seats before its next election: half of its seats, and half of its women, go."""
        seats = self.seats()
        lacking = np.ceil(seats["quota"] * seats["seats"] - 1e-9) - seats["women"]
        row = seats.loc[[lacking.idxmax()]]
        elected, leaving = np.ceil(row["seats"] / 2), np.ceil(row["women"] / 2)
        return _whole(row.assign(elected=elected, women_leaving=leaving).reset_index(drop=True))

    def ratings(self, area: str) -> pd.DataFrame:
        """The core figures of a key area: ``indicator``, ``rating`` (or that it is not known)."""
        known = {finding.indicator: finding.rating for finding in self.facts(area).evidence}
        places = self.audit.data.method.core_of(area)
        names = [next((name for name in place if name in known), place[0]) for place in places]
        text = self.audit.data.language.text
        rows = [
            {"indicator": text(f"indicators.{name}.title"), "rating": known.get(name, "not_rated")} for name in names
        ]
        return pd.DataFrame(rows, columns=["indicator", "rating"])

    def facts(self, area: str) -> Verdict:
        """What the core figures say of a key area."""
        baseline, gaps = (self.findings(phase).findings for phase in ("baseline", "gap_analysis"))
        return facts_of(area, baseline, gaps, self.audit.data.method, self.audit.data.organisation.kind)

    def change(self) -> pd.DataFrame:
        """The largest change of women's answers since the round before, beside the smallest visible change."""
        change = self.largest_change()
        row = {"area": change.group["area"], "before": change.before, "after": change.after}
        return pd.DataFrame([row | {"difference": change.change, "smallest_visible": change.detectable}])

    def largest_change(self) -> Change:
        """The change of women's favourable answers in a key area that looks largest."""
        audit, phase = self.audit, "staff_perception"
        rounds = audit.rounds.findings(audit.data.earlier_rounds()[-1], phase), self.findings(phase)
        before, after = (
            {f.group["area"]: f for f in found.of(VIEW) if f.group.get("sex") == "F" and f.calculated}
            for found in rounds
        )
        shared = [area for area in after if area in before]
        changes = [
            compare(before[area], after[area], audit.data.method, audit.data.confidence_level) for area in shared
        ]
        return max(changes, key=lambda change: abs(change.change or 0.0))

    # Phase 3

    def answered(self) -> pd.DataFrame:
        """People asked and people who answered, by sex: ``sex``, ``asked``, ``answered``."""
        audit = self.audit
        rates = measures.response(audit.data.table("survey"), audit.data.items, audit.data.headcounts)
        rows = [
            {"sex": r.group["sex"], "asked": r.n, "answered": r.details["answers"]}
            for r in rates
            if set(r.group) == {"sex"} and r.group["sex"] in ("F", "M")
        ]
        return _whole(pd.DataFrame(rows))

    @cached_property
    def turned(self) -> Item:
        """Of the statements with which disagreeing is favourable, that which most women do not know about."""
        survey = self.audit.data.table("survey")
        women = survey[survey["sex"] == "F"]
        unsure = {item: int((women[item.id] == DO_NOT_KNOW).sum()) for item in self.audit.data.items if item.reverse}
        return max(unsure, key=unsure.__getitem__)

    def replies(self, item: str) -> pd.DataFrame:
        """Women and men by what they ticked: 1 to 5, do not know, prefer not to say."""
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
        """The statement as it was asked."""
        return self.audit.data.language.text(f"items.{item}")

    def variances(self, area: str) -> pd.DataFrame:
        """What Cronbach's alpha is made of: statements, sum of their variances, variance of people's sums."""
        items = [item for item in self.audit.data.items if item.area == area]
        given = scores(self.audit.data.table("survey"), items)
        given = given[np.isfinite(given).all(axis=1)]
        row = {"area": area, "people": len(given), "statements": len(items)}
        row |= {"sum_of_variances": given.var(axis=0, ddof=1).sum(), "variance_of_sum": given.sum(axis=1).var(ddof=1)}
        return pd.DataFrame([row])

    def reliability(self) -> pd.DataFrame:
        """Cronbach's alpha of each area: ``area``, ``alpha``, ``people``."""
        found = measures.area_reliability(self.audit.data.table("survey"), self.audit.data.items)
        return pd.DataFrame([{"area": r.group["area"], "alpha": r.value, "people": int(r.n)} for r in found])

    def differences(self) -> pd.DataFrame:
        """Women's minus men's favourable share of each area, with interval and adjusted p value."""
        found = measures.area_differences(self.audit.data.table("survey"), self.audit.data.items)
        rows = [
            {
                "area": r.group["area"],
                "difference": r.value,
                "low": r.low,
                "high": r.high,
                "p": r.details.get("p_adjusted"),
            }
            for r in found
        ]
        return pd.DataFrame(rows)

    # Phase 4 and the whole report

    def findings(self, phase: str) -> Findings:
        """What a phase found; the organisation has been audited before the course opens."""
        return self.audit.findings(phase)

    def evidence(self) -> pd.DataFrame:
        """Each key area that has evidence: ratings of facts, documents, women, men; whether these two differ."""
        found = self.findings("staff_perception").of("area_difference")
        limit = self.audit.data.method.thresholds.significance
        differ = {f.group["area"]: f.details.get("p_adjusted", 1) <= limit for f in found}
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
        """The pattern that the audit found in an area."""
        return next(p.pattern for p in self.findings("recommendations").patterns if p.area == area)

    @cached_property
    def cases(self) -> list[str]:
        """Three areas to judge: those with a planted pattern, then such as have another pattern."""
        planted = [pattern.area for pattern in self.truth.patterns]
        found = {p.area: p.pattern for p in self.findings("recommendations").patterns}
        areas = sorted(found, key=lambda area: (area not in planted, found[area] == "insufficient_evidence", area))
        seen: dict[str, str] = {}
        for area in areas:
            seen.setdefault(found[area], area)
        return sorted(list(seen.values())[:3])

    def advice(self) -> pd.DataFrame:
        """The first recommendations as they rank, with the parts of their rank in the order of comparison."""
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
        """The finding of an indicator for the whole organisation."""
        finding = self.findings("baseline").overall(indicator)
        if finding is None:
            raise wrong_call(f"The audit of {self.audit.data.name} has no finding {indicator}.")
        return finding

    def careless(self) -> pd.DataFrame:
        """A table that hides only its one smallest cell: ``group``, ``women``, ``people``, and the total below."""
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
        shown[header] = [_cell(value, str(name), audit) for value in table[name]]
    return shown


def _cell(value: Any, name: str, audit: Audit) -> str:
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


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """Counts as whole numbers, which they are."""
    for name in ("women", "men", "people", "seats", "asked", "answered", "elected", "women_leaving"):
        if name in table:
            table[name] = table[name].astype("Int64")
    return table
