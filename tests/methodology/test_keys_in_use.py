"""Keys of ``organisation.yml`` that few organisations need change what ``docs/data-contract.md`` says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import MINIMAL, Builder
from released import draft, share

from genderaudit import open_audit
from genderaudit.runner.releasing import ReleaseOrder, release
from genderaudit.synthesis import open_synthesis

PAID = "sex,pay,pay_period,fte\n" + "".join(
    f"F,{1000 + 10 * i},month,1\nM,{1070 + 10 * i},month,1\n" for i in range(20)
)


@pytest.mark.parametrize(("key", "gap"), [("", 0.06), ("pay_scale: public\n", 0.05), ("pay_scale: own\n", 0.06)])
def test_gaps_stand_in_steps_of_five_points_where_the_pay_scale_is_public(
    workspace: Builder, key: str, gap: float
) -> None:
    workspace.organisation({"staff.csv": PAID}, MINIMAL + key)
    audit = open_audit("baseline", "example", "2025", "en", str(workspace.root))
    staff = audit.data.current_staff()
    audit.report("pay_gap_mean", audit.measures.mean_pay_gap(staff, audit.measures.pay_basis(staff, basis="list").pay))
    assert [round(found.value or 0, 2) for found in audit.found] == [gap]


def test_the_line_of_a_committee_is_set_against_the_members_whom_it_is_for(workspace: Builder) -> None:
    members = "sex,age,count\nF,25,10\nF,50,20\nM,25,3\nM,50,40\n"
    workspace.organisation(
        {"members.csv": members}, f"{MINIMAL}committee_lines: {{Comité des femmes: women, Comité des jeunes: youth}}\n"
    )
    audit = open_audit("baseline", "example", "2025", "en", str(workspace.root))
    assert audit.data.committee_heads() == {"Comité des femmes": 30, "Comité des jeunes": 13}


@pytest.mark.parametrize("key", ["own_members_only", "named_in_syntheses"])
def test_a_synthesis_reads_what_an_organisation_allows(tmp_path: Path, key: str) -> None:
    place = draft(tmp_path, share(10, 20))
    release(place, "example", "2025", ReleaseOrder(), lambda *_: [])
    settings = tmp_path / "data" / "raw" / "example" / "organisation.yml"
    settings.write_text(f"{settings.read_text('utf-8')}{key}: true\n", "utf-8")
    (audited,) = open_synthesis(workspace=str(tmp_path)).material.chosen.audits
    assert (audited.own_members_only, audited.named) == (key == "own_members_only", key == "named_in_syntheses")
