"""What publications are made from, for tests: the findings of a sample, or a few invented ones."""

from __future__ import annotations

from typing import Any

from invented_findings import findings

from genderaudit.audit.data import in_own_words
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import SUITE
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.report.edition import draft
from genderaudit.reporting.material import Material

UNION = Organisation(name="Example Union", kind="trade_union", languages=["en"])


def of_sample(audited: Any, organisation: str, round: str, code: str, earlier: str = "") -> Material:
    """What the report of a sample is made from."""

    def found(name: str) -> dict[str, Findings]:
        return {phase: Findings.model_validate(done.findings) for phase, done in audited(organisation, name).items()}

    about = read_organisation(SUITE / "data" / "raw" / organisation)
    words = in_own_words(language(code), about, methodology().questionnaire)
    before = found(earlier) if earlier else {}
    return Material(about, round, words, methodology(), found(round), before, draft(words))


def of(*rated: Finding, answers: tuple[Finding, ...] = (), before: tuple[Finding, ...] = (), **about: Any) -> Material:
    """What a report of these figures is made from; ``about`` are parts of the findings of phase 4."""
    now = {"gap_analysis": findings(*rated)}
    if answers:
        now["staff_perception"] = findings(*answers, phase="staff_perception")
    if about:
        now["recommendations"] = findings(phase="recommendations", **about)
    then = {"gap_analysis": findings(*before, round="2022")} if before else {}
    english = language("en")
    return Material(UNION, "2025", english, methodology(), now, then, draft(english))
