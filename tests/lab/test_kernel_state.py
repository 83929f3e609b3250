"""An audit leaves the kernel as it was: a researcher's own charts, tables and settings work as without it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from kernel import sample, started

pytestmark = pytest.mark.slow

STATE = """
import warnings
warnings.simplefilter("ignore")  # pandas warns of its own options when all are read
import json, locale, logging, os, random, sys
import matplotlib, numpy, pandas, scipy, statsmodels.api
from pandas._config import config as _options
from IPython import get_ipython

def state():
    shell = get_ipython()
    printers = lambda one: (one.type_printers, one.singleton_printers, one.deferred_printers)
    return {{
        "rcParams": {{name: repr(value) for name, value in dict.items(matplotlib.rcParams)}},
        "pandas": {{name: repr(pandas.get_option(name)) for name in _options._registered_options}},
        "formatters": {{
            kind: sorted(str(key) for one in printers(formatter) for key in one)
            for kind, formatter in shell.display_formatter.formatters.items()
        }},
        "events": {{name: len(heard) for name, heard in shell.events.callbacks.items()}},
        "warnings": [str(one) for one in warnings.filters],
        "numpy": [repr(numpy.random.get_state()), repr(numpy.geterr()), repr(numpy.get_printoptions())],
        "random": repr(random.getstate()),
        "locale": locale.setlocale(locale.LC_ALL),
        "hooks": [repr(one) for one in (sys.displayhook, sys.excepthook, warnings.showwarning)],
        "logging": [logging.getLogger().level, len(logging.getLogger().handlers)],
        "environment": dict(os.environ),
        "path": list(sys.path),
        "folder": os.getcwd(),
    }}

def show(one):
    from IPython.display import display
    display({{"text/plain": json.dumps(one)}}, raw=True)

show(state())
"""
AUDIT = """
from genderaudit import frame, measures, messages, open_audit
audit = open_audit("baseline", "agency_northmere", "2025", "en", {root!r})
audit.show.introduction()
staff = audit.data.current_staff()
audit.report("staff_women_share", measures.share_of_women(audit.data.table("staff")))
levels = audit.data.levels
audit.report("staff_women_by_level", measures.share_of_women(audit.data.table("staff"), by="level", order=levels))
audit.report("pay_gap_mean", measures.mean_pay_gap(staff, measures.pay_basis(staff, basis="hour").pay))
audit.show.map()
audit.show.messages(messages.headlines(audit.found, audit.data.method))
audit.close()
"""
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2], [2, 1]);"
MODEL = """
import pandas, statsmodels.api
table = pandas.DataFrame({{"x": [1.0, 2, 3, 4, 5, 6], "y": [1.1, 1.9, 3.2, 4.1, 4.8, 6.1]}})
statsmodels.api.OLS(table["y"], statsmodels.api.add_constant(table["x"])).fit().summary().tables[1]
"""
SHOWN = {"a model": MODEL, "a list": "[1, 2]", "an empty list": "[]", "a table": MODEL + "table"}


@dataclass(frozen=True)
class Seen:
    """What a kernel is like and shows: before an audit is opened, and after it has reported and is closed."""

    before: dict[str, Any]
    after: dict[str, Any]
    shown_before: dict[str, Any]
    shown_after: dict[str, Any]
    chart: list[dict[str, Any]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    root = sample(tmp_path_factory.mktemp("state"))
    with started(root) as kernel:
        before = json.loads(kernel.run(STATE)[0]["text/plain"])
        shown_before = {name: kernel.run(code) for name, code in SHOWN.items()}
        displays = kernel.run(AUDIT)
        assert any("<svg" in one["text/html"] or "data:image/svg" in one["text/html"] for one in displays)
        after = json.loads(kernel.run("show(state())")[0]["text/plain"])
        shown_after = {name: kernel.run(code) for name, code in SHOWN.items()}
        return Seen(before, after, shown_before, shown_after, kernel.run(PLOT))


@pytest.mark.parametrize(
    "part",
    [
        "rcParams", "pandas", "formatters", "events", "warnings", "numpy", "random",
        "locale", "hooks", "logging", "environment", "path", "folder",
    ],
)  # fmt: skip
def test_an_audit_changes_nothing_of_the_kernel(seen: Seen, part: str) -> None:
    assert seen.after[part] == seen.before[part]


@pytest.mark.parametrize("name", SHOWN)
def test_what_others_show_looks_as_before(seen: Seen, name: str) -> None:
    assert seen.shown_after[name] == seen.shown_before[name]


def test_a_chart_of_ones_own_is_seen(seen: Seen) -> None:
    assert "image/png" in seen.chart[-1]
