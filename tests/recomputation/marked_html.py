"""What the HTML of a phase prints of each finding, by its ``data-finding`` attributes, and whether it belongs to it.

Nothing here is imported from the suite. The words of columns stand here in both languages, by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

FIELDS = {
    "women": r"Women|Young women|Femmes|Jeunes femmes",
    "men": r"Men|Hommes",
    "n": r"People|All of known age|Seats|Lines|Units|Expected|Appointments|Base|Personnes|Personnes d’âge connu|Sièges"
    r"|Attendances|Présences|Lignes|Services|Attendues|Nominations|Texts|Textes|Meetings|Rencontres"
    r"|Turns|Speaking turns|Prises de parole|People or seats|Personnes ou sièges"
    r"|Loans, accounts or policies|Prêts, comptes ou contrats|Activities|Activités",
    "value": r"Share of the young|Part des jeunes|Value|Share|Gap"
    r"|Difference \(points\)|Ratio|Index|Score|Number|Seats missing|Hours|Year"
    r"|Amount(?: \(.*\))?|Montant(?: \(.*\))?|Valeur|Part|Écart|Différence \(points\)|Indice|Nombre|Sièges manquants"
    r"|Heures|Année",
    "interval": r"Interval \(.*\)|Intervalle \(.*\)",
    "target": r"Target|Cible",
    "rating": r"Requirement|Exigences",
    "share_women": r"Women, favourable|Femmes, part favorable",
    "n_women": r"Women, base|Femmes, base",
    "rating_women": r"Women’s rating|Appréciation des femmes",
    "share_men": r"Men, favourable|Hommes, part favorable",
    "n_men": r"Men, base|Hommes, base",
    "rating_men": r"Men’s rating|Appréciation des hommes",
    "rate_women": r"Rate, women|Taux, femmes",
    "rate_men": r"Rate, men|Taux, hommes",
    "share_part": r"Share in the body|Part dans l’instance",
    "share_whole": r"Share among members|Part parmi les membres",
    "share_served": r"Women’s share of this service|Part des femmes dans ce service",
    "share_members": r"Women’s share among members|Part des femmes parmi les membres",
    "share_reached": r"Women’s share of those reached|Part des femmes parmi les personnes touchées",
    "unknown": r"Activities without numbers|Activités sans effectifs",
    "rate_equality": r"Spent, for equality|Dépensé, pour l’égalité",
    "rate_others": r"Spent, other activities|Dépensé, autres activités",
    "share_all": r"Share in all levels|Part, tous niveaux",
    "share_above": r"Share above the lowest level|Part au-dessus du niveau le plus bas",
    "share_lowest": r"Share at the lowest level|Part au niveau le plus bas",
    "share_top": r"Share at the top|Part au sommet",
    "quota": r"Quota",
    "missing": r"Missing|Manque",
    "share_turns": r"Women’s share of the turns|Part des prises de parole",
    "share_present": r"Women’s share of those present|Part des personnes présentes",
    "expected": r"Share on the way there|Part à ce stade du chemin",
    "by": r"By|Échéance",
    "per_year": r"More needed a year|Manque par an",
    "left_out": r"Reserved bodies left out|Instances réservées, non comptées",
    "before": r"Before|Avant",
    "after": r"Now|Aujourd’hui",
    "round_before": r"Round before|Cycle précédent",
    "this_round": r"This round|Ce cycle",
    "neutral_share": r"Undecided|Réponses neutres",
    "do_not_know_share": r"Do not know|Ne savent pas",
    "cliffs_delta": r"Cliff’s delta|Delta de Cliff",
    "part": r"Part of the gap|Part de l’écart",
    "categories": r"Categories|Catégories",
    "median_random": r"By chance alone|Hasard seul",
    "bodies": r"Bodies|Instances",
    "short": r"Of these short|Dont en défaut",
    "points": r"Points in time|Dates",
    "items": r"Statements|Affirmations",
    "mean": r"Mean score|Score moyen",
    "design_effect": r"Design effect|Effet de plan",
    "share_now": r"Share now|Part actuelle",
    "appointments": r"Appointments expected|Nominations attendues",
    "at_present": r"Women at the present rate|Femmes au rythme actuel",
    "share_if_all": r"Share if all were women|Part si l’on ne nommait que des femmes",
}
"""Column → the words that head it. Where a field of a finding and a detail share words, both may be meant."""
WITHOUT_NUMBERS = ("What is asked", "Ce qui est demandé")
"""Columns of words, in which a number is no figure."""
RATINGS = {
    "missing": r"not met|non remplies",
    "approaches": r"nearly met|presque remplies",
    "meets": r"met|remplies",
    "exceeds": r"exceeded|better than the target|dépassées|mieux que la cible",
}
NUMBER = re.compile(r"[−-]?\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d+)?|[−-]?\d+(?:[.,]\d+)?")
COUNTED = r"(?<![\d.,])\d+(?:[\u00a0\u202f,]\d{3})*(?![\d]|[.,]\d|\s?%)"
BESIDE = {
    "women": rf"(?<!of )({COUNTED}) (?:are )?(?:women|(?:sont des )?femmes)\b|femmes\s?: ({COUNTED})",
    "men": rf"(?<!of )({COUNTED}) (?:are )?(?:men|(?:sont des )?hommes)\b|hommes\s?: ({COUNTED})",
}
"""A number right beside the word for women, or men."""
OF_THE_METHOD = {"budget_gender_share": [2.0, 3.0], "activities_for_equality": [2.0, 3.0], "duncan_index": [0.0, 1.0]}
"""Numbers that a sentence may name without the finding: gender markers, the ends of an index."""


@dataclass
class Marked:
    """An element with the id of a finding: its text; of a cell the words above its column, of a row all its cells."""

    finding: str
    text: str = ""
    above: str = ""
    row: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Marked] = []
        self._open: list[tuple[str, Marked | None]] = []
        self._heads: list[str] = []
        self._cells: list[tuple[str, Marked | None]] = []
        self._in_head = False
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        finding = dict(attributes).get("data-finding")
        marked = Marked(finding) if finding else None
        if marked:
            self.found.append(marked)
        if tag == "thead":
            self._heads, self._in_head = [], True
        elif tag == "tr":
            self._cells = []
        elif tag in ("td", "th"):
            self._cell = []
        if tag in ("td", "th", "span", "tr", "thead"):
            self._open.append((tag, marked))

    def handle_data(self, data: str) -> None:
        for _, marked in self._open:
            if marked:
                marked.text += data
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("td", "th", "span", "tr", "thead"):
            return
        _, marked = self._open.pop()
        if tag in ("td", "th"):
            text, self._cell = "".join(self._cell or ()).strip(), None
            self._heads += [text] if self._in_head else []
            self._cells.append((text, marked))
        elif tag == "tr" and not self._in_head:
            self._place()
        elif tag == "thead":
            self._in_head = False

    def _place(self) -> None:
        """Give the marked cells of a row the words above them; a marked first cell has the whole row."""
        heads = self._heads if len(self._heads) == len(self._cells) else [""] * len(self._cells)
        for number, ((_, marked), head) in enumerate(zip(self._cells, heads, strict=True)):
            if marked and number:
                marked.above = head
            elif marked:
                marked.row = [(head, text) for head, (text, _) in zip(heads[1:], self._cells[1:], strict=True)]


def marked_in(html: str) -> list[Marked]:
    """All elements of a page that carry the id of a finding."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def wrong_words(one: Marked, finding: dict[str, Any], language: str) -> Iterator[str]:
    """What an element says that its finding does not."""
    if one.row:
        for head, text in one.row:
            yield from _wrong_cell(head, text, finding, language)
    elif one.above:
        yield from _wrong_cell(one.above, one.text, finding, language)
    else:
        yield from _wrong_sentence(one.text, finding, language)


