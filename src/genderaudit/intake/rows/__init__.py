"""Separation of a list's entries from other rows: totals, headings, notes, people absent, vacant seats."""
