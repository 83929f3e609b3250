"""Documents to write: the decision page and the section of an invented federation, and one with everything hostile."""

# ruff: noqa: E501  # texts as they are printed
from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup
from matplotlib.figure import Figure

from genderaudit import plots
from genderaudit.foundations.language import language
from genderaudit.measures.result import Result
from genderaudit.report.document import (
    Beside,
    Block,
    Decision,
    Document,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Slide,
    Table,
)
from genderaudit.report.edition import draft
from genderaudit.report.tables import Cell

FRENCH = language("fr")
LONG = "anticonstitutionnellement" * 12
SCRIPT = """<script>evil()</script><img src=x onerror=evil()>{{7*7}}"""
FORMULA = "=cmd|' /C calc'!A0"
CONTROLS = "avec\x00des\x07signes\x1b[31m de\x0bcommande\ufffe"
ARABIC = "النساء في النقابة"
BODIES = {
    "Section de la mine du plateau": (0, 7, 3),
    "Section des chauffeurs": (0, 7, 3),
    "Section des chantiers": (0, 7, 3),
    "Union régionale de Kayes": (1, 11, 3),
    "Section des douanes": (1, 7, 2),
}
VIEWS = {
    "Une femme a autant de chances qu’un homme d’être choisie": (0.08, 0.62),
    "Les jeunes pèsent dans nos décisions": (0.15, 0.54),
    "Les vraies décisions se prennent entre quelques hommes": (0.55, 0.11),
}


def seats(figure: Figure) -> None:
    rows = [
        Result(value=lack, unit="seats", n=n, women=women, men=n - women, group={"body": body})
        for body, (women, n, lack) in BODIES.items()
    ]
    plots.seats(rows, ax=figure, language=FRENCH)


def views(figure: Figure) -> None:
    rows = [
        Result(value=share, unit="share", n=n, group={"statement": text, "sex": sex})
        for text, (women, men) in VIEWS.items()
        for sex, share, n in (("F", women, 46), ("M", men, 72))
    ]
    plots.dumbbell(rows, ax=figure, language=FRENCH)


def picture(draw: Callable[[Figure], object] = seats, title: str = "Trois sections n’ont aucune femme") -> Picture:
    return Picture(title, "Sièges des instances qui ont un quota, 2025.", f"{title} : mine 0 sur 7, douanes 1.", draw)


DECISIONS = (
    Decision(
        1,
        "Trois femmes au moins dans chaque bureau de section",
        "Candidatures présentées avant la liste ; commencer par la mine, les chauffeurs et les chantiers.",
        ("Bureau exécutif · aux élections de section, d’ici juin 2026", "coût : déplacements de 3 réunions"),
    ),
    Decision(
        2,
        "Réunions de bureau finies à dix-huit heures",
        "Et prise en charge de la garde d’enfants.",
        ("Chaque bureau · dès janvier 2026", "coût : garde, ligne du comité des femmes"),
    ),
    Decision(
        3,
        "Mécanisme de plainte adopté et financé",
        "Deux personnes formées par région.",
        ("Comité directeur, avec le comité des femmes · mars 2026", "coût : à inscrire au budget 2026"),
    ),
)
FACTS = (
    Fact(
        "24",
        "sièges manquent aux femmes",
        "Douze des dix-sept instances à quota ne l’atteignent pas",
        "",
        "Les cinq instances les plus éloignées après le comité directeur (9 sur 41) ; toutes p. 8",
        Picture("Douze des dix-sept instances à quota ne l’atteignent pas", "", "Sièges : mine 0 sur 7.", seats),
        ("gap_analysis/seats[body=Section de la mine]",),
    ),
    Fact(
        "62 %",
        "des hommes, moins de 10 % des femmes",
        "Les hommes voient des chances égales, les femmes non",
        "… disent qu’une femme a autant de chances d’être choisie pour une responsabilité. C’est l’écart le plus grand de toute l’enquête, et il n’a pas diminué depuis 2022.",
        "Enquête : 46 femmes et 72 hommes ont répondu à cette question.",
        None,
        ("staff_perception/a", "staff_perception/b"),
    ),
    Fact(
        "0",
        "mécanisme contre les violences",
        "Le mécanisme de plainte promis en 2022 s’est arrêté faute de moyens",
        "Le projet est rédigé. Aucun des quatre textes examinés ne dit à qui s’adresser, et aucun budget n’est inscrit.",
    ),
)
VOICE = Quote("Le quota est écrit, mais la liste des candidats se fait avant le congrès.", "une femme, entretien")
TABLE = Table(
    "Sièges par instance",
    ("Instance", "Femmes", "Sièges", "Part", "Quota"),
    tuple(
        (
            Cell(name),
            Cell(f"{women}", number=True),
            Cell(f"{n}", number=True),
            Cell(f"{women / n:.1%}".replace(".", ",").replace("%", "\u202f%"), number=True),
            Cell("non remplies", look="rating missing"),
        )
        for name, (women, n, _) in BODIES.items()
    ),
)
DECISION_PAGE: tuple[Block, ...] = (
    Heading("Le quota est écrit ; trois sections sur dix n’ont toujours aucune femme dans leur bureau", 1),
    Paragraph(
        "Un siège sur quatre revient à une femme (44 sur 175, contre 33 sur 168 en 2022). Il en faudrait 24 de plus pour respecter les 30 % des statuts.",
        "lead",
    ),
    Heading("Ce que l’audit a trouvé", 2, "trouve"),
    *FACTS,
    Heading("Ce qui est demandé", 2, "demande"),
    *DECISIONS,
    Beside(
        (VOICE,),
        (
            Heading("Ce qui marche", 2),
            Paragraph(
                "Les femmes dirigent trois instances, contre une en 2022. Le budget des comités a presque triplé, à 1 250 000 FCFA."
            ),
        ),
    ),
    Paragraph(
        "Comment nous avons travaillé : p. 2. Chaque chiffre et sa source : annexe. Plan d’action à remplir : action_plan.xlsx",
        "small",
    ),
)
SECTION: tuple[Block, ...] = (
    Heading(
        "Les femmes entrent dans les instances nationales, pas dans les sections ouvrières",
        2,
        "decision",
        "Domaine I · Décision",
        page=True,
    ),
    Paragraph(
        "Depuis 2022 la part des sièges tenus par des femmes est passée de 20 à 25 %, et trois instances sur dix-sept sont présidées par une femme, contre une sur seize."
    ),
    picture(),
    Beside(
        (picture(views, "Six hommes sur dix, une femme sur dix"),),
        (Paragraph("Part d’accord, en %."), Points(("un point", "un autre"))),
    ),
    Beside(
        (VOICE,),
        (
            Quote(
                "« On nous propose le poste d’adjointe, jamais celui de première responsable. »",
                "femmes, groupe de discussion",
            ),
        ),
    ),
    Heading("Ce qui en découle", 3, "suite"),
    Paragraph("Bamako et Sikasso ont présenté des binômes.", label="Bonne pratique"),
    Points(("Premier", "Deuxième", "Troisième"), numbered=True),
    TABLE,
)
SLIDES = (
    Slide(
        "Le quota est écrit ; trois sections sur dix n’ont toujours aucune femme dans leur bureau",
        (
            Paragraph("Un siège sur quatre revient à une femme (44 sur 175).", "lead"),
            Paragraph("Édition 1 du 3 mars 2026.", "small"),
        ),
    ),
    *(Slide(fact.title, (fact,)) for fact in FACTS),
    Slide("Ce qui est demandé", DECISIONS),
    Slide(
        "Ce que les femmes disent",
        (VOICE, Points(("Bonne pratique : les binômes", "À relever : les listes se font avant"))),
    ),
    Slide(
        "Six hommes sur dix, une femme sur dix",
        (
            picture(views, "Six hommes sur dix, une femme sur dix"),
            Paragraph("Enquête : 46 femmes et 72 hommes.", "small"),
        ),
    ),
    Slide("Sièges par instance", (TABLE,)),
)


