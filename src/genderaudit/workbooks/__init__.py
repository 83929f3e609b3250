"""Workbooks that people fill in; intake reads them back without any mapping (``intake.own_workbooks``)."""

from genderaudit.workbooks.action_plan import action_plan
from genderaudit.workbooks.rating_sheet import rating_sheet

__all__ = ["action_plan", "rating_sheet"]
