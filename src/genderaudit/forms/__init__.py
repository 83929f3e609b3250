"""The questionnaire as forms to fill in: for survey tools, on paper, and as a workbook to type paper answers into."""

from genderaudit.forms.content import Form, form_of
from genderaudit.forms.paper import paper_form
from genderaudit.forms.workbook import answer_workbook
from genderaudit.forms.xlsform import xlsform

__all__ = ["Form", "answer_workbook", "form_of", "paper_form", "xlsform"]
