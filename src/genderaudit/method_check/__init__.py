"""``genderaudit check --method``: everything that is wrong in the method and its texts, found without an audit."""

from __future__ import annotations

from genderaudit.method_check.all_of_it import faults_of_method

__all__ = ["faults_of_method"]