def _wrong_cell(head: str, text: str, finding: dict[str, Any], language: str) -> Iterator[str]:
    fields = [name for name, words in FIELDS.items() if re.fullmatch(words, head)]
    if not fields and re.search(r"\d", text) and head not in WITHOUT_NUMBERS:
        yield f"“{head}” has the number {text}: say in FIELDS what it is"
    if not fields or not re.search(r"\d", text):
        if fields and fields[0].startswith("rating"):
            yield from _wrong_rating(fields[0], text, finding)
        return
    sex = {"women": "F", "men": "M"}.get(fields[0].rpartition("_")[2])
    if fields[0] in ("share_women", "share_men", "n_women", "n_men") and finding["group"].get("sex") != sex:
        yield f"“{head}” is of {finding['group']}"
    expected = [number for name in fields for number in _of_field(name, head, finding)]
    if fields == ["value"] and finding["unit"] == "seats":  # «4 of 15 seats» in the table of gaps
        expected += [round(finding["details"]["share"] * finding["n"]), finding["n"]]
    for number, decimals in _numbers(text, language):
        if not any(_same(number, decimals, one) for one in expected):
            yield f"“{head}”: {text}, and the finding has {expected}"


def _of_field(name: str, head: str, finding: dict[str, Any]) -> list[float]:
    points = 100 if finding["unit"] in ("share", "gap", "difference") else 1
    details = finding["details"]
    if name in ("share_women", "share_men", "value"):
        own = [finding["value"] * points] if finding["value"] is not None else []
        own += [bound * points for bound in (finding["band"] or {}).values()]
        return own + ([details["share"] * 100] if "share" in details and head in ("Share", "Part") else [])
    if name in ("n_women", "n_men"):
        return [finding["n"]]
    if name == "target":
        asked = [bound for bound in (finding["target"] or {}).values() if isinstance(bound, float)]
        points = 100 if finding["unit"] in ("seats", "year") else points
        return [bound * points for bound in (*asked, *(details[one] for one in ("quota", "target") if one in details))]
    if name in ("round_before", "this_round"):  # «33 of 168 (19.6%)»
        women, n, share = {
            "round_before": ("women_before", "n_before", "before"),
            "this_round": ("women_after", "", "after"),
        }[name]
        known = [details.get(women), details.get(n, finding["n"])]
        return [
            number
            for number in (*known, *(100 * d for d in [details.get(share)] if d is not None))
            if number is not None
        ]
    if name == "interval":
        return [finding["interval"][end] * points for end in ("low", "high")]
    number = finding.get(name) if name in ("women", "men", "n") else details.get(name)
    in_per_cent = name.startswith(
        ("share", "expected", "rate", "quota", "before", "after", "neutral", "do_not", "part")
    )
    return [] if number is None else [number * (100 if in_per_cent else 1)]


