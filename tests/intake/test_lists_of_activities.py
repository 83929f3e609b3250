"""Lists of activities as organisations keep them, and negotiations among the meetings."""

from __future__ import annotations

import yaml
from examples import suggest

from genderaudit.audit.data import AuditData
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.organisation import read_organisation

ABOUT = "name: ONG d'exemple\nkind: {kind}\nlanguages: [fr]\ncurrency: XOF\n"
LISTED = (
    "N°;Intitulé de l'activité;Type;Zone;Femmes;Hommes;Total;Marqueur genre;Budget prévu (FCFA);Budget exécuté (FCFA)\n"
    "1;Maraîchage;Formation;Niono;45;12;57;3;1 500 000;1 200 000\n"
    "2;Causeries;Sensibilisation;Macina;210;35;245;2;800 000;800 000\n"
    "3;Radio;Sensibilisation;Ségou;-;-;;0;600 000;néant\n"
    ";TOTAL;;;255;47;302;;2 900 000;2 000 000\n"
)


def test_a_report_of_activities_is_recognised_and_read(workspace):
    files, settings = {"Rapport activités 2025.csv": LISTED}, ABOUT.format(kind="ngo")
    folder = workspace.organisation(files, settings)
    proposal = suggest(folder, read_organisation(folder.parent), language("fr"))
    said = yaml.safe_load(proposal)["tables"]["activities"]
    assert "counts" not in said  # one row an activity: women and men stay beside each other
    intake = workspace.read(files, settings + proposal)
    assert intake.errors == ()
    listed = intake.tables["activities"]
    assert (listed["women"].sum(), listed["men"].sum(), listed["budget"].sum()) == (255, 47, 2_900_000)
    assert listed["spent"].isna().sum() == 1


def test_negotiations_are_known_by_type_or_name(workspace):
    rows = "event,event_type,sex\nAES,Négociation collective,F\nComité de grève du rail,,M\nCongrès,Congrès,F\n"
    folder = workspace.organisation({"attendance.csv": rows}, ABOUT.format(kind="trade_union"))
    about, place = read_organisation(folder.parent), Workspace(folder.parents[3])
    evidence = AuditData("baseline", folder.parent.name, folder.name, language("fr"), place, about, {})
    assert evidence.negotiations()["event"].tolist() == ["AES", "Comité de grève du rail"]
