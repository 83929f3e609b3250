"""Word files read back."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn


def read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def texts(file: Any) -> str:
    """All words of the file in the order of reading, alternative texts too."""
    found = []
    for node in file.element.body.iter():
        if node.tag == qn("w:p"):
            found.append("\n")
        elif node.tag == qn("w:t"):
            found.append(node.text or "")
        elif node.tag in (qn("w:tab"), qn("w:br")):
            found.append(" ")
        elif node.tag == qn("wp:docPr"):
            found.append(f"\n{node.get('descr')}\n")
    return "".join(found)
