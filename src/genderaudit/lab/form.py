"""The form at the top of a notebook: it sets the parameters organisation, round and language of the notebook."""

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
"""JupyterLab takes keys for commands of its notebook (A: a new cell) even in a list, unless the list has this mark."""


class Choice(NamedTuple):
    """What is audited: the parameters that every notebook has."""

    organisation: str
    round: str
    language: str


def choose(organisation: str, round: str, language: str, workspace: str = "") -> None:
    """Show a form that sets ``organisation``, ``round`` and ``language`` for the cells below.

    It offers what the workspace holds and begins with the parameters given. A choice stays when the notebook is
    run again, until the cell of the parameters is changed. When a program runs the notebook (papermill,
    nbconvert, ``genderaudit run``) nothing is shown and the parameters stand. Raises ``AuditError`` for a folder
    that is no workspace.
    """
    organisation, round, language, workspace = map(str, (organisation, round, language, workspace))  # 2025 is a name
    shell = person_at()
    if shell is not None:
        from IPython.display import Javascript, display

        start = _MEMORY.start(Choice(organisation, round, language))
        display(_Form(shell, Workspace.open(workspace), start).box, Javascript(KEYBOARD))  # type: ignore[no-untyped-call]


@dataclass
class _Memory:
    """What the parameters said when the form was last shown, and what was chosen since."""

    given: Choice | None = None
    chosen: Choice | None = None

    def start(self, given: Choice) -> Choice:
        """What the form begins with: the last choice, unless the parameters say something new."""
        if self.chosen is None or given not in (self.given, self.chosen):
            self.given = self.chosen = given
        return self.chosen


_MEMORY = _Memory()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form shows: the choice, what else there is (label and value by field), and what to do."""

    choice: Choice
    options: dict[str, list[tuple[str, str]]]
    sentence: Markup


def offer(place: Workspace, wanted: Choice) -> Offer:
    """What the workspace holds beside what is wanted; what it does not hold is replaced, and that is said.

    An empty round stands for the newest one, an empty language for the first of the organisation's own.
    """
    names = place.organisations()
    organisation = _one_of(names, wanted.organisation)
    rounds = place.rounds(organisation)[::-1] if organisation else []
    round = _one_of(rounds, wanted.round)
    about, fault = _about(place, organisation)
    codes = list(dict.fromkeys([*(about.languages if about else []), *languages()]))
    code = _one_of(codes, wanted.language)
    choice, words = Choice(organisation, round, code), language_of(code)
    options = {
        "organisation": [(name, name) for name in names],
        "round": [(name, name) for name in rounds],
        "language": [(language_of(one).text("page.language_name"), one) for one in codes],
    }
    sentence = Markup("{}").format(fault.sentence(words)) if fault else _sentence(place, wanted, choice, about, words)
    return Offer(choice, options, sentence)


def _one_of(known: list[str], wanted: str) -> str:
    """What is wanted if it is there, else the first that is; nothing where nothing is."""
    return wanted if wanted in known else next(iter(known), "")


def _about(place: Workspace, organisation: str) -> tuple[Organisation | None, AuditError | None]:
    """The organisation, or what is wrong with its file."""
    try:
        return (read_organisation(place.raw(organisation)), None) if organisation else (None, None)
    except AuditError as error:
        return None, error


def _sentence(place: Workspace, wanted: Choice, taken: Choice, about: Organisation | None, words: Language) -> Markup:
    """What is chosen and what to do now, or why nothing can be chosen."""
    if about is None:
        return words.html("lab.form.none", folder=str(place.root / "data" / "raw"))
    if not taken.round:
        example = f"data/raw/{taken.organisation}/{dt.datetime.now(dt.UTC).year}"
        return words.html("lab.form.no_round", organisation=taken.organisation, example=example)
    pairs = zip(wanted[:2], taken[:2], strict=True)
    said = [words.html("lab.form.absent", asked=asked, taken=got) for asked, got in pairs if asked not in ("", got)]
    said.append(words.html("lab.form.chosen", name=about.name, round=taken.round))
    return Markup(" ").join(said)


class _Form:
    """Three lists and a sentence. A list is a plain ``select`` with its label, so the keyboard is enough."""

    def __init__(self, shell: Any, place: Workspace, start: Choice) -> None:
        import ipywidgets  # here, so that only who sees a form waits for it

        self._shell, self._place = shell, place
        look = {"style": {"description_width": "8em"}, "layout": {"width": "32em", "max_width": "100%"}}
        self._lists = {name: ipywidgets.Dropdown(**look) for name in Choice._fields}
        self._sentence = ipywidgets.HTML()
        self._filling = False
        self._fill(start)
        for widget in self._lists.values():
            widget.observe(self._changed, names="value")
        self.box = ipywidgets.VBox([*self._lists.values(), self._sentence])

    def _changed(self, change: Any) -> None:
        if self._filling:
            return
        values = {name: widget.value or "" for name, widget in self._lists.items()}
        if change["owner"] is self._lists["organisation"]:  # its newest round, in a language of its own
            about, _ = _about(self._place, values["organisation"])
            values["round"] = ""
            values["language"] = values["language"] if about and values["language"] in about.languages else ""
        self._fill(Choice(**values))

    def _fill(self, wanted: Choice) -> None:
        """Offer what there is, and tell the notebook what is chosen."""
        offered = offer(self._place, wanted)
        words = language_of(offered.choice.language)
        self._filling = True  # what changes now is no choice of the user's
        for name, widget in self._lists.items():
            widget.description = words.text(f"lab.form.{name}")
            widget.options = offered.options[name]
            widget.value = getattr(offered.choice, name) or None
            widget.disabled = not offered.options[name]
        self._filling = False
        self._sentence.value = str(Markup('<p role="status">{}</p>').format(offered.sentence))
        _MEMORY.chosen = offered.choice
        self._shell.push(offered.choice._asdict())
