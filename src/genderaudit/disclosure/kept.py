"""What the phases of a draft hand on to each other: one file a round, ``ledger.json``, for its owner and the auditor.

It keeps what each phase has published, under keyed hashes, and which results it hid by which rule. It is of one draft:
where a list or a limit is another than then, it begins anew. What was handed out is kept by releases, not here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import Any

from genderaudit.errors import AuditError
from genderaudit.files import write_atomically
from genderaudit.workspace import PHASES

SCHEMA = "genderaudit/ledger/5"


@dataclass(slots=True)
class Kept:
    """The ledger of a round as the phases so far have left it."""

    salt: bytes = field(default_factory=lambda: token_bytes(16))
    lists: dict[str, str] = field(default_factory=dict)
    """The lists, and the limits, that it is of, as hashes."""
    phases: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each phase has hidden, and ``findings``: a hash of the file that it wrote."""
    knowledge: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each phase has published (``Knowledge.record``)."""

    def of(self, lists: Mapping[str, str]) -> Kept:
        """This ledger if it is of these lists; else one that begins anew, with the same key."""
        return self if self.lists == lists else Kept(self.salt, dict(lists))

    def keep(self, phase: str, published: dict[str, Any], record: dict[str, Any]) -> None:
        """Note what a phase has shown and hidden; later ones rest on it, and are forgotten where it is otherwise."""
        if self.phases.get(phase, {}).get("findings") != record["findings"]:
            for later in PHASES[PHASES.index(phase) + 1 :]:
                self.phases.pop(later, None)
                self.knowledge.pop(later, None)
        self.phases[phase], self.knowledge[phase] = record, published


def read_kept(path: Path) -> Kept:
    """The ledger at ``path``; an empty one where there is none. ``AuditError`` where it is damaged or of old."""
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != SCHEMA:
            raise ValueError
        return Kept(bytes.fromhex(content["salt"]), content["lists"], content["phases"], content["knowledge"])
    except FileNotFoundError:
        return Kept()
    except (ValueError, KeyError, TypeError):
        organisation, round = path.parent.parent.name, path.parent.name
        raise AuditError(
            f"The ledger of {organisation} {round} (ledger.json) is damaged, or of an earlier version, whose rules are "
            f"no more. Delete the folder data/processed/{organisation}/{round} and run again. Keep reports that "
            "somebody has received: they are no releases, and new ones beside them may tell about few people."
        ) from None


def write_kept(path: Path, kept: Kept) -> None:
    """Put the ledger in its place."""
    content: Mapping[str, Any] = {
        "format": SCHEMA,
        "salt": kept.salt.hex(),
        "lists": kept.lists,
        "phases": kept.phases,
        "knowledge": kept.knowledge,
    }
    write_atomically(path, json.dumps(content, ensure_ascii=False) + "\n")
