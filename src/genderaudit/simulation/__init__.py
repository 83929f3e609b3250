"""Invented organisations of which the truth is known.

A *design* says what a round of an organisation looks like: counts, seats, pay scales, notes. The designs of
the sample organisations are written by hand (``designs/``), those of simulated ones are drawn from a model
with a scenario planted (``model/``, ``words/``). One way leads from either to the files: ``tables.drawn`` makes
the tables, ``evidence.figures_of`` works out their figures, ``writing.write_organisation`` writes them; ``samples``
and ``simulate`` say which of the figures are planted (``planted.yml``, ``truth.json``).
"""
