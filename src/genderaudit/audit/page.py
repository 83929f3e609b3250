"""Display of a phase in its notebook, section by section."""

from __future__ import annotations

from genderaudit.audit.data import AuditData
from genderaudit.report.sections import Section, anchor_of, heading


class Page:
    """Displays sections in the running cell; a heading is held back until a section follows."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self.pending: Section | None = None

    def show(self, section: Section) -> None:
        """Display a section after the heading held back, unless the section has a heading of the same level."""
        pending, self.pending = self.pending, None
        if pending is not None and section.level == pending.level:
            pending = None  # nothing came under it: all that it asks for is in the table of what is missing
        for shown in (pending, section):
            if shown is not None:
                display_section(shown)

    def section(self, name: str) -> None:
        """Hold back a heading with its introduction (``sections`` in the language files) for the next section."""
        key = f"sections.{name}"
        intro = self._data.language.html(f"{key}.intro")
        self.pending = heading(self._data.language.text(f"{key}.title"), anchor_of(self._data.phase, name), 2, intro)


def display_section(section: Section) -> None:
    """Display a section; its heading is metadata for the table of contents."""
    from IPython.display import display

    metadata = {"heading": section.heading, "anchor": section.anchor, "level": section.level}
    bundle = {"text/html": str(section.html), "text/plain": section.heading or "…"}
    display(bundle, raw=True, metadata={"genderaudit": metadata})  # type: ignore[no-untyped-call]
