"""What ``audit.report`` returns: the results as the report shows them, quiet in the cell that has just shown them."""

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
    """Results of recorded findings: protected, in the precision of the report."""

    _words: Language  # with the titles of indicators of the notebook's own
    _findings: Sequence[Finding] = ()
    _cell: int | None = None

    @classmethod
    def of(cls, found: Sequence[Finding], language: Language) -> Reported:
        """The results of these findings of one indicator, in the language in which a cell will show them."""
        results = [finding.result() for finding in found]
        made = cls(results, name=found[0].indicator, language=language.code, protected=True)
        made._words, made._findings, made._cell = language, found, _running_cell()
        return made

    def _ipython_display_(self) -> None:
        """A table, but in the cell that has reported them: there the section of the report stands already."""
        from IPython.display import display

        if self._cell is None or self._cell != _running_cell():
            data = {"text/html": str(html_of(list(self._findings), self._words)), "text/plain": repr(self)}
            # As a section of the report it is protected, and is kept on saving.
            kept = {"heading": self._words.text("lab.findings"), "anchor": "", "level": 0}
            display(data, raw=True, metadata={MARK: kept})  # type: ignore[no-untyped-call]


def _running_cell() -> int | None:
    """The number of the cell that runs; none outside a kernel."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell: Any = get_ipython()
    return None if shell is None else int(shell.execution_count)
