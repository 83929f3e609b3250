"""Simulated organisations with known true values.

A *design* describes a round of an organisation: counts, seats, pay scales, notes. Designs of the sample organisations
are written by hand (``designs/``), those of simulated ones are drawn from a model with a scenario (``model/``,
``words/``). Both are turned into files in the same way: ``tables.drawn`` makes the tables, ``evidence.figures_of``
computes their figures, ``writing.write_organisation`` writes them; ``samples`` and ``simulate`` record which figures
are planted (``planted.yml``, ``truth.json``).
"""
