"""All charts of one sample organisation in one language: processor time, and what they weigh.

Those of the pages of the four phases, wide and narrow, with the map and its poster; then those of the report, and its
Word files and slides, as the report notebook makes them. From findings of a run in a workspace of its own. How fast the
machine is just now says the plain figure beside: bars in ten rows, as SVG.
"""

from __future__ import annotations

import gc
import io
import time

from matplotlib.figure import Figure
from organisations import ROUND, machine, run, show, workspace

from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology
from genderaudit.report import charts
from genderaudit.report.pictures import pdf, svg
from genderaudit.report.sections import IN_THE_REPORT
from genderaudit.report.writers.page import page
from genderaudit.reporting.brief import brief
from genderaudit.reporting.material import Material
from genderaudit.reporting.notebook import documents, material_of
from genderaudit.reporting.report import report

NAME = "organisation_0000"


def main() -> None:
    machine()
    with workspace(1) as root:
        run(root, "--jobs", "1")
        material = material_of(Workspace.open(root), NAME, ROUND, "en")
    charts.map_chart(material.now["baseline"], material.organisation, ROUND, material.language)
    plain()  # fonts and styles are there in a run, and what is loaded is frozen
    gc.freeze()
    begun = time.process_time()
    drawn = of_the_pages(material)
    seconds = time.process_time() - begun
    print(f"# {len(drawn)} charts, {sum(len(chart.html) for chart in drawn) / 1000:.0f} kB in HTML")
    show("chart_seconds", seconds)
    show("chart_in_plain_figures", seconds / plain())
    publications(material)


def of_the_pages(material: Material) -> list[charts.Chart]:
    """The charts of the pages; the poster is drawn beside."""
    found, own, drawn = material.now, material.language, []
    for phase, findings in found.items():
        for name in dict.fromkeys(f.indicator for f in findings.findings if f.phase == phase):
            indicator = methodology().indicators.get(name)
            if indicator and indicator.chart and indicator.chart not in IN_THE_REPORT:
                chart = charts.draw(indicator.chart, findings.of(name), own, name)
                drawn += [chart] if chart else []
    drawn.append(charts.map_chart(found["baseline"], material.organisation, ROUND, own))
    figure = charts.poster(found["baseline"], found["gap_analysis"], material.organisation, ROUND, own)
    svg(figure)
    pdf(figure)
    return drawn


def publications(material: Material) -> None:
    """Report and brief as pages, then as Word files and slides."""
    begun = time.process_time()
    whole, short = report(material).blocks, brief(material).blocks
    for blocks in (whole, short):
        page(blocks, material.language)
    shown = time.process_time()
    documents(material, whole, short)
    show("report_seconds", shown - begun)
    show("office_seconds", time.process_time() - shown)


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
