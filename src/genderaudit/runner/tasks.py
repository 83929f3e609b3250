"""A task: one organisation's rounds, in its languages."""

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
    """An organisation's rounds, oldest first, each in its languages. It can be pickled for other processes.

    A later round reads the findings of earlier ones, so all rounds of an organisation are one task.
    ``rounds`` and ``languages`` may be empty: then the task alone fails, with the reason, when it runs.
    """

    workspace: str
    notebooks: Mapping[str, str]
    """Phase → path of the notebook to run."""
    organisation: str
    rounds: tuple[str, ...]
    languages: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """Phase → parameters given for its notebook, beside the standard ones."""
    force: bool = False
    seconds: int = SECONDS
    """Time limit of a notebook."""
    memory: int = MEMORY
    """MB of data that a notebook may hold, where kernels are forked."""

    def runs_copy(self, phase: str) -> bool:
        """Return true if the phase's notebook is a copy edited in the workspace."""
        return self.notebook(phase).parent == Workspace(Path(self.workspace)).own_notebooks()

    @property
    def speaks(self) -> str:
        """Return the language of messages on the whole task."""
        return self.languages[0] if self.languages else "en"

    def notebook(self, phase: str) -> Path:
        """Return the notebook of a phase."""
        return Path(self.notebooks[phase])
