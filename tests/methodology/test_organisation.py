"""organisation.yml: what an organisation says of itself, and what it is told where that cannot be."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from examples import MINIMAL

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, read_organisation, read_sound

NO_BREAK = "\u00a0"


@pytest.fixture
def read(workspace):
    def read_settings(text: str) -> Organisation:
        return read_organisation(workspace.organisation(settings=text).parent)

    return read_settings


def test_name_kind_and_languages_suffice(read):
    assert read(MINIMAL).name == "Example"


def test_defaults_are_those_of_the_method(read):
    # Youth: African Youth Charter, article 1; smallest cell: docs/disclosure.md.
    example, limits = read(MINIMAL), methodology().thresholds
    assert (example.youth_age_limit, limits.minimum_cell_of(example), limits.minimum_base_of(example)) == (35, 5, 10)
    assert not example.is_public("Board")


def test_smallest_cell_of_ones_own(read):
    limits = methodology().thresholds
    for own, base in ((3, 10), (12, 12)):
        example = read(f"{MINIMAL}minimum_cell: {own}\n")
        assert (limits.minimum_cell_of(example), limits.minimum_base_of(example)) == (own, base)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("colour: blue", "colour"),
        ("minimum_cell: 2", "minimum_cell"),
        ("targets: {bodies_women_seats: 30}", "targets.bodies_women_seats"),
        ("currency: francs", "currency"),
        ("country: Mali", "country"),
        ("youth_age_limit: 12", "youth_age_limit"),
        ("tables: {stuff: {file: a.csv}}", "tables.stuff"),
        ("tables: {staff: {headers: 2}}", "tables.staff.headers"),
        ("tables: {staff: {encoding: utf-16}}", "tables.staff.encoding"),
        ("headcounts: [{sex: W, count: 3}]", "headcounts.0.sex"),
        ('rounds: {"2025": {date: in June}}', "rounds.2025.date"),
    ],
)
def test_what_cannot_be_is_refused_with_file_line_and_key(read, line, place):
    with pytest.raises(AuditError, match=rf"^organisation\.yml, line 4: {re.escape(place)}[:.]"):
        read(MINIMAL + line)


@pytest.mark.parametrize("lacking", ["name", "kind", "languages"])
def test_what_must_be_there_is_asked_for(read, lacking):
    with pytest.raises(AuditError, match=rf"{lacking}: this line is missing"):
        read("".join(line for line in MINIMAL.splitlines(keepends=True) if not line.startswith(lacking)))


def test_unknown_language_is_refused_with_the_known_ones(read):
    with pytest.raises(AuditError, match=r"Known: .*en.*fr"):
        read(MINIMAL.replace("[en]", "[en, xx]"))


def test_norway_is_a_country(read):
    assert read(MINIMAL + "country: NO").country == "NO"


def test_link_instead_of_the_file_is_refused(workspace, tmp_path):
    folder = workspace.organisation().parent
    elsewhere = tmp_path / "elsewhere.yml"
    (folder / "organisation.yml").rename(elsewhere)
    (folder / "organisation.yml").symlink_to(elsewhere)
    with pytest.raises(AuditError, match="is a link"):
        read_organisation(folder)


@pytest.mark.parametrize(
    ("round", "day"),
    [
        ("2025", dt.date(2025, 6, 30)),  # as given
        ("2022", dt.date(2022, 12, 31)),  # the end of the year that names it
        ("2023-autumn", dt.date(2023, 12, 31)),
        ("pilot", None),
        ("20251", None),
    ],
)
def test_day_of_a_round(read, round, day):
    assert read(MINIMAL + 'rounds: {"2025": {date: 2025-06-30}}').date_of(round) == day


def test_headcounts_of_a_round_come_before_those_of_the_organisation(read):
    text = MINIMAL + 'headcounts: [{sex: F, count: 9}]\nrounds: {"2025": {headcounts: [{sex: F, count: 7}]}}'
    assert [count.count for round in ("2025", "2022") for count in read(text).headcounts_of(round)] == [7, 9]


@pytest.mark.parametrize(("value", "public"), [("all", True), ("[Board]", True), ("[Council]", False)])
def test_bodies_are_public_if_named_or_all(read, value, public):
    assert read(MINIMAL + f"public_bodies: {value}").is_public("Board") is public


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ("name: Union: Kayes\nkind: ngo", 1, "deux-points suivis d’une espace au milieu"),
        ("name: 'Union\nkind: ngo", 1, "un guillemet est ouvert"),
        ("name Union\nkind: ngo", 1, "pas de deux-points"),
        ("name: Union\n  kind: ngo", 2, "ne commence pas au bon endroit"),
        ("name: Union\n\tkind: ngo", 2, "tabulation"),
        ("name: Union\nlanguages: [fr\nkind: ngo", 2, "crochet"),
        ("name: 'l'union'\nkind: ngo", 1, "après le guillemet fermant"),
        ('name: "C:\\Users"', 1, "barre oblique inverse"),
        ("name: @union", 1, "ne peut pas commencer par"),
        ("nom: Union", 1, f"Vouliez-vous écrire name{NO_BREAK}?"),
        ("kind: Syndicat", 1, "Vouliez-vous écrire trade_union"),
        ("tables:\n  personnel: {file: a.csv}", 2, "Vouliez-vous écrire staff"),
        ("tables:\n  staff: {levels: [A]}", 2, "tout au début d’une ligne"),
        ("youth_age_limit: trente", 1, "nombre entier"),
        ("levels: Direction", 1, "il faut une liste"),
        ("currency: XOF\ncurrency: EUR", 2, "d’abord à la ligne 1"),
    ],
)
def test_faults_are_said_in_the_language_with_line_and_what_to_write(read, lines, line, said):
    with pytest.raises(AuditError) as refused:
        read(lines + "\n")
    sentences = refused.value.sentence(language("fr")).splitlines()
    assert any(one.startswith(f"organisation.yml, ligne {line}{NO_BREAK}: ") and said in one for one in sentences)


def test_what_is_right_is_read_beside_what_is_not(workspace):
    text = "name: Union\nkind: club\nlanguages: [fr]\ncolour: blue\ntables: {staff: {file: a.csv, dates: day}}\n"
    folder = workspace.organisation(settings=text).parent
    about, faults = read_sound(folder, "fr")
    assert (about.name, about.languages, about.tables["staff"].file) == ("Union", ["fr"], "a.csv")
    assert [fault.place for fault in faults] == [("kind",), ("colour",), ("tables", "staff", "dates")]


@pytest.mark.parametrize("text", ["[a, b]", "Union", ""])
def test_of_a_file_that_is_no_settings_nothing_is_right(workspace, text):
    about, faults = read_sound(workspace.organisation(settings=text).parent, "en")
    assert about is None or faults
