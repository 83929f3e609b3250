"""``audit`` in organisation.yml: how an audit was made, as its report prints it, and what must not stand there."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from examples import MINIMAL, SAMPLES, Builder

from genderaudit.cli import main
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.intake.round.layout import lay_out
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, read_organisation

RAW = Path(__file__).parents[2] / "data" / "raw"
ROLES = list(dict.fromkeys(entry.role for entry in methodology().recommendations))
WHOLE = """\
audit:
  team: [Aminata Traoré, A facilitator]
  from: 3 March 2025
  to: 2025-06-20
  invited: All members, by their branch.
  units: [Head office, Branches of the north]
  workshops: [{group: women of the branches, women: 14, men: 0, number: 2, date: 2025-04-05}]
  interviews: [{group: officers, women: 2, men: 5}]
  validation: {date: 2025-06-13, women: 12, men: 15}
  referral: "Aminata Traoré, +223 76 12 34 56, a.b@example.org"
  roles: {leadership: General secretary}
"""


def read(workspace: Builder, text: str) -> Organisation:
    return read_organisation(workspace.organisation(settings=MINIMAL + text).parent)


def test_every_key_is_read(workspace):
    about = read(workspace, WHOLE).audit_of("2025")
    assert about.missing == []
    assert (about.begins, about.ends) == (dt.date(2025, 3, 3), dt.date(2025, 6, 20))
    assert [(one.women, one.men, one.number, one.date) for one in (*about.workshops, *about.interviews)] == [
        (14, 0, 2, dt.date(2025, 4, 5)),
        (2, 5, 1, None),
    ]
    assert (about.validation.date, about.roles) == (dt.date(2025, 6, 13), {"leadership": "General secretary"})
    assert AboutAudit.model_validate_json(about.model_dump_json()) == about


def test_nothing_is_required(workspace):
    about = read(workspace, "").audit_of("2025")
    assert set(about.missing) == set(re.findall(r"^  (\w+):", WHOLE, re.M))


def test_a_round_says_otherwise_key_by_key(workspace):
    own = 'rounds: {"2022": {audit: {to: 2022-06-01, from: 2022-03-01, units: [Head office]}}}\n'
    about = read(workspace, WHOLE + own)
    assert about.audit_of("2025") == about.audit
    earlier = about.audit_of("2022")
    assert (earlier.begins, earlier.units) == (dt.date(2022, 3, 1), ["Head office"])
    assert (earlier.team, earlier.roles) == (about.audit.team, about.audit.roles)


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("invited: Call 76 12 34 56.", "invited", "telephone"),
        ("invited: Write to a.b@example.org.", "invited", "e-mail"),
        ("team: [Awa, 76 12 34 56]", "team.1", "telephone"),
        ("units: [=1+1]", "units.0", "formula"),
        ('units: ["<b>x</b>"]', "units.0", "code of a page"),
        ('referral: "<b>x</b>"', "referral", "code of a page"),
        (f"referral: {'x' * 301}", "referral", "300"),
        (f"invited: {'x' * 301}", "invited", "300"),
        ('invited: "a \\x1b[2J b"', "invited", "control characters"),
        ("workshops: [{group: women, women: -1, men: 0}]", "workshops.0.women", "too small"),
        ("workshops: [{group: women, women: 3}]", "workshops.0.men", "missing"),
        ("interviews: [{group: a.b@example.org, women: 1, men: 0}]", "interviews.0.group", "e-mail"),
        ("validation: {date: 04/05/2025, women: 1, men: 1}", "validation.date", "this may be"),
        ("roles: {leadership: 76 12 34 56}", "roles.leadership", "telephone"),
        ("facilitators: [Awa]", "facilitators", "no such key"),
        ("violence: {recorded: 3, years: 2, women: 90, men: 60}", "violence.recorded", "none of the choices"),
        ("violence: {recorded: none, years: 1, women: 90, men: 60}", "violence.years", "2 at least"),
        ("violence: {recorded: none, years: 2, women: 90, men: 59}", "violence", "could be recognised"),
        (
            "violence: {recorded: none, years: 2, women: 90, men: 60, in_time: half_or_more}",
            "violence",
            "single cases",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_with_file_line_and_key(workspace, line, place, said):
    for where, number, text in (
        ("audit", 5, f"audit:\n  {line}\n"),
        ("rounds.2025.audit", 7, f'rounds:\n  "2025":\n    audit:\n      {line}\n'),
    ):
        place_said = rf"^organisation\.yml, line {number}: {re.escape(f'{where}.{place}')}: "
        with pytest.raises(AuditError, match=place_said) as told:
            read(workspace, text)
        assert said in str(told.value)
        assert not [secret for secret in ("76 12", "example.org", "x" * 301) if secret in str(told.value)]


def test_an_end_before_the_beginning_is_refused(workspace):
    with pytest.raises(AuditError, match=r"line 4: audit: .*to is before from"):
        read(workspace, "audit: {from: 2025-03-03, to: 2025-03-02}\n")


@pytest.mark.parametrize(
    "where", ["audit: {roles: {chair: Board}}", 'rounds: {"2025": {audit: {roles: {chair: Board}}}}']
)
def test_an_unknown_role_is_refused_with_the_known_ones(workspace, where):
    with pytest.raises(
        AuditError, match=r"^organisation\.yml, line 4: .*audit\.roles\.chair: there is no such role\."
    ) as told:
        methodology().check_organisation(read(workspace, where + "\n"))
    assert not [role for role in ROLES if role not in str(told.value)]


LISTS = {"members.csv": "Nom et prénom,sex\nTraoré Aminata,F\nKonaté Moussa,M\n"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("invited: Everybody, by Aminata Traoré.", "invited"),
        ("units: [Head office, Mme Traoré]", "units.1"),
        ("workshops: [{group: M. Konaté, women: 0, men: 1}]", "workshops.0.group"),
        ("interviews: [{group: Konaté Moussa, women: 0, men: 1}]", "interviews.0.group"),
        ("roles: {leadership: A. Traore}", "roles.leadership"),
    ],
)
def test_a_person_of_the_lists_is_refused_without_the_name(workspace, line, place):
    for where, text in (
        ("audit", f"audit:\n  {line}\n"),
        ("rounds.2025.audit", f'rounds:\n  "2025":\n    audit:\n      {line}\n'),
    ):
        (problem,) = workspace.read(LISTS, MINIMAL + text).errors
        assert (problem.rule, problem.values["place"]) == ("audit_names_person", f"{where}.{place}")
        for code in languages():
            sentence = problem.sentence(language(code))
            assert f"{problem.values['line']}" in sentence
            assert not re.search("traor|konat", sentence, re.I)


def test_the_team_and_who_helps_are_named(workspace):
    assert workspace.read(LISTS, MINIMAL + WHOLE).errors == ()


@pytest.mark.parametrize("code", languages())
def test_a_new_organisation_begins_with_the_section_to_be_uncommented(tmp_path, code):
    folder = lay_out(str(tmp_path), "union", kind="trade_union", code=code, round="2025")
    path = folder / "organisation.yml"
    assert read_organisation(folder).audit == AboutAudit()
    lines = path.read_text("utf-8").splitlines()
    first = lines.index("# audit:")
    last = lines.index("", first)
    lines[first:last] = [line.removeprefix("# ") for line in lines[first:last]]
    path.write_text("\n".join(lines), "utf-8")
    about = read_organisation(folder)
    assert about.audit.missing == []
    methodology().check_organisation(about)


def test_check_says_in_a_line_what_is_missing_and_that_is_no_error(workspace, capsys):
    workspace.organisation(LISTS, MINIMAL + "audit: {team: [A facilitator], units: [Head office]}\n")
    assert main(["check", f"--workspace={workspace.root}"]) == 0
    missing = "first day, last day, who was invited to the survey, workshops"
    said = [line for line in capsys.readouterr().out.splitlines() if missing in line]
    assert len(said) == 1
    assert "team" not in said[0]
    workspace.organisation(LISTS, MINIMAL + WHOLE)
    assert main(["check", f"--workspace={workspace.root}"]) == 0
    assert "does not say yet" not in capsys.readouterr().out


def test_check_refuses_an_unknown_role(workspace, capsys):
    workspace.organisation(LISTS, MINIMAL + "audit: {roles: {chair: Board}}\n")
    assert main(["check", f"--workspace={workspace.root}"]) == 1
    assert "there is no such role" in capsys.readouterr().out


@pytest.mark.parametrize(("organisation", "round"), [sample[:2] for sample in SAMPLES])
def test_the_samples_say_how_they_were_audited(organisation, round):
    about = read_organisation(RAW / organisation)
    methodology().check_organisation(about)
    audit = about.audit_of(round)
    assert audit.missing == ([] if about.headcounts_of(round) else ["invited"])  # no survey, nobody invited
    assert audit.begins < about.date_of(round) < audit.validation.date < audit.ends
    assert len(audit.roles) > len(ROLES) / 2
