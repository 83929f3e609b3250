"""Roles in the list of bodies of which nothing says whether they lead a body."""

from __future__ import annotations

import pytest
from examples import Builder

from genderaudit.foundations.language import language

HEAD = "name: E\nkind: ngo\nlanguages: [fr]\n"
ROLES = "body,role,sex\n" + "".join(
    f"Section {number},{role},{sex}\n"
    for number in range(3)
    for role, sex in (("SG", "M"), ("Trés.", "F"), ("1er V/Pdt", "M"), ("Amazone", "F"), ("Doyen", "M"))
)


def asked(workspace: Builder, codes: str = ""):
    found = workspace.read({"bodies.csv": ROLES + "Section 1,Aminata Zongo,F\n"}, HEAD + codes).problems
    return [one for one in found if one.rule == "role_not_recognised"]


def test_roles_seen_often_that_are_not_recognised_are_said(workspace):
    (one,) = asked(workspace)
    said = one.sentence(language("fr"))
    assert "Amazone\u00a0» (3), «\u00a0Doyen\u00a0» (3)" in said
    assert not [word for word in ("SG", "Trés", "Pdt", "Zongo") if word in said]


@pytest.mark.parametrize("meaning", ["Présidente", "Amazone"])
def test_a_role_that_codes_lead_to_is_decided(workspace, meaning):
    codes = f"tables: {{bodies: {{codes: {{role: {{Amazone: {meaning}, Doyen: Membre}}}}}}}}\n"
    assert asked(workspace, codes) == []
