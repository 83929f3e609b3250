"""Check the method and its texts without an audit (``genderaudit check --method``)."""

from __future__ import annotations

from genderaudit.method_check.all_of_it import faults_of_method

__all__ = ["faults_of_method"]
