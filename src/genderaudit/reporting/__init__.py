"""Content of the report, the brief and the slides: findings chosen, ordered, worded and arranged as a document.

It reads findings, never rows of the lists. What is chosen is set in ``templates/report/publication.yml``, the wording
in the language files under ``report``. The layout is the work of ``genderaudit.report``.
"""
