"""A task: an organisation's rounds, in its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.parameters import Value

SECONDS = 600
MEMORY = 4096


@dataclass(frozen=True, slots=True)
class Task:
    """An organisation's rounds, oldest first, each in its languages. Travels between processes.

    A later round reads the findings of the earlier ones, so the rounds of an organisation are one task.
    ``rounds`` and ``languages`` may be empty: then the task fails with the reason when it runs, alone.
    """

    workspace: str
    notebooks: Mapping[str, str]
    """By phase the notebook that runs."""
    organisation: str
    rounds: tuple[str, ...]
    languages: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """By phase what was given for its notebook, beside the standard parameters."""
    force: bool = False
    seconds: int = SECONDS
    """Time that a notebook may take."""
    memory: int = MEMORY
    """MB of data that a notebook may hold, where kernels are forked."""

    def runs_copy(self, phase: str) -> bool:
        """Whether the notebook of a phase is a copy that somebody has edited in the workspace."""
        return self.notebook(phase).parent == Workspace(Path(self.workspace)).own_notebooks()

    @property
    def speaks(self) -> str:
        """The language in which is said what concerns the whole task."""
        return self.languages[0] if self.languages else "en"

    def notebook(self, phase: str) -> Path:
        """The notebook of a phase."""
        return Path(self.notebooks[phase])
