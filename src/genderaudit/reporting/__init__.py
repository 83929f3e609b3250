"""What the report, the brief and the slides say: chosen from findings, ordered, worded, as a document.

Findings only, never rows. What is chosen is said in ``templates/report/publication.yml``, how it is worded in the
language files under ``report``.
"""
