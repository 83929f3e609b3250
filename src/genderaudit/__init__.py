"""Participatory Gender Audits of organisations: from their own lists to reports that people understand.

In a notebook: ``from genderaudit import measures, messages, open_audit``; ``choose`` shows a form for its parameters,
``plots`` draws charts of results.
``load`` reads the findings of a round as a pandas table, ``frame`` makes one of results.
"""

from importlib import import_module
from typing import Any

__all__ = [
    "Result",
    "Results",
    "choose",
    "compare",
    "frame",
    "load",
    "measures",
    "messages",
    "open_audit",
    "open_report",
    "open_synthesis",
    "plots",
]

_HOMES = {
    "Result": "measures.result",
    "Results": "measures.results",
    "choose": "lab.form",
    "compare": "conclusions.comparing",
    "frame": "conclusions.frames",
    "load": "conclusions.frames",
    "open_audit": "audit.notebook",
    "open_report": "reporting.notebook",
    "open_synthesis": "synthesis.notebook",
}


def __getattr__(name: str) -> Any:
    """Load on first use: the command line must not wait for pandas to print its help."""
    if name in _HOMES:
        return getattr(import_module(f"genderaudit.{_HOMES[name]}"), name)
    if name == "plots":
        return import_module("genderaudit.report.plots")
    if name == "measures":
        return import_module("genderaudit.measures")
    if name == "messages":
        return import_module("genderaudit.conclusions.messages")
    raise AttributeError(f"module 'genderaudit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return all names, including submodules not loaded yet, for completion in a notebook."""
    return sorted([*__all__, *globals()])
