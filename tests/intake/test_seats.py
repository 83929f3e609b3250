"""Rows of attendance and bodies that are of nobody who was there, or sits."""

from __future__ import annotations

import pytest

HEAD = "name: E\nkind: mutual\nlanguages: [fr]\ntables:\n  {table}:\n    {more}\n"
MEETINGS = "columns: {Rencontre: event, Catégorie: role}\n    counts: {Hommes: M, Femmes: F}"
SEATS = "columns: {Organe: body, Sexe: sex, Fonction: role}\n    codes: {sex: {F: F, H: M}}\n    person: [Nom]"


def read(workspace, rows: str, more: str, table: str = "attendance") -> tuple[int, list[tuple[str, tuple[int, ...]]]]:
    """People that were counted, and what was said of which rows."""
    intake = workspace.read({f"{table}.csv": rows}, HEAD.format(table=table, more=more))
    said = [(one.rule, one.rows) for one in intake.problems if one.rule not in ("columns_not_used", "sex_blank")]
    return int(intake.tables[table]["count"].sum()), said


def meeting(label: str) -> str:
    return f"Rencontre;Catégorie;Hommes;Femmes\nAG;Délégués;30;20\nAG;{label};12;7\nAG;Élus;9;5\n"


def body(*rows: str) -> str:
    people = "CA;Zongo;H;Président;\nCA;Barry;F;Membre;titulaire\n"
    return f"Organe;Nom;Sexe;Fonction;Statut\n{people}{''.join(rows)}"


class TestAttendance:
    @pytest.mark.parametrize(
        "label",
        [
            *("Absents", "Absent(e)s", "Absents excusés", "ABSENTS NON EXCUSÉS", "Excusés", "Manquants", "Convoqués"),
            *("Inscrits", "Attendus", "Quorum", "Quorum requis", "Procurations", "Représentés", "Délégués absents"),
            *("Membres convoqués", "Absent", "Apologies", "Expected", "Registered", "Members absent", "Proxies"),
            *("Ausentes", "Excusadas", "Convocados", "Miembros inscritos"),
        ],
    )
    def test_who_was_not_there_is_set_aside_and_said(self, workspace, label):
        assert read(workspace, meeting(label), MEETINGS) == (64, [("row_absent", (3,))])

    @pytest.mark.parametrize(
        "label", ["Invités", "Invité(e)s", "Invités d’honneur", "Guests", "Visiteurs", "Invitadas"]
    )
    def test_guests_are_counted_and_asked(self, workspace, label):
        assert read(workspace, meeting(label), MEETINGS) == (83, [("perhaps_guest", (3,))])

    def test_guests_that_have_their_role_are_no_question(self, workspace):
        assert read(workspace, meeting("guest"), MEETINGS) == (83, [])
        assert read(workspace, meeting("Invités"), f"{MEETINGS}\n    codes: {{role: {{Invités: guest}}}}") == (83, [])

    def test_what_keep_names_is_decided_by_it(self, workspace):
        keep = f"{MEETINGS}\n    keep: {{Catégorie: [Délégués, Élus, Inscrits]}}"
        assert read(workspace, meeting("Invités"), keep) == (64, [("row_not_kept", (3,))])
        assert read(workspace, meeting("Inscrits"), keep) == (83, [])

    @pytest.mark.parametrize("label", ["Observateurs", "Non votants", "Représentants", "Inspecteurs", "Membres actifs"])
    def test_who_was_there_is_counted(self, workspace, label):
        assert read(workspace, meeting(label), MEETINGS) == (83, [])

    def test_a_remark_or_a_meeting_is_no_label(self, workspace):
        rows = "Rencontre;Catégorie;Hommes;Femmes;Notes\nExpected results workshop;Élus;9;5;absents excusés : 3\n"
        assert read(workspace, rows, MEETINGS) == (14, [])

    def test_single_people_who_were_absent_are_set_aside(self, workspace):
        more = "columns: {Sexe: sex}\n    codes: {sex: {F: F, H: M}}\n    values: {event: AG}"
        rows = "Nom;Sexe;Observations\nA;F;arrivée à 10 h\nB;H;Excusé par téléphone\nC;F;inscrite\nD;H;\n"
        assert read(workspace, rows, more) == (3, [("row_absent", (3,))])


class TestBodies:
    @pytest.mark.parametrize(
        "row",
        [
            *("CA;VACANT;H;Membre;", "CA;Poste à pourvoir;F;Membre;", "CA;;;Membre (à pourvoir);"),
            *("CA;;;Membre;siège vacant", "CA;Kaboré;H;Membre;démissionnaire", "CA;Sanou;F;Membre;décédée"),
            *("CA;Kaboré (décédé, non remplacé);H;Membre;", "CA;;;Member;vacant seat", "CA;Sanou;F;Member;resigned"),
            *("CA;;;Vocal;vacante", "CA;Sanou;F;Membre;à remplacer"),
        ],
    )
    def test_a_seat_without_a_person_is_set_aside_and_said(self, workspace, row):
        assert read(workspace, body(f"{row}\n"), SEATS, "bodies") == (2, [("seat_vacant", (4,))])

    @pytest.mark.parametrize(
        "row",
        [
            *("CA;Sanou;F;Suppléante;", "CA;Sanou;F;Membre;suppléant(e)", "CA;Sanou (suppléante);F;Membre;"),
            *("CA;Ali;H;Alternate;", "CA;Secrétariat;F;Invitée permanente;", "CA;Ali;H;Commissaire aux comptes;"),
            *("CA;Ali;H;Observer;", "CA;Ali;H;Suplente;"),
        ],
    )
    def test_who_has_perhaps_no_seat_is_counted_and_asked(self, workspace, row):
        assert read(workspace, body(f"{row}\n"), SEATS, "bodies") == (3, [("perhaps_seat", (4,))])

    def test_who_took_the_place_of_another_sits(self, workspace):
        number, said = read(workspace, body("CA;Sanou;F;Membre;remplace M. Kaboré, démissionnaire\n"), SEATS, "bodies")
        assert number == 3
        assert "seat_vacant" not in dict(said)

    def test_bodies_of_auditors_and_observers_have_seats(self, workspace):
        rows = "Organe;Nom;Sexe;Fonction;Statut\nCommissaires aux comptes;A;F;Membre;\nObservatoire;B;H;Membre;\n"
        assert read(workspace, rows, SEATS, "bodies") == (2, [])

    def test_what_keep_names_is_decided_by_it(self, workspace):
        rows = body("CA;Sanou;F;Membre;suppléante\n", "CA;Ali;H;Membre;démissionnaire\n")
        kept = f"{SEATS}\n    keep: {{Statut: [titulaire, '']}}"
        assert read(workspace, rows, kept, "bodies") == (2, [("row_not_kept", (4, 5))])

    def test_vacant_seats_of_a_list_of_numbers(self, workspace):
        rows = "Organe;Hommes;Femmes\nCA;5;3\nSièges vacants;1;0\nComité des postes vacants;2;2\n"
        more = "columns: {Organe: body}\n    counts: {Hommes: M, Femmes: F}"
        assert read(workspace, rows, more, "bodies") == (12, [("seat_vacant", (3,))])
