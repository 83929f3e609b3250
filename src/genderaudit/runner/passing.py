"""What stands between a draft and its release: today that the ledger has let pass what is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genderaudit.disclosure import read_kept
from genderaudit.errors import AuditError
from genderaudit.files import file_hash

if TYPE_CHECKING:
    from genderaudit.runner.releasing import Published


def ledger_passes(published: Published) -> list[str]:
    """Nothing where the findings of every phase are, byte by byte, those on which the ledger was closed.

    It does not look across editions and rounds: what two of them tell together only a gate can say.
    """
    workspace, organisation, round = published.workspace, published.organisation, published.round
    try:
        closed = read_kept(workspace.ledger(organisation, round)).phases
    except AuditError as error:
        return [str(error)]
    return [
        f"The findings of {phase} are not those that have passed the disclosure ledger. "
        f"Run again: genderaudit run {organisation} --round {round} --force"
        for phase in published.findings
        if closed.get(phase, {}).get("findings") != file_hash(workspace.findings(organisation, round, phase))
    ]
