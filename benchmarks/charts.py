"""All charts of the four phases of one sample organisation in one language: processor time, and what they weigh.

Wide and narrow, from findings, as the reports have them; the map and its poster too. The findings are those of a run
in a workspace of its own. How fast the machine is just now says the plain figure beside: bars in ten rows, as SVG.
"""

from __future__ import annotations

import io
import time

from matplotlib.figure import Figure
from organisations import ROUND, machine, run, show, workspace

from genderaudit.findings import read
from genderaudit.language import language
from genderaudit.methodology import methodology
from genderaudit.organisation import read_organisation
from genderaudit.report import charts, sections
from genderaudit.report.pictures import pdf, svg
from genderaudit.workspace import PHASES, Workspace

NAME = "organisation_0000"


def main() -> None:
    machine()
    with workspace(1) as root:
        run(root, "--jobs", "1")
        place = Workspace.open(root)
        found = {phase: read(place.findings(NAME, ROUND, phase), NAME, ROUND, phase) for phase in PHASES}
        about = read_organisation(place.raw(NAME))
    own, method = language("en"), methodology()
    charts.map_chart(found["baseline"], about, ROUND, own)  # fonts and styles are there in a run
    begun, drawn = time.process_time(), []
    for phase, findings in found.items():
        for name in dict.fromkeys(f.indicator for f in findings.findings if f.phase == phase):
            indicator = method.indicators.get(name)
            for part in sections.parts(indicator, findings.of(name)) if indicator and indicator.chart else ():
                chart = charts.draw(indicator.chart, part, own, name)
                drawn += [chart] if chart else []
    drawn.append(charts.map_chart(found["baseline"], about, ROUND, own))
    figure = charts.poster(found["baseline"], found["gap_analysis"], about, ROUND, own)
    svg(figure)
    pdf(figure)
    seconds = time.process_time() - begun
    print(f"# {len(drawn)} charts, {sum(len(chart.html) for chart in drawn) / 1000:.0f} kB in HTML")
    show("chart_seconds", seconds)
    show("chart_in_plain_figures", seconds / plain())


def plain() -> float:
    """Processor seconds of a plain figure: two bars in ten rows with names and figures."""
    begun = time.process_time()
    for _ in range(5):
        figure = Figure()
        axes = figure.add_subplot()
        axes.barh(range(10), range(10))
        axes.barh(range(10), range(10), left=range(10))
        axes.set_yticks(range(10), [f"Row {number}" for number in range(10)])
        for number in range(10):
            axes.text(20, number, str(number))
        figure.savefig(io.BytesIO(), format="svg")
    return (time.process_time() - begun) / 5


if __name__ == "__main__":
    main()
