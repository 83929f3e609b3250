"""What stands between a draft and its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genderaudit.runner.releasing import Published


def gate_passes(published: Published) -> list[str]:
    """The reasons why the gate refuses a release; none: it passes."""
    return []
