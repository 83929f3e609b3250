"""Return value of ``audit.report``: the results as shown, without a second display in the cell that reported them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from genderaudit.audit.display import html_of
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.guard.origin import MARK
from genderaudit.measures.results import Results


class Reported(Results):
    """Results of recorded findings: protected and rounded as in the report."""

    _words: Language  # with the titles of indicators of the notebook's own
    _findings: Sequence[Finding] = ()
    _cell: int | None = None

    @classmethod
    def of(cls, found: Sequence[Finding], language: Language) -> Reported:
        """Return the results of these findings of one indicator, for display in a language."""
        results = [finding.result() for finding in found]
        reported = cls(results, name=found[0].indicator, language=language.code, protected=True)
        reported._words, reported._findings, reported._cell = language, found, _running_cell()
        return reported

    def _ipython_display_(self) -> None:
        """Display a table, except in the cell that reported them, which shows the section of the report."""
        from IPython.display import display

        if self._cell is None or self._cell != _running_cell():
            data = {"text/html": str(html_of(list(self._findings), self._words)), "text/plain": repr(self)}
            # As a section of the report it is protected, and is kept on saving.
            saved_mark = {"heading": self._words.text("lab.findings"), "anchor": "", "level": 0}
            display(data, raw=True, metadata={MARK: saved_mark})  # type: ignore[no-untyped-call]


def _running_cell() -> int | None:
    """Return the execution number of the running cell; None outside a kernel."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell: Any = get_ipython()
    return None if shell is None else int(shell.execution_count)
