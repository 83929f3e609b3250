"""Input of an audit from other phases and earlier rounds: findings, changes, paths to targets, follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from genderaudit import measures
from genderaudit.audit.data import AuditData
from genderaudit.audit.own import OwnIndicators
from genderaudit.audit.page import Page
from genderaudit.audit.record import PhaseRecord, figure_of
from genderaudit.audit.rules import Rules
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.actions import Action, answered, earlier_actions, responses
from genderaudit.conclusions.dated import PATH, Group, counted
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.followup import FollowUp, follow_up
from genderaudit.conclusions.releases import Release, last, refuse_changed, releases
from genderaudit.foundations.errors import known_names, wrong_call
from genderaudit.foundations.workspace import PHASES
from genderaudit.intake import read_round
from genderaudit.measures.counting import Headcount
from genderaudit.measures.results import Results
from genderaudit.report.edition import compared_with
from genderaudit.report.sections import paragraph


@dataclass(frozen=True, eq=False, repr=False)
class Rounds:
    """Findings of other phases and rounds, and changes since."""

    _data: AuditData
    _own: OwnIndicators
    _rules: Rules
    _record: PhaseRecord
    _page: Page

    def changes(self, baseline: Findings) -> Results:
        """Return the changes of followed shares (full counts) since the earlier round, if both rounds show them."""
        before, results = (
            self._data.earlier_rounds(),
            Results(name="change_of_counts", language=self._data.language.code),
        )
        if not before:
            return results
        self._page.show(paragraph(compared_with(self.editions_of(before), self._data.language), "note"))
        earlier = {finding.id: finding for finding in self.findings(before[-1], "baseline").findings}
        for finding in baseline.findings:
            definition = self._data.method.indicators.get(finding.indicator)
            first = earlier.get(finding.id)
            if definition and definition.followed and finding.calculated and first and first.calculated:
                (change,) = measures.change_of_counts(_heads(first), _heads(finding))
                results += [replace(change, group={"indicator": finding.indicator, **finding.group})]
        return results

    def paths(self, baseline: Findings) -> Results:
        """Return for each target with a date (``targets_by``) the path to it and what is missing."""
        results = Results(name=PATH, language=self._data.language.code)
        rounds = self.up_to_now(baseline) if self._data.organisation.targets_by else {}
        for name, due in self._data.organisation.targets_by.items():
            indicator, target = self._data.method.indicators[name], self._rules.share_asked(name) or 0.0
            points: dict[Group, list[tuple[float, ...]]] = {}
            for round, found in rounds.items():
                day = self._data.organisation.date_of(round)
                if day is not None:
                    for group, counts in counted(found.findings, indicator, target, self._data.reserved_bodies).items():
                        points.setdefault(group, []).append((day.year, *counts))
            for group in counted(baseline.findings, indicator, target, self._data.reserved_bodies):
                series = pd.DataFrame(points.get(group, []), columns=["year", "women", "people", "missing"])
                results += measures.path_to_target(series, target, due, {"indicator": name, **dict(group)})
        return results

    def up_to_now(self, baseline: Findings) -> dict[str, Findings]:
        """Return the baseline findings of each round up to this one."""
        return {name: self.findings(name, "baseline") for name in self._data.earlier_rounds()} | {
            self._data.round: baseline
        }

    def history(self, baseline: Findings, indicator: str) -> pd.DataFrame:
        """Return an indicator of the whole over all rounds up to this one: columns ``year``, ``women``, ``people``."""
        points = []
        for name, found in self.up_to_now(baseline).items():
            whole, day = found.overall(indicator), self._data.organisation.date_of(name)
            if whole is not None and whole.calculated and day is not None:
                points.append({"year": day.year, "women": whole.women, "people": whole.n})
        return pd.DataFrame(points, columns=["year", "women", "people"])

    def findings(self, round: str, phase: str) -> Findings:
        """Return the findings of a phase, and adopt the own indicators of its notebook."""
        if phase not in PHASES:
            raise wrong_call(f"There is no phase {phase}. {known_names(phase, PHASES)}")
        found = findings_file.read(self._path(round, phase), self._data.name, round, phase)
        self._own.adopt(found.own)
        self._record.read_figures |= {figure_of(finding) for finding in found.findings}
        return found

    def _path(self, round: str, phase: str) -> Path:
        """Return the path of this round's draft findings, or of another round's last released ones."""
        if round == self._data.round:
            return self._data.workspace.findings(self._data.name, round, phase)
        for edition in dict(self.editions_of([round])).values():
            if edition is not None:
                refuse_changed(self._data.workspace, edition, phase)
        return self._data.workspace.compared(self._data.name, round, phase)

    def editions_of(self, rounds: Sequence[str]) -> list[tuple[str, Release | None]]:
        """Return the last release of each round, None if it has none."""
        return [(round, last(releases(self._data.workspace, self._data.name, round))) for round in rounds]

    def follow_up(self, now: Sequence[Findings]) -> FollowUp | None:
        """Return the follow-up on the earlier round; None if there is none or it has no recommendations."""
        earlier = self._data.earlier_round()
        done = [
            phase
            for phase in PHASES
            if earlier and self._data.workspace.compared(self._data.name, earlier, phase).is_file()
        ]
        if earlier is None or "recommendations" not in done:
            return None
        then = [self.findings(earlier, phase) for phase in done]
        return follow_up(then, now, self.followed_actions(earlier), self._data.method, self._data.confidence_level)

    def followed_actions(self, earlier: str) -> list[Action]:
        """Return the answers to the earlier round's recommendations."""
        left = read_round(
            self._data.workspace.raw(self._data.name, earlier), self._data.organisation, earlier, only=("actions",)
        )
        own = responses(left.tables["actions"], earlier)
        return self._answered(earlier_actions(self._data.table("actions"), own, self._data.round))

    def response(self) -> list[Action]:
        """Return the organisation's answers to this round's action plan, as of the date of the round."""
        return self._answered(responses(self._data.table("actions"), self._data.round))

    def _answered(self, actions: pd.DataFrame) -> list[Action]:
        """Return the answers as of the date of the round."""
        return answered(actions, {entry.id for entry in self._data.method.recommendations}, self._data.date.date())


def _heads(finding: Finding) -> Headcount:
    return Headcount.women_of(finding.women or 0.0, finding.n or 0.0)
