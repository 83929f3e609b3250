"""What tests of intake share."""

from __future__ import annotations

import pytest
from french_lists import FRENCH

from genderaudit.foundations.language import language
from genderaudit.intake.proposals import lists_of, propose
from genderaudit.methodology.organisation import read_organisation


@pytest.fixture
def proposed(workspace):
    """What is proposed for these files; nothing is written."""

    def of(files, settings=FRENCH, answers=None):
        folder = workspace.organisation(files, settings)
        organisation = read_organisation(folder.parent)
        return propose(lists_of(folder, organisation), organisation, language("fr"), answers)

    return of
