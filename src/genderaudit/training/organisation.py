"""The invented organisation that learners work on, made and audited once, on their own machine."""

from __future__ import annotations

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.workspace import Workspace, training_workspace
from genderaudit.runner import plan, run
from genderaudit.runner.lock import locked
from genderaudit.simulation.simulate import SimulationOrder, simulate
from genderaudit.simulation.truth import Truth, read_truth

NAME = "simulated_0001"
SEED = 50
SIZE = "medium"
KIND = "trade_union"
SCENARIOS = ("pay_gap_unexplained", "blind_spot", "divided_perceptions")
"""Findings planted for the learners in the one organisation that all notebooks of a language share."""

PATIENCE = 900.0  # seconds that a notebook waits while another one makes the organisation


def invented(language: str, workspace: str = "") -> tuple[Workspace, Truth]:
    """Return the workspace of the language's organisation, audited, and its true values.

    ``workspace`` is the folder to make it in; by default that of the training edition. An up-to-date organisation is
    kept. Raises ``AuditError`` where the folder cannot be written or the audit fails.
    """
    language_of(language)  # refuses an unknown language before a folder is made for it
    root = training_workspace(language, workspace)
    try:
        (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AuditError("training_not_written", folder=root) from None
    place = Workspace.open(root)
    with locked(place, PATIENCE):
        if NAME not in place.organisations():
            list(simulate(place, 1, SimulationOrder(SEED, [KIND], SCENARIOS, SIZE, [language])))
        for _, outcomes in run(plan(place, [NAME], in_languages=[language]), jobs=1):
            if any(outcome.state == "failed" for outcome in outcomes):
                raise AuditError("training_failed", folder=root)
    return place, read_truth(place, NAME)
