"""``python -m genderaudit.training FOLDER`` writes the training edition of every language below FOLDER."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import languages
from genderaudit.foundations.utf8 import insist_on_utf8
from genderaudit.training.publish import publish

insist_on_utf8()
parser = argparse.ArgumentParser(prog="python -m genderaudit.training", description=__doc__)
parser.add_argument("folder", type=Path, help="folder that takes the edition, outputs/training for example")
arguments = parser.parse_args()
try:
    for code in languages():
        for path in publish(arguments.folder, code):
            print(path)
except AuditError as error:
    sys.exit(f"genderaudit: {error}")
