"""Lists of texts that were examined, as somebody in an office keeps them."""

import yaml
from examples import suggest

from genderaudit.foundations.language import language
from genderaudit.intake.round.readiness import readiness
from genderaudit.methodology.organisation import read_organisation

ABOUT = "name: Syndicat d'exemple\nkind: trade_union\nlanguages: [fr]\n"
TEXTS = "N°;Type de texte;Clause;Conforme;Tirage\n" + "".join(
    f"{n};{kind};Congé de paternité;{'Oui' if n % 3 == 0 else 'Non'};Tirés au sort\n"
    for n, kind in enumerate(["Convention collective", "Avis de vacance"] * 6, start=1)
)


def test_a_list_of_texts_is_recognised_and_read(workspace):
    folder = workspace.organisation({"Textes examinés 2025.csv": TEXTS}, ABOUT)
    said = yaml.safe_load(suggest(folder, read_organisation(folder.parent), language("fr")))["tables"]["texts"]
    assert said["columns"]["Clause"] == "looked_for"
    settings = ABOUT + yaml.safe_dump({"tables": {"texts": said}}, allow_unicode=True)
    intake = workspace.read({"Textes examinés 2025.csv": TEXTS}, settings)
    assert intake.errors == ()
    texts = intake.tables["texts"]
    assert (texts["text_kind"].eq("collective_agreement").sum(), texts["meets"].sum()) == (6, 4)
    assert set(texts["chosen"]) == {"drawn"}


def test_texts_of_another_kind_keep_their_name_and_unknown_kinds_are_shown(workspace):
    lines = "text_kind,meets\nRèglements intérieurs,yes\nAutres textes,no\nRadio,yes\n"
    codes = {"text_kind": {"Règlements intérieurs": "other", "Autres textes": "other", "Radio": "other"}}
    declared = ABOUT + yaml.safe_dump({"tables": {"texts": {"codes": codes}}}, allow_unicode=True)
    texts = workspace.read({"texts.csv": lines}, declared).tables["texts"]
    assert texts["looked_for"].fillna("").tolist() == ["Règlements intérieurs", "", "Radio"]
    (asked,) = workspace.read({"texts.csv": lines}, ABOUT).errors
    assert "« Radio » (1)" in asked.sentence(language("fr")).replace("\u00a0", " ")
    folder = workspace.organisation({"texts.csv": lines}, ABOUT)
    said = yaml.safe_load(suggest(folder, read_organisation(folder.parent), language("fr")))["tables"]["texts"]
    assert said["codes"]["text_kind"]["Règlements intérieurs"] == "other"


def test_more_than_were_examined_and_a_yes_of_several_are_said(workspace):
    cells = "text_kind,examined,meets\nmission,3,4\nmission,3,yes\nmission,1,yes\n"
    found = {one.rule: one.rows for one in workspace.read({"texts.csv": cells}, ABOUT).problems}
    assert (found["meets_above_examined"], found["yes_of_several"]) == ((2,), (3,))


def test_who_examined_no_texts_is_told_nothing_of_it(workspace):
    intake = workspace.read({"members.csv": "sex\nF\n"}, ABOUT)
    folder = workspace.organisation({"members.csv": "sex\nF\n"}, ABOUT)
    assert "texts" not in readiness(folder, intake, read_organisation(folder.parent)).lacking
