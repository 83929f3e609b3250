"""The pages for a confederation and for a steering committee, of invented unions, for the browser to look at."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from unittest.mock import patch

from confederation import NAMES, audited
from in_process import executed
from invented_findings import finding

from genderaudit.conclusions.actions import Action, State
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.followup import Change
from genderaudit.conclusions.monitoring import Meeting, Monitoring
from genderaudit.conclusions.publication import Quotation
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import NOTEBOOKS, SYNTHESIS
from genderaudit.methodology.method import methodology
from genderaudit.report.export import export_synthesis
from genderaudit.report.monitoring import document
from genderaudit.report.writers.page import html
from genderaudit.runner.synthesis import titles
from genderaudit.synthesis import notebook as of_notebook
from genderaudit.synthesis.audits import KINDS, Audited, AuditSelection, Chosen, NotReleased

SIZE = 40
TRADES = ("de l’enseignement de base", "de la santé publique & de l’action sociale", "des mines", "<du rail>")
KIND_NAMES = {
    "trade_union": "Syndicat national des travailleuses et travailleurs",
    "cooperative": "Coopérative d’épargne et de crédit",
    "mutual": "Mutuelle",
    "ngo": "Association",
    "public_body": "Office",
    "enterprise": "Société",
}
LEVELS = {"national": 12, "regional": 30, "local": 80}
WHOLE = {"bodies_leading_share": 9, "attendance_women_share": 120, "staff_women_share": 46}
OWNERS = ("Bureau exécutif", "Comité des femmes", "", "Secrétariat à l’organisation & à la formation <régions>")
STATES: tuple[State, ...] = ("done", "late", "under_way", "under_way", "late", "abandoned", "under_way", "done")
SAID = (
    "Les réunions ont été avancées à quinze heures, et une garderie est ouverte pendant le congrès.",
    "Deux femmes mènent la délégation qui négocie.",
    "Chaque section tient deux listes d’orateurs, et la parole alterne.",
)
EARLIER = ("bodies_women_share", "bodies_leading_share", "members_women_share")


def confederation(size: int = SIZE) -> list[Audited]:
    """So many audits of all kinds, with one of each thing that a synthesis tells."""
    rng = random.Random(22)
    made = [_one(number, KINDS[number % len(KINDS)], rng) for number in range(size)]
    return sorted(made, key=lambda one: one.name.casefold())


def _one(number: int, kind: str, rng: random.Random) -> Audited:
    name = f"{KIND_NAMES[kind]} {TRADES[number // len(KINDS) % len(TRADES)]} {number + 1}"
    repeated = number % 3 == 0
    plain = audited(number, rng, kind, named=number % 4 != 1, repeated=repeated)
    shares = {name: _share(name, n, rng) for name, n in WHOLE.items()}
    if number % 2:
        shares |= {name: finding(name, value=rng.random(), n=8) for name in ("gender_training_share",)}
        shares["training_hours_parity"] = finding("training_hours_parity", value=rng.uniform(0.5, 1.2), n=40)
        shares["focal_point_coverage"] = finding(
            "focal_point_coverage", value=0.5, n=8, rating=rng.choice(["missing", "meets"])
        )
    changes = [
        Change(indicator=name, unit="share", verdict=rng.choice(["improved", "worsened", "unchanged"]))
        for name in ("bodies_women_share", "members_women_share")
    ]
    return plain.model_copy(
        update={
            "name": name,
            "affiliated_to": "union_00" if number in range(1, 8) else "",
            "figures": {**plain.figures, **shares},
            "levels": {level: _share("bodies_by_level", n, rng, level=level) for level, n in LEVELS.items()},
            "earlier": {name: _share(name, 30, rng) for name in EARLIER} if repeated else {},
            "changes": changes if repeated else [],
            "carried_out": (rng.randint(0, 3), 4) if repeated else None,
            "practices": [Quotation(area="I", kind="good_practice", text=SAID[number % 3])] if number % 7 == 0 else [],
            "missing": ["budget", "attendance"] if number % 4 == 0 else ["budget"] if number % 2 else [],
        }
    )


def _share(indicator: str, n: int, rng: random.Random, **group: str) -> Finding:
    women = rng.randint(0, n // 2)
    return finding(
        indicator, "baseline", value=women / n, n=n, women=women, men=n - women, regime="public", group=group
    )


def synthesis(code: str, folder: Path, audits: list[Audited], organisations: str = "", release: bool = False) -> str:
    """The page that the notebook makes of these audits."""
    (folder / "data" / "raw" / "union_00").mkdir(parents=True, exist_ok=True)
    left = [NotReleased(slug=f"late_{i}", name=f"Union libre {i}", named=i == 0) for i in range(3)]
    given = {"language": code, "workspace": str(folder), "organisations": organisations, "release": release}
    with patch.object(of_notebook, "choose", lambda *_: Chosen(audits, left)):
        made = executed(NOTEBOOKS / f"{SYNTHESIS}.ipynb", given)
    texts = language(code)
    return export_synthesis(
        made, texts, *titles(AuditSelection.of("", organisations), texts), dt.date(2026, 1, 31), is_draft=not release
    )


def follow_up(code: str) -> str:
    """The page for a steering committee: something stands at every place, and moved since the time before."""
    day = dt.date(2026, 1, 31)
    actions = [
        _action(number, name, state, day) for number, (name, state) in enumerate(zip(NAMES, STATES, strict=False))
    ]
    actions.append(Action(text="Crèche & repas à l’assemblée <générale>", state="under_way", owner=OWNERS[0]))
    actions.append(Action(recommendation=NAMES[8], decision="reject", note="Contraire aux statuts"))
    before = Meeting(on=dt.date(2025, 6, 30), places=dict.fromkeys(NAMES[:9], "unanswered"))
    found = Monitoring(round="2025", on=day, actions=actions, unanswered=NAMES[9:12], before=before)
    return html(document(found, "Syndicat « Jama » <& amis>", methodology(), language(code)))


def _action(number: int, name: str, state: State, day: dt.date) -> Action:
    days = -40 - number if state == "late" else 60 * number
    return Action(
        recommendation=name,
        decision="accept",
        state=state,
        owner=OWNERS[number % 4],
        evidence="Procès-verbal du bureau" * (number % 2),
        due=day + dt.timedelta(days=days) if number % 3 != 2 else None,
        note="Pas de budget" * (number % 2),
    )
