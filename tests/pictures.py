"""Pictures for tests: the texts of an SVG and where they stand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from genderaudit.report.canvas import width_of


@dataclass(frozen=True)
class Text:
    words: str
    x: float
    y: float
    size: float
    anchor: str
    bold: bool

    @property
    def left(self) -> float:
        return self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * width_of(
            self.words, self.size, self.bold
        )

    @property
    def right(self) -> float:
        return self.left + width_of(self.words, self.size, self.bold)

    def overlaps(self, other: Text) -> bool:
        """Whether the letters touch; descenders may reach into the line below."""
        beside = self.right <= other.left + 0.5 or other.right <= self.left + 0.5
        above = self.y <= other.y - other.size * 0.74 or other.y <= self.y - self.size * 0.74
        return not (beside or above)


def texts(svg: str) -> list[Text]:
    found = []
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        style = element.get("style") or ""
        size = re.search(r"font-size: ([0-9.]+)px", style)
        anchor = re.search(r"text-anchor: (\w+)", style)
        place = re.search(r"translate\(([-0-9.]+) ([-0-9.]+)\)", element.get("transform") or "")
        x, y = (place[1], place[2]) if place else (element.get("x"), element.get("y"))
        assert size is not None
        assert x is not None
        assert y is not None
        name = anchor[1] if anchor else "start"
        found.append(Text(element.text or "", float(x), float(y), float(size[1]), name, "font-weight: 700" in style))
    return found
