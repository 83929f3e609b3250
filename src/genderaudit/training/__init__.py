"""The training edition: notebooks to learn the method on an invented organisation whose true values are known.

In a notebook: ``from genderaudit.training import open_course``. docs/training.md is for trainers.
"""

from genderaudit.training.checking import NotYet, Right
from genderaudit.training.course import Course, open_course

__all__ = ["Course", "NotYet", "Right", "open_course"]
