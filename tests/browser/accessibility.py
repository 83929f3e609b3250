"""What axe, a checker of accessibility, says of a page."""

from __future__ import annotations

from typing import Any

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "all => all.forEach(one => one.open = true)"


def unfold(page: Any) -> None:
    """Open what is folded: a hidden element is neither measured nor checked."""
    page.eval_on_selector_all("details", UNFOLD)


def violations(page: Any) -> list[str]:
    """A line for each element of the unfolded page that breaks one of ``RULES``: the rule, what to do, the element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    unfold(page)
    found = axe.Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    assert found["passes"], "axe has checked nothing on this page"
    return [
        f"{one['id']} ({one['help']}): {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]
