"""A ledger that has seen nothing yet."""

from __future__ import annotations

import pytest
from made import new_ledger

from genderaudit.disclosure import Ledger


@pytest.fixture
def ledger() -> Ledger:
    return new_ledger()
