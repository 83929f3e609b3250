"""Disclosure control: what may be shown of people, so that nobody can be found in the whole set of reports.

Reading order: ``ledger`` decides table by table, by the ``primary`` rules of the method; ``offers`` is what would be
shown of a result; ``cells``, ``numbers`` and ``tables`` read the parts behind it, ``subsets`` those of some of a list;
``knowledge`` is what a reader can know; ``demands`` says how much is hidden together; ``suppression`` chooses what to
hide besides, and ``attack`` has the last word; ``kept`` is what phases hand on to each other.
"""

from genderaudit.disclosure.errors import DisclosureError
from genderaudit.disclosure.kept import Kept, read_kept, write_kept
from genderaudit.disclosure.knowledge import Knowledge
from genderaudit.disclosure.ledger import Ledger
from genderaudit.disclosure.offers import Protection
from genderaudit.disclosure.primary import refuse_untold
from genderaudit.disclosure.rules import HIDDEN, IN_A_BAND, MARK

__all__ = [
    "HIDDEN",
    "IN_A_BAND",
    "MARK",
    "DisclosureError",
    "Kept",
    "Knowledge",
    "Ledger",
    "Protection",
    "read_kept",
    "refuse_untold",
    "write_kept",
]
