"""Participatory Gender Audits of organisations: from their own lists to reports that people understand.

In a notebook: ``from genderaudit import measures, messages, open_audit``.
"""

from importlib import import_module
from typing import Any

__all__ = ["measures", "messages", "open_audit"]


def __getattr__(name: str) -> Any:
    """Load on first use: the command line must not wait for pandas to print its help."""
    if name == "open_audit":
        return import_module("genderaudit.audit").open_audit
    if name in ("measures", "messages"):
        return import_module(f"genderaudit.{name}")
    raise AttributeError(f"module 'genderaudit' has no attribute {name!r}")