def _wrong_rating(name: str, text: str, finding: dict[str, Any]) -> Iterator[str]:
    said = re.sub(r" \(.*\)$", "", text)
    known = [rating for rating, words in RATINGS.items() if re.fullmatch(words, said)]
    if known != ([finding["rating"]] if finding["rating"] else []):
        yield f"{name}: {text}, and the finding has {finding['rating']}"
    if name != "rating" and {"women": "F", "men": "M"}[name.removeprefix("rating_")] != finding["group"].get("sex"):
        yield f"{name} is of {finding['group']}"


def _wrong_sentence(text: str, finding: dict[str, Any], language: str) -> Iterator[str]:
    for label in sorted(finding["group"].values(), key=len, reverse=True):
        text = text.replace(label, " ")
    for sex, beside in BESIDE.items():
        for said in re.finditer(beside, text):
            ((number, _),) = _numbers(said[1] or said[2], language)
            if finding[sex] is not None and number != finding[sex]:
                yield f"{number:g} {sex}, and the finding has {finding[sex]}"
    known = _numbers_of(finding) + OF_THE_METHOD.get(finding["indicator"], [])
    for number, decimals in _numbers(text, language):
        if not any(_same(abs(number), decimals, abs(one)) for one in known):
            yield f"{number:g} in “{text.strip()}”"


OF_ALL = ("focal_points_senior_share", "focal_points_mandate")
"""Of so many women and men together, though women stand beside the figure."""


def _numbers_of(finding: dict[str, Any]) -> list[float]:
    """Every number of a finding as it is, and as a per cent of it."""
    plain = [finding[name] for name in ("value", "n", "women", "men")]
    for part in (finding["interval"], finding["band"], finding["target"], finding["details"]):
        plain += [number for number in (part or {}).values() if isinstance(number, int | float)]
    if "share" in finding["details"] and finding["n"]:
        plain.append(round(finding["details"]["share"] * finding["n"]))  # seats held
    of_things = finding["women"] is None or finding["indicator"] in OF_ALL
    if finding["unit"] == "share" and finding["value"] is not None and of_things:
        plain.append(round(finding["value"] * finding["n"]))  # so many of the units, lists or columns
    known = [number for number in plain if number is not None]
    return [*known, *(100 * number for number in known)]


def _numbers(text: str, language: str) -> Iterator[tuple[float, int]]:
    """The numbers of a text, each with its digits after the mark."""
    mark = "," if language == "fr" else "."
    for found in NUMBER.findall(text):
        plain = found.replace("−", "-").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
        plain = plain.replace("," if mark == "." else ".", "").replace(mark, ".")
        yield float(plain), len(plain.partition(".")[2])


def _same(printed: float, decimals: int, number: float) -> bool:
    return abs(printed - number) <= 0.5 * 10.0**-decimals + 1e-6
