"""Separation of a list's entries from other rows: totals, headings, notes, people absent, vacant seats.

================  =====================================================================================================
``other_rows``    the pass over a list: repeated headers, headings, notes, signatures; it asks the others
``tallies``       lists of people: rows that count or sum up the people («Total | | 12», «Femmes | | 5»)
``sums``          lists of counts: rows that add up other rows, by their label or by their numbers alone
``blocks``        both: a name that stands in the first row of its block is filled down
``presence``      attendance: columns that mark who was present
``seats``         bodies and attendance: people who were absent, seats that are vacant
================  =====================================================================================================
"""