def document(blocks: Sequence[Block], slides: Sequence[Slide] = SLIDES, released: bool = False) -> Document:
    stamp = draft(FRENCH)
    return Document(
        "Rapport d’audit de genre",
        FRENCH,
        "Fédération syndicale Djéliba (organisation fictive) · audit participatif de genre 2025",
        "Édition 1" if released else stamp.word,
        tuple(blocks),
        ("Édition 1 du 3 mars 2026, pour l’organisation auditée.",) if released else stamp.lines,
        tuple(slides),
    )


def decision_page() -> Document:
    return document(DECISION_PAGE)


def report() -> Document:
    """The decision page and a section."""
    return document((*DECISION_PAGE, *SECTION), released=True)


def hostile() -> Document:
    """One of each block, with texts that mean something to a program, and that are longer than any line."""
    bad = f"{SCRIPT} {FORMULA} {CONTROLS} {ARABIC} {LONG}"
    cells = (Cell(bad), Cell("12 345,6", number=True), Cell(Markup("<em>marqué</em> &amp; sûr"), look="none"))
    nasty = Picture(f"Image {bad}", f"Dessous {bad}", f"Texte \"de\" 'remplacement' {bad}", views)
    blocks: tuple[Block, ...] = (
        Heading(f"Titre {bad}", 1),
        Paragraph(f"Avant {bad}", "lead"),
        Fact("1 234 567 890", f"mots {bad}", f"constat {bad}", f"texte {bad}", f"source {bad}", nasty, ('a"b<c>/d',)),
        Heading(f"Partie {bad}", 2, "partie", f"Dessus {bad}", page=True),
        Decision(12, f"décision {bad}", f"détail {bad}", (f"qui {bad}", f"quand {bad}")),
        Paragraph(f"Petit {bad}", "small", f"Étiquette {bad}", ("x", "y")),
        Points((f"point {bad}", FORMULA)),
        Points((f"pas {bad}", "second"), numbered=True),
        nasty,
        Table(f"Légende {bad}", (f"tête {bad}", "nombre", "autre"), (cells, cells)),
        Quote(f"parole {bad}", f"groupe {bad}"),
        Beside((Heading(f"gauche {bad}", 3), nasty), (Quote("“déjà entre guillemets”", ""), Points((bad,)))),
    )
    texts = [block for block in blocks if not isinstance(block, Heading)]
    return Document(
        f"Document {bad}",
        FRENCH,
        f"Courant {bad}",
        draft(FRENCH).word,
        blocks,
        (f"ligne {bad}",),
        tuple(Slide(f"Diapo {bad}", (block,)) for block in texts),
    )
