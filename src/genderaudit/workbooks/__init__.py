"""Workbooks that people fill in; intake reads them back without mapping (``intake.files.own_workbooks``)."""

from genderaudit.workbooks.action_plan import action_plan
from genderaudit.workbooks.intake_workbook import intake_workbook
from genderaudit.workbooks.rating_sheet import rating_sheet

__all__ = ["action_plan", "intake_workbook", "rating_sheet"]
