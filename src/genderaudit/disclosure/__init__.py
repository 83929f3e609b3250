"""Disclosure control: what may be shown of people, so that nobody can be found in the whole set of reports.

Reading order: ``ledger`` decides table by table, by the rules of the method; ``cells`` and ``tables`` read what
people stand behind a result; ``knowledge`` is what a reader can know; ``suppression`` chooses what to hide
besides, and ``attack`` has the last word.
"""

from genderaudit.disclosure.errors import DisclosureError
from genderaudit.disclosure.ledger import HIDDEN, Ledger, Protection

__all__ = ["HIDDEN", "DisclosureError", "Ledger", "Protection"]
