"""What a round publishes, as problems of an attacker: which findings together tell about few people (``gate``).

Every list with sensitive content is one problem, and every statement and key area of the survey is one of its own.
Known of each row is what everybody there can see (sex, level, unit, function …), and of the survey who answered and how
old they are. Of each finding the attacker has the ends between which its printed value lies (``precision``), and the
exact counts where an interval beside it tells them. A figure of a kind that is not known here is refused.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit import measures
from genderaudit.audit.evidence import Evidence
from genderaudit.conclusions import findings
from genderaudit.conclusions.findings import Finding
from genderaudit.disclosure.figures import STEP
from genderaudit.disclosure.grouping import JOINED, Group
from genderaudit.foundations import precision
from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.gate import Amount, Change, Choice, Figure, GateError, Narrowed, Problem, attack, remedy
from genderaudit.intake.own_questionnaire import questionnaire_of
from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item, asked, scores
from genderaudit.measures.care import took_leave
from genderaudit.measures.counting import NOT_STATED, labels, numbers, people, youth
from genderaudit.measures.representation import AGE_BANDS
from genderaudit.measures.working_time import working_time
from genderaudit.methodology.models import Indicator, methodology
from genderaudit.methodology.organisation import read_organisation

SEEN = ("sex", "level", "unit")
"""Columns that everybody there can see, and by which sensitive figures are broken down."""
WHOLE = 60_000
"""One person's share of favourable answers is counted in parts of this: nearly continuous, so more stays possible."""
PEOPLE = "people"
ARRANGEMENT = "working_time_arrangement"
UPTAKE = "leave_uptake_ratio"
"""The only ratio of men's chances to women's."""
STROKE = "|"
"""Between a band of age and whether it is young."""
NEXT_SHARE = 0.25
"""Nobody's own share may be known to within this part of it: that of four statements is then told."""
BOTH = ["F", "M"]
SEXES = [{"sex": sex} for sex in BOTH]
LEAST_OF_AREAS = 0.5
AREAS_BY = {"area_by_level": "level", "area_by_unit": "unit", "area_by_age": "age_band", "area_by_also": "also"}
JUDGED_ALONE = ("response_rate", "survey_representativeness", "open_answers", "weighting_quality")
"""Of women and of men, and of both together: who took part, not what anybody answered."""
Groups = Mapping[str, Mapping[str, Sequence[Sequence[str]]]]
Knowing = list[tuple[int, ...]] | None
Wanted = Mapping[str, object]
Made = Callable[[Wanted], "Figure | float"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What could be narrowed, and the way out.

    Tables are indicators; after a point the detail that they are, after a stroke the statement or key area.
    """

    narrowed: Sequence[Narrowed]
    changes: Sequence[Change]


def gate_of(workspace: Workspace, organisation: str, round: str) -> Verdict:
    """What of a round could be narrowed by all its findings together, and changes that leave nothing to narrow.

    Reads the round's lists, findings and groupings. Raises ``AuditError`` where there are no findings, or some that
    cannot be judged.
    """
    about = read_organisation(workspace.raw(organisation))
    speaks = language(about.languages[0])
    method = methodology().with_questionnaire(questionnaire_of(workspace.raw(organisation, round), about))
    evidence = Evidence("baseline", organisation, round, speaks, workspace, about, {}, method)
    done = [phase for phase in PHASES if workspace.findings(organisation, round, phase).is_file()]
    if not done:
        raise AuditError(
            "no_findings", organisation=f"{organisation} {round}", command=f"genderaudit run {organisation}"
        )
    read = [findings.read(workspace.findings(organisation, round, phase), organisation, round, phase) for phase in done]
    path = workspace.groupings(organisation, round)
    merged = json.loads(path.read_bytes()) if path.is_file() else {}
    own = {one.definition.id: one.definition for found in read for one in found.own}
    return judged(evidence, [one for found in read for one in found.findings], merged, own)


def judged(
    evidence: Evidence, found: Iterable[Finding], groupings: Groups, own: Mapping[str, Indicator] | None = None
) -> Verdict:
    """The verdict on findings of a round; ``groupings`` as their file has them, ``own`` indicators of notebooks."""
    narrowed: list[Narrowed] = []
    changes: list[Change] = []
    try:
        for problem, knowing in _Feed(evidence, found, groupings, own or {}).problems():
            if any(table.weight < math.inf for table in problem.tables.values()):
                more = attack(problem, knowing)
                narrowed += more
                changes += remedy(problem, more, knowing)
    except GateError as error:
        raise wrong_call(str(error)) from error
    return Verdict(narrowed, changes)


class _Feed:
    """The findings of a round, each said to the problem that it is of."""

    def __init__(
        self, evidence: Evidence, found: Iterable[Finding], groupings: Groups, own: Mapping[str, Indicator]
    ) -> None:
        self.evidence, self.indicators = evidence, {**evidence.method.indicators, **own}
        self.few = evidence.method.thresholds.minimum_cell_of(evidence.organisation)
        self.categories = {
            (column, dimension, group.label): group.categories
            for column, by in groupings.items()
            for dimension, groups in by.items()
            for group in (Group(one[0], tuple(one[1:])) for one in groups)  # type: ignore[arg-type]
        }
        self.said: set[str] = set(JUDGED_ALONE)
        self.found: dict[str, list[Finding]] = {}
        for one in found:
            told = one.value is not None or one.band is not None
            if told and self.indicators[one.indicator].protection not in ("observable", "none"):
                self.found.setdefault(one.indicator, []).append(one)

    def problems(self) -> Iterator[tuple[Problem, Knowing]]:
        """Each problem, and whose rows an attacker knows (none: nobody's, and each by itself)."""
        table = self.evidence.table
        yield from self._members(table("members"))
        yield from self._attendance(table("attendance"))
        yield from self._services(table("services"))
        yield from self._staff(self.evidence.current_staff())
        yield from self._leave(table("staff"))
        survey = table("survey")
        items = asked(survey, self.evidence.items)
        for item in items:
            yield from self._statement(survey, item)
        for option in asked(survey, self.evidence.options):
            yield from self._statement(survey, option, "option_ticked")
        for area in dict.fromkeys(item.area for item in items):
            yield from self._area(survey, area, [item for item in items if item.area == area])
        if left := sorted(self.found.keys() - self.said):
            raise AuditError("gate_cannot_judge", indicators=", ".join(left))

    def _of(self, indicator: str, **group: str) -> list[Finding]:
        """The findings of an indicator whose group has these values; who asks for them judges them."""
        self.said.add(indicator)
        return [one for one in self.found.get(indicator, []) if group.items() <= one.group.items()]

    def _weight(self, indicator: str) -> float:
        return float(self.indicators[indicator].weight)

    def _ends(self, one: Finding, name: str = "") -> tuple[float, float]:
        """Between which numbers the value of a finding, or a detail, lies, given how it is printed."""
        if one.band is not None and not name:  # from its lower end where that is 0, to its upper where that is 1
            near = 0.5 / one.n if "area" in one.group and one.n else -1e-9  # an area counts as its nearest whole number
            return (0.0, one.band.high + near) if one.band.low == 0 else (one.band.low - near, 1.0)
        of, value = self.indicators[one.indicator], one.details[name] if name else one.value or 0.0
        unit, is_pay = of.columns[name] if name else one.unit, of.protection == "pay"
        step = precision.step(unit, one.n if is_pay else None, of.digits.get(name))
        if of.protection == "answers" and not name and unit in ("share", "difference") and round(value, 2) == value:
            step = max(step, 0.01)  # rounded beforehand
        if is_pay and self.evidence.organisation.pay_scale == "public":
            step = STEP
        return value - step / 2, value + step / 2

    def _say(self, problem: Problem, table: str, one: Finding, figure: Figure | float, name: str = "") -> None:
        """Publish what a finding shows; exactly too, where the interval of a share tells counts."""
        if not isinstance(figure, Figure):
            return
        (low, high), weight = self._ends(one, name), self._weight(one.indicator)
        if name:  # a detail goes before the figure that it belongs to
            indicator, stroke, part = table.partition("/")
            table, weight = f"{indicator}.{name}{stroke}{part}", weight / 2
        banded = one.band is not None and not name
        rim = 0.0 if banded else 5e-5 * (high - low)  # how a number half-way is rounded is known
        try:
            problem.publish(table, figure, low=low + rim, high=high - rim, weight=weight)
        except GateError:
            try:
                problem.publish(table, figure, low=low - rim, high=high + rim, weight=weight)
            except GateError:
                raise AuditError("gate_contradicts", indicator=one.indicator) from None
        if one.interval is not None and not name and one.unit in ("share", "difference") and _of_counts(figure):
            problem.publish(table, figure, weight=weight)

    def _by(
        self,
        problem: Problem,
        found: Sequence[Finding],
        column: str,
        dimension: str,
        *made: Made,
        exactly: bool = False,
    ) -> None:
        """Publish figures by a dimension as it is merged for the sensitive ``column``."""
        there = {row[dimension] for row in problem.rows} if found else set()
        for one in found:
            group = [name for name in self._named(column, dimension, one.group[dimension]) if name in there]
            table = f"{one.indicator}/{one.group['area']}" if "area" in one.group else one.indicator
            for figure in (of({dimension: group}) for of in made if group):
                if exactly:
                    problem.publish(table, figure, weight=self._weight(one.indicator))
                else:
                    self._say(problem, table, one, figure)

    def _named(self, column: str, dimension: str, label: str) -> tuple[str, ...]:
        """The categories that a label names; the grouping of another column where that one has none."""
        known = self.categories
        others = [names for (_, of, own), names in known.items() if (of, own) == (dimension, label)]
        return known.get((column, dimension, label)) or (others[0] if others else tuple(label.split(JOINED)))

    def _estimates(
        self, problem: Problem, column: str, *indicators: str, known: Wanted | None = None, **group: str
    ) -> None:
        """Publish what is not linear, of women and men or of those of one sex."""
        for name in indicators:
            for sex in dict.fromkeys(one.group.get("sex", "") for one in self._of(name, **group)):
                wheres = [{"sex": each, **(known or {})} for each in ([sex] if sex else BOTH)]
                problem.publish_estimate(name, column, wheres, weight=self._weight(name))

    def _problem(self, rows: Sequence[Mapping[str, Any]], sensitive: Mapping[str, Choice | Amount]) -> Problem:
        return Problem(rows, sensitive, minimum_cell=self.few, numbers=[row[PEOPLE] for row in rows])

    # Lists of people

    def _members(self, members: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """Branch and age of members."""
        if members.empty:
            return
        also = self._also(members, "members_by_also")
        rows = _rows(
            members, branch=labels(members["branch"]), age=_ages(members, self.evidence.youth_age_limit), **also
        )
        problem = self._problem(rows, {name: _absent(rows, name) for name in ("branch", "age", *also)})
        self._categories(problem, "members_by_branch", "branch")
        self._of_ages(problem, "members_by_age", "members_youth_share")
        self._categories(problem, "members_by_also", "also")
        yield problem, None

    def _attendance(self, attendance: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """The further group of those who came; a person is there once for each event."""
        if also := self._also(attendance, "attendance_by_also"):
            rows = _rows(attendance, ("sex", "event"), **also)
            problem = self._problem(rows, {"also": _absent(rows, "also")})
            self._categories(problem, "attendance_by_also", "also")
            yield problem, None

    def _also(self, table: pd.DataFrame, indicator: str) -> dict[str, Any]:
        """The column of the further group, where something is told by it."""
        return {"also": self.evidence.also(table)} if indicator in self.found else {}

    def _services(self, services: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """Who has which service; of each service the young, and of loans branch, arrears and amounts."""
        if services.empty:
            return
        rows = _rows(services, service=labels(services["service"]))
        problem = self._problem(rows, {"service": _absent(rows, "service")})
        self._categories(problem, "services_women_share", "service")
        for service in ("credit", "insurance"):
            name = f"{service}_representation_ratio"
            for whom in ({"sex": "F"}, {"sex": BOTH}) if self._of(name) else ():
                problem.publish(name, problem.count(whom, service=service), weight=self._weight(name))
        yield problem, None
        for service in services["service"].dropna().unique():
            own = services[services["service"] == service]
            rows = _rows(own, age=_ages(own, self.evidence.youth_age_limit))
            problem = self._problem(rows, {"age": _absent(rows, "age")})
            young, known = _of_known_age(problem)
            for one in self._of("services_youth_share", service=str(service)):
                whom = {"sex": BOTH} if one.n == _true(problem, {"sex": BOTH, "age": known}) else {}
                share = _over(problem.count(whom, age=young), problem.count(whom, age=known))
                self._say(problem, one.indicator, one, share)
            yield problem, None
        yield from self._loans(services[services["service"] == "credit"])

    def _loans(self, loans: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """Branch, arrears and amounts of loans; a row of several is so many of its mean, as many late as it says."""
        if loans.empty:
            return
        count, late = people(loans), np.minimum(numbers(loans["in_arrears"]), people(loans))
        loans = loans.assign(each=numbers(loans["amount"]) / np.maximum(count, 1))
        parts = {
            "late": np.nan_to_num(late),
            "on_time": np.nan_to_num(count - late),
            "": np.where(np.isnan(late), count, 0),
        }
        each = pd.concat([loans.assign(count=number, late=name) for name, number in parts.items()])
        each = each[each["count"] > 0]
        amount = np.nan_to_num(numbers(each["each"]))
        rows = _rows(
            each, ("sex", "product"), branch=labels(each["branch"]), late=each["late"], lent=amount > 0, amount=amount
        )
        problem = self._problem(
            rows,
            {
                "branch": _absent(rows, "branch"), "amount": _amount(rows, "amount"),
                "late": Choice(("late", "on_time", ""), none=("late", "on_time"), open=("",)),
            },
        )  # fmt: skip
        self._by(
            problem, self._of("credit_by_branch"), "credit_branch", "branch",
            lambda wanted: problem.count(wanted, sex="F"), lambda wanted: problem.count(wanted, sex=BOTH), exactly=True,
        )  # fmt: skip
        for one in self._of("arrears_ratio"):
            rates = [_over(problem.count(sex, late="late"), _true(problem, {**sex, "late": ["late", "on_time"]}))
                     for sex in SEXES]  # fmt: skip
            for sex in SEXES:
                problem.publish(one.indicator, problem.count(sex, late=["late", "on_time"]))
            self._say(problem, one.indicator, one, _over(*rates))
            for name, rate in zip(("rate_women", "rate_men"), rates, strict=True):
                if name in one.details:
                    self._say(problem, one.indicator, one, rate, name)
        for one in self._of("loan_size_gap"):
            self._say(problem, one.indicator, one, _gap(problem, "amount", "lent")({}))
        self._by(problem, self._of("loan_size_by_product"), "amount", "product", _gap(problem, "amount", "lent"))
        yield problem, None

    def _categories(self, problem: Problem, indicator: str, column: str, dimension: str = "") -> None:
        """Women and men of each category of a sensitive column, by the dimension that findings have."""

        def women(wanted: Wanted) -> Figure | float:
            return problem.count(wanted, sex="F")

        def both(wanted: Wanted) -> Figure | float:
            return problem.count(wanted, sex=BOTH)

        found = [
            one.model_copy(update={"group": {column: one.group[dimension or column]}}) for one in self._of(indicator)
        ]
        self._by(problem, found, column, column, women, both, exactly=True)

    def _of_ages(self, problem: Problem, indicator: str, share: str) -> None:
        """Women and men of each age band, and the young among them."""
        ages = sorted({str(row["age"]) for row in problem.rows})
        for label in {one.group["age_band"] for one in self._of(indicator)}:
            bands = self._named("members_age" if share else "age", "age_band", label)
            self.categories["age", "age", label] = tuple(age for age in ages if age.split(STROKE)[0] in bands)
        self._categories(problem, indicator, "age", "age_band")
        young, known = _of_known_age(problem)
        for one in self._of(share) if share else ():
            whom = {"sex": BOTH} if one.n == _true(problem, {"sex": BOTH, "age": known}) else {}
            self._say(problem, share, one, _over(problem.count(whom, age=young), problem.count(whom, age=known)))

    def _staff(self, staff: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """Contract, age, training and pay of who is in service."""
        if staff.empty:
            return
        pay = np.nan_to_num(np.asarray(measures.pay_basis(staff).pay, dtype=float))
        variable = np.maximum(np.nan_to_num(numbers(staff["variable_pay"])), 0.0)
        hours, trained = numbers(staff["training_hours"]), staff["gender_training"]
        also = self._also(staff, "staff_by_also")
        rows = _rows(
            staff,
            contract=labels(staff["contract"]), age=_bands(staff),
            working_time=labels(working_time(staff)), paid=pay > 0, pay=pay,
            receives=variable > 0, received=variable > 0, variable=variable,
            timed=~np.isnan(hours), hours=np.nan_to_num(hours),
            asked=trained.notna(), trained=trained.fillna(False).astype(bool), **also,
        )  # fmt: skip
        problem = self._problem(
            rows,
            {
                **{name: _absent(rows, name) for name in ("contract", "age", *also)},
                "received": _recorded(), "trained": _recorded(),
                "pay": _amount(rows, "pay"), "variable": _amount(rows, "variable"), "hours": _amount(rows, "hours"),
            },
        )  # fmt: skip
        self._categories(problem, "staff_women_by_contract", "contract")
        self._of_ages(problem, "women_by_age", "")
        self._categories(problem, "staff_by_also", "also")
        self._training(problem)
        self._pay(problem)
        yield problem, None

    def _training(self, problem: Problem) -> None:
        def mean(wanted: Wanted) -> Figure | float:
            wanted = {"sex": BOTH, **wanted, "timed": True}
            return _over(problem.total("hours", wanted), problem.count(wanted))

        self._by(problem, self._of("training_hours"), "training_hours", "level", mean)
        for one in self._of("training_hours_parity"):
            self._say(problem, one.indicator, one, _over(mean({"sex": "F"}), mean({"sex": "M"})))
        for one in self._of("gender_training_share"):
            whom: dict[str, object] = {"sex": BOTH, "asked": True}
            if one.n != _true(problem, whom):
                del whom["sex"]
            self._say(problem, one.indicator, one, _over(problem.count(whom, trained=True), problem.count(whom)))
            if one.women is not None:
                problem.publish(one.indicator, problem.count(sex="F", asked=True, trained=True))

    def _pay(self, problem: Problem) -> None:
        for one in (*self._of("pay_gap_mean"), *self._of("pay_gap_by_working_time")):
            self._say(problem, one.indicator, one, _gap(problem, "pay", "paid")(one.group))
        self._by(problem, self._of("pay_gap_by_category"), "pay", "level", _gap(problem, "pay", "paid"))
        received = _gap(problem, "variable", "receives")
        self._by(problem, self._of("variable_pay_gap_by_category"), "variable_pay", "level", received)
        for one in self._of("variable_pay_gap"):
            self._say(problem, one.indicator, one, _gap(problem, "variable", "receives")({}))
        for one in self._of("variable_pay_receipt"):
            women, men = (_over(problem.count(sex, received=True), problem.count(sex)) for sex in SEXES)
            self._say(problem, one.indicator, one, _over(women, men))
        of_pay = (f"pay_gap_{name}" for name in ("median", "explained", "factor_weighted", "adjusted", "components"))
        self._estimates(problem, "pay", *of_pay, "pay_quartiles", known={"paid": True})
        self._estimates(problem, "variable", "variable_pay_gap_median", known={"receives": True})

    def _leave(self, staff: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
        """Family leave of all on the list and return from it, and arrangements of working time of who is in service."""
        taken, known = took_leave(staff)
        yield from self._rate("leave_return_ratio", staff, _has(staff, "leave_taken"), "returned_from_leave")
        took = staff.assign(took=pd.Series(taken, staff.index).where(known | taken).astype("boolean"))
        yield from self._rate(UPTAKE, took, taken | _has(staff, "entitled_to_leave"), "took")
        for months in (6, 12):
            yield from self._rate(f"leave_back_{months}_ratio", staff, taken, f"back_after_{months}_months")
        there = self.evidence.current_staff()
        yield from self._rate("working_time_arrangement_ratio", there, np.full(len(there), True), ARRANGEMENT)
        for one in self._of("leave_length_ratio"):  # who is on leave is seen
            days = np.nan_to_num(numbers(staff["leave_days"])) * taken
            rows = _rows(staff, on_leave=days > 0, days=days)
            problem = self._problem(rows, {"days": _amount(rows, "days")})
            wheres = [{**sex, "on_leave": True} for sex in SEXES]
            self._say(
                problem, one.indicator, one, _over(*(_over(problem.total("days", w), problem.count(w)) for w in wheres))
            )
            yield problem, None

    def _rate(
        self, indicator: str, staff: pd.DataFrame, base: NDArray[np.bool_], column: str
    ) -> Iterator[tuple[Problem, Knowing]]:
        """A ratio of women's to men's chances, of those of the base of whom the column says yes or no.

        How many women, and men, it is of is printed beside it.
        """
        for one in self._of(indicator):
            of = base & staff[column].notna().to_numpy(dtype=bool)
            state = np.select([of & _has(staff, column), of], ["yes", "no"], default="none")
            rows = _rows(staff, state=state)
            untold = ("none",) if base.all() else ()  # of whom it is not stated; else who had no leave
            state_of = Choice(("yes", "no", "none"), none=("yes", "no"), open=untold)
            problem = self._problem(rows, {"state": state_of})
            rates = []
            for sex in SEXES:
                asked = _true(problem, {**sex, "state": ["yes", "no"]})
                problem.publish(one.indicator, problem.count(sex, state=["yes", "no"]))
                rates.append(_over(problem.count(sex, state="yes"), asked))
            self._say(problem, one.indicator, one, _over(*(rates[::-1] if indicator == UPTAKE else rates)))
            yield problem, None

    # The survey

    def _statement(
        self, survey: pd.DataFrame, item: Item, indicator: str = "item_favourable"
    ) -> Iterator[tuple[Problem, Knowing]]:
        """What who answered a statement has answered, and how many do not know; of an option, who ticked it."""
        maximum = item.maximum
        score = scores(survey, [item])[:, 0]
        given, there = numbers(survey[item.id]), ~np.isnan(score)
        found, differences = self._of(indicator, item=item.id), self._of("item_difference", item=item.id)
        if not found and not differences:
            return
        points = tuple(range(1, maximum + 1))
        agree, middle = [p for p in points if 2 * p > maximum + 1], [p for p in points if 2 * p == maximum + 1]
        answered = self._problem(
            _rows(survey[there], ["sex"], answer=score[there].astype(int)), {"answer": Choice(points)}
        )
        state = np.select([there, given == DO_NOT_KNOW, given == PREFER_NOT_TO_SAY], ["answer", "unsure", "silent"], "")
        others = ("answer", "silent", "")
        unsure = Choice(("unsure", *others), none=("unsure",), open=others)
        ticked = self._problem(_rows(survey, ["sex"], state=state), {"state": unsure})
        for sex in SEXES:  # who answered is printed
            ticked.publish("answered", ticked.count(sex, state="answer"), weight=math.inf)

        for one in found:
            if "do_not_know_share" in one.details:
                whom = _whom(answered, one)
                of = ticked.count(whom, state=["answer", "unsure", "silent"])
                share = _over(ticked.count(whom, state="unsure"), of)
                self._say(ticked, f"{indicator}/{item.id}", one, share, "do_not_know_share")
        yield ticked, [()]
        # A mean tells single points apart: by itself, so that all who agree stay one target.
        for with_means in sorted({False, any("mean" in one.details for one in found)}):
            answered = answered.without("")
            self._answers(answered, item, found, differences, agree, middle, points if with_means else ())
            yield answered, None

    def _answers(
        self,
        answered: Problem,
        item: Item,
        found: Sequence[Finding],
        differences: Sequence[Finding],
        agree: Sequence[int],
        middle: Sequence[int],
        points: Sequence[int],
    ) -> None:
        """What is published of a statement; the mean score only where ``points`` are given."""

        def share(wanted: Wanted, of: Sequence[int] = tuple(agree)) -> Figure | float:
            return _over(answered.count(wanted, answer=list(of)), answered.count(wanted))

        answered.tables = {}
        for one in found:
            table, whom = f"{one.indicator}/{item.id}", _whom(answered, one)
            self._say(answered, table, one, share(whom))
            if "neutral_share" in one.details and middle:
                self._say(answered, table, one, share(whom, middle), "neutral_share")
            if "mean" in one.details and points:
                total = sum(p * answered.count(whom, answer=p) for p in points)
                self._say(answered, table, one, _over(total, answered.count(whom)), "mean")
        for one in differences:
            women, men = (share(sex) for sex in SEXES)
            if isinstance(women, Figure) and isinstance(men, Figure):
                self._say(answered, f"item_difference/{item.id}", one, women - men)

    def _area(self, survey: pd.DataFrame, area: str, items: Sequence[Item]) -> Iterator[tuple[Problem, Knowing]]:
        """Each person's own share of favourable answers in a key area; figures made of printed ones are not new."""
        score = scores(survey, items)
        answered = (~np.isnan(score)).sum(axis=1)
        counted = (answered > 0) & (answered >= LEAST_OF_AREAS * len(items))
        above = 2 * score > np.array([item.maximum + 1 for item in items])
        own = above.sum(axis=1) / np.maximum(answered, 1) * WHOLE
        if not counted.any():
            return
        known = {"age_band": labels(survey["age_band"])[counted]} if "age_band" in survey else {}
        known |= {name: column[counted] for name, column in self._also(survey, "area_by_also").items()}
        problem = self._problem(
            _rows(survey[counted], own=own[counted], **known), {"own": Amount(0.0, float(WHOLE), NEXT_SHARE)}
        )

        def share(wanted: Wanted) -> Figure | float:
            return _over(problem.total("own", wanted), problem.count(wanted) * WHOLE)

        for one in self._of("area_favourable", area=area):
            if not one.about:
                self._say(problem, f"{one.indicator}/{area}", one, share(_whom(problem, one)))
        for one in self._of("area_difference", area=area):
            women, men = (share(sex) for sex in SEXES)
            if not one.about and isinstance(women, Figure) and isinstance(men, Figure):
                self._say(problem, f"{one.indicator}/{area}", one, women - men)
        for indicator, dimension in AREAS_BY.items():
            if found := [one for one in self._of(indicator, area=area) if one.group[dimension] != NOT_STATED]:
                first = list(self._named("answers", dimension, found[0].group[dimension]))
                both = found[0].n == _true(problem, {"sex": BOTH, dimension: first})
                whom = {"sex": BOTH} if both else {}
                self._by(problem, found, "answers", dimension, partial(_among, share, whom))
        self._estimates(problem, "own", "area_weighted", "area_reliability", area=area)
        yield problem, None


def _rows(table: pd.DataFrame, seen: Sequence[str] = SEEN, **columns: Any) -> list[dict[str, Any]]:
    """What everybody there can see of people, with these columns, and how many are alike."""
    told = {name: labels(table[name]).tolist() for name in seen if name in table}
    told |= {name: list(column) for name, column in columns.items()}
    alike: Counter[tuple[Any, ...]] = Counter()
    for row, number in zip(zip(*told.values(), strict=True), np.rint(people(table)).astype(int).tolist(), strict=True):
        alike[row] += number
    return [{**dict(zip(told, row, strict=True)), PEOPLE: number} for row, number in alike.items() if number]


def _has(table: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Of which rows the column says yes."""
    return table[column].fillna(False).to_numpy(dtype=bool)


def _bands(table: pd.DataFrame) -> list[str]:
    """Band of age of each row."""
    low, high = numbers(table["age_low"]), numbers(table["age_high"])
    names = [f"{start:g}+" if math.isinf(end) else f"{start:g}-{end:g}" for start, end in AGE_BANDS]
    inside = [(low >= start) & (high < end + 1) for start, end in AGE_BANDS]
    return [str(one) for one in np.select(inside, names, default=NOT_STATED)]


def _ages(table: pd.DataFrame, limit: float) -> list[str]:
    """Band of age and, after a stroke, whether young or older, of each row."""
    young, older = youth(table, limit)
    of = np.select([young, older], ["young", "older"], default="")
    return [f"{band}{STROKE}{is_young}" for band, is_young in zip(_bands(table), of, strict=True)]


def _gap(problem: Problem, column: str, known: str) -> Made:
    """The gap between the means of a column of amounts, of whom it is ``known``."""

    def mean(wanted: Wanted) -> Figure | float:
        return _over(problem.total(column, wanted, **{known: True}), problem.count(wanted, **{known: True}))

    return lambda wanted: 1 - _over(mean({**wanted, "sex": "F"}), mean({**wanted, "sex": "M"}))


def _of_known_age(problem: Problem) -> tuple[list[str], list[str]]:
    """Ages of rows that are young, and all that say whether somebody is."""
    ages = sorted({str(row["age"]) for row in problem.rows})
    return [a for a in ages if a.endswith(f"{STROKE}young")], [a for a in ages if not a.endswith(STROKE)]


def _absent(rows: Sequence[Wanted], column: str) -> Choice:
    """A column of categories, each of which may be known to be nobody's."""
    values = sorted({row[column] for row in rows}, key=str)
    return Choice(values, none=values, open=[one for one in values if one in (NOT_STATED, f"{NOT_STATED}{STROKE}")])


def _recorded() -> Choice:
    """What nobody has, or everybody, is no secret: nobody was trained, everybody was."""
    return Choice((True, False), none=(True, False))


def _amount(rows: Sequence[Mapping[str, Any]], column: str) -> Amount:
    """From nought to twice the largest: what anybody would say who knows the place."""
    return Amount(0.0, 2 * max(float(row[column]) for row in rows) + 1)


def _over(top: Figure | float, bottom: Figure | float) -> Figure | float:
    if isinstance(bottom, Figure):
        return top / bottom if isinstance(top, Figure) else Figure({None: top}, {None: 1.0}) / bottom
    return top / bottom if bottom else 0.0


def _of_counts(figure: Figure) -> bool:
    """Whether no amounts are summed in it."""
    return not any(term and term.of for form in (figure.top, figure.bottom) for term in form)


def _true(problem: Problem, wanted: Wanted) -> float:
    """How many there are."""
    many = {name: one if isinstance(one, list) else [one] for name, one in wanted.items()}
    return float(sum(number for row, number in problem.people if all(row[name] in of for name, of in many.items())))


def _among(made: Made, whom: Wanted, wanted: Wanted) -> Figure | float:
    return made({**whom, **wanted})


def _whom(problem: Problem, one: Finding) -> dict[str, object]:
    """Of whom a finding of the survey is: of a sex, of women and men, or of everybody."""
    if "sex" in one.group:
        return {"sex": one.group["sex"]}
    return {"sex": BOTH} if one.n == _true(problem, {"sex": BOTH}) else {}
