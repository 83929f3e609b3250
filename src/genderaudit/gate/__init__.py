"""The gate: what can be inferred about single people from everything that is published, and which tables to leave out.

Independent of the rest of the package: it knows rows, columns and figures, no audit. By hand, for other tables::

    problem = Problem(rows, {"answer": Choice(("agree", "other"))})  # all other columns are known to everybody
    problem.publish("of A", problem.count(unit="A", answer="agree") / problem.count(unit="A"), step=0.01)
    found = attack(problem)  # what could be narrowed, and by which tables
    changes = remedy(problem, found)  # which tables to leave out

Method: the attacker's problem of cell suppression (Fischetti and Salazar 2001; Hundepool et al., *Statistical
Disclosure Control*, 2012, chapter 4), for people instead of cells: each insider's own row is assumed known in turn.
"""

from genderaudit.gate.attack import LeftOutTable, Narrowed, attack, remedy
from genderaudit.gate.figures import Figure, GateError
from genderaudit.gate.problem import Amount, Choice, Problem

__all__ = ["Amount", "Choice", "Figure", "GateError", "LeftOutTable", "Narrowed", "Problem", "attack", "remedy"]
