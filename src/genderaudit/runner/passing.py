"""What stands between a draft and its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genderaudit.disclosure.grouping import COMPOSITION, SMALLEST_COMPOSITION
from genderaudit.intake import read_round
from genderaudit.organisation import read_organisation

if TYPE_CHECKING:
    from genderaudit.runner.releasing import Published


def gate_passes(published: Published) -> list[str]:
    """The reasons why a release is refused, each a sentence that says what to do; none: it passes."""
    return [*_small_composition(published)]


def _small_composition(published: Published) -> list[str]:
    """For the public, no group of who is where is of fewer than four people, but in bodies that are public."""
    folder = published.workspace.raw(published.organisation, published.round)
    about = read_organisation(folder.parent)
    if published.reader != "public" or about.composition == "protected":
        return []
    small = set()
    for name, table in read_round(folder, about, published.round, only=tuple(COMPOSITION)).tables.items():
        rows = table[~table["body"].map(about.is_public).astype(bool)] if name == "bodies" else table
        for dimension in COMPOSITION.get(name, ()):
            sizes = rows.groupby(dimension, observed=True)["count"].sum()
            small |= {name} if (sizes < SMALLEST_COMPOSITION).any() else set()
    if not small:
        return []
    return [
        f"The public would see who is where in groups of fewer than {SMALLEST_COMPOSITION} people "
        f"({', '.join(sorted(small))}). Write composition: protected into organisation.yml, run again and release; or "
        "name the bodies that everybody knows under public_bodies."
    ]
