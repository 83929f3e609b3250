"""The form at the top of a notebook that sets its parameters organisation, round and language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from genderaudit.audit.cells import person_at
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language, languages
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.organisation import Organisation, read_organisation

KEYBOARD = """
setTimeout(() => element.closest(".jp-OutputArea")?.addEventListener("focusin", event =>
    event.target.setAttribute("data-lm-suppress-shortcuts", "true")))
"""
"""Script that marks the lists: without it JupyterLab takes keys typed in them for notebook commands (A: a new cell)."""


class ChosenAudit(NamedTuple):
    """The chosen audit: the parameters that every notebook has."""

    organisation: str
    round: str
    language: str


def choose(organisation: str, round: str, language: str, workspace: str = "") -> None:
    """Show a form that sets ``organisation``, ``round`` and ``language`` for the cells below.

    It offers the content of the workspace and starts with the given parameters. A choice is kept when the notebook is
    run again, until the cell of the parameters is changed. When a program runs the notebook (papermill,
    nbconvert, ``genderaudit run``) nothing is shown and the parameters apply. Raises ``AuditError`` for a folder
    that is no workspace.
    """
    # A round may be given as the number 2025.
    organisation, round, language, workspace = map(str, (organisation, round, language, workspace))
    shell = person_at()
    if shell is not None:
        from IPython.display import Javascript, display

        start = _MEMORY.start(ChosenAudit(organisation, round, language))
        display(_Form(shell, Workspace.open(workspace), start).box, Javascript(KEYBOARD))  # type: ignore[no-untyped-call]


@dataclass
class _Memory:
    """The parameters when the form was last shown, and the choice made since."""

    given: ChosenAudit | None = None
    chosen: ChosenAudit | None = None

    def start(self, given: ChosenAudit) -> ChosenAudit:
        """Return the first selection of the form: the last choice, unless the parameters have changed."""
        if self.chosen is None or given not in (self.given, self.chosen):
            self.given = self.chosen = given
        return self.chosen


_MEMORY = _Memory()


@dataclass(frozen=True, slots=True)
class Offer:
    """Content of a form: the choice, the options (label and value by field), and a sentence on what to do."""

    choice: ChosenAudit
    options: dict[str, list[tuple[str, str]]]
    sentence: Markup


def offer(place: Workspace, wanted: ChosenAudit) -> Offer:
    """Return the options of the workspace with the wanted choice; absent values are replaced, and the sentence says so.

    An empty round stands for the newest, an empty language for the organisation's first.
    """
    names = place.organisations()
    organisation = _one_of(names, wanted.organisation)
    rounds = place.rounds(organisation)[::-1] if organisation else []
    round = _one_of(rounds, wanted.round)
    about, fault = _about(place, organisation)
    codes = list(dict.fromkeys([*(about.languages if about else []), *languages()]))
    code = _one_of(codes, wanted.language)
    choice, words = ChosenAudit(organisation, round, code), language_of(code)
    options = {
        "organisation": [(name, name) for name in names],
        "round": [(name, name) for name in rounds],
        "language": [(language_of(one).text("page.language_name"), one) for one in codes],
    }
    sentence = Markup("{}").format(fault.sentence(words)) if fault else _sentence(place, wanted, choice, about, words)
    return Offer(choice, options, sentence)


def _one_of(known: list[str], wanted: str) -> str:
    """Return the wanted value if it exists, else the first; empty if there is none."""
    return wanted if wanted in known else next(iter(known), "")


def _about(place: Workspace, organisation: str) -> tuple[Organisation | None, AuditError | None]:
    """Return the organisation, or the error in its file."""
    try:
        return (read_organisation(place.raw(organisation)), None) if organisation else (None, None)
    except AuditError as error:
        return None, error


def _sentence(
    place: Workspace, wanted: ChosenAudit, taken: ChosenAudit, about: Organisation | None, words: Language
) -> Markup:
    """Return what is chosen and what to do now, or why nothing can be chosen."""
    if about is None:
        return words.html("lab.form.none", folder=str(place.root / "data" / "raw"))
    if not taken.round:
        example = f"data/raw/{taken.organisation}/{dt.datetime.now(dt.UTC).year}"
        return words.html("lab.form.no_round", organisation=taken.organisation, example=example)
    pairs = zip(wanted[:2], taken[:2], strict=True)
    sentences = [
        words.html("lab.form.absent", asked=wanted_name, taken=taken_name)
        for wanted_name, taken_name in pairs
        if wanted_name not in ("", taken_name)
    ]
    sentences.append(words.html("lab.form.chosen", name=about.name, round=taken.round))
    return Markup(" ").join(sentences)


class _Form:
    """Three lists and a sentence. Each list is a plain ``select`` with a label, so that the keyboard suffices."""

    def __init__(self, shell: Any, place: Workspace, start: ChosenAudit) -> None:
        import ipywidgets  # imported here: slow, and needed only where a form is shown

        self._shell, self._place = shell, place
        look = {"style": {"description_width": "8em"}, "layout": {"width": "32em", "max_width": "100%"}}
        self._lists = {name: ipywidgets.Dropdown(**look) for name in ChosenAudit._fields}
        self._sentence = ipywidgets.HTML()
        self._filling = False
        self._fill_lists(start)
        for widget in self._lists.values():
            widget.observe(self._on_change, names="value")
        self.box = ipywidgets.VBox([*self._lists.values(), self._sentence])

    def _on_change(self, change: Any) -> None:
        if self._filling:
            return
        values = {name: widget.value or "" for name, widget in self._lists.items()}
        if change["owner"] is self._lists["organisation"]:  # select its newest round, and one of its languages
            about, _ = _about(self._place, values["organisation"])
            values["round"] = ""
            values["language"] = values["language"] if about and values["language"] in about.languages else ""
        self._fill_lists(ChosenAudit(**values))

    def _fill_lists(self, wanted: ChosenAudit) -> None:
        """Offer the options, and pass the choice to the notebook."""
        offered = offer(self._place, wanted)
        words = language_of(offered.choice.language)
        self._filling = True  # changes made here are not the user's choice
        for name, widget in self._lists.items():
            widget.description = words.text(f"lab.form.{name}")
            widget.options = offered.options[name]
            widget.value = getattr(offered.choice, name) or None
            widget.disabled = not offered.options[name]
        self._filling = False
        self._sentence.value = str(Markup('<p role="status">{}</p>').format(offered.sentence))
        _MEMORY.chosen = offered.choice
        self._shell.push(offered.choice._asdict())
