"""Charts of results, for notebooks, papers and the reports: ``from genderaudit import plots``.

Each function takes ``Results`` and draws them with matplotlib on ``ax``, or on a new figure, and gives the axes back:
title, colours, size and file are then changed as of any matplotlib figure (``ax.set_title``, ``ax.figure.savefig``).
An empty ``matplotlib.figure.Figure`` as ``ax`` gives the width; it gets the height that the chart needs. The look is
that of ``templates/report/genderaudit.mplstyle``; matplotlib's own settings stay as they are.

``palette={"women": "#00695c", "men": "#b0bec5"}`` gives other colours, by what they stand for. Women are else dark
and men light, told apart in grey print. What is hidden is hatched, with the word; it never looks like zero.
"""

from genderaudit.foundations.errors import known_names
from genderaudit.report.plots.answers import likert
from genderaudit.report.plots.change import slope
from genderaudit.report.plots.compared import pyramid, quarters, shares
from genderaudit.report.plots.dots import dumbbell, pipeline
from genderaudit.report.plots.figures import intervals, values
from genderaudit.report.plots.map import inequality_map
from genderaudit.report.plots.seats import seats

__all__ = [
    "dumbbell",
    "inequality_map",
    "intervals",
    "likert",
    "pipeline",
    "pyramid",
    "quarters",
    "seats",
    "shares",
    "slope",
    "values",
]


def __getattr__(name: str) -> object:
    raise AttributeError(f"There is no chart {name}. {known_names(name, __all__)}")
