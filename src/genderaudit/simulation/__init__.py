"""Invented organisations of which the truth is known.

A *design* says what a round of an organisation looks like: counts, seats, pay scales, notes. The designs of
the sample organisations are written by hand (``designs/``), those of simulated ones are drawn from a model
with a scenario planted (``model/``, ``words/``). The same makers turn either into tables.
"""
