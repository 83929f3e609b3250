"""Text without what cannot be shown everywhere, and texts reduced for comparison.

Each way of comparing ignores other differences, because each has other pairs that must stay apart:

==================================================  ===============  =================================================
function                                            «N° C.D.I. Été»  use
==================================================  ===============  =================================================
``plaintext.folded``                                n° c.d.i. ete    words inside sentences; base of those below
``vocabulary.dictionaries.bare_words``              n c d i ete      headers, names of files: letters and digits only
``vocabulary.dictionaries.with_signs``              n°cdiété         numberings: N° is one, N may be a count
``vocabulary.cell_words.squeezed``                  n°cdiete         signs in cells: «n. a.» is «NA», but not «N/A»
``cells.matching.word_key``                         n° cdi ete       words of one column: initials without dots
``files.headers.header_key``                        n°c.d.i.été      headers that ``organisation.yml`` names
``survey.wordings.wording_key``                     ncdiete          wordings of questions and answers
==================================================  ===============  =================================================
(all but the first in ``genderaudit.intake``)
"""

from __future__ import annotations

import re
import unicodedata

CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that are illegal in XML or control a terminal; tabs and line breaks are not among them."""


def printable(text: str) -> str:
    """Return the text without control characters."""
    return CONTROLS.sub("", text)


def folded(text: str) -> str:
    """Return the text in lower case without accents, for comparison; signs and spaces stay."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
