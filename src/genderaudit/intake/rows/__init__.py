"""Which rows of a list are entries: not totals, headings, notes, people absent or seats vacant."""
