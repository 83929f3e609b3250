"""Words of lists: codes and levels regardless of case and accents; one name for words differing in gender only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

import pandas as pd

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import load
from genderaudit.intake.cells import values
from genderaudit.intake.contract import SAFE_TO_SHOW
from genderaudit.intake.problems import Remark
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.drop_downs import codes_of

BY_GENDER = ("function", "role", "level")
"""Columns whose words often show the sex of the person."""
MAY_BE_MISSPELT = (
    "unit",
    "branch",
    "product",
    "sector",
    "body",
    "event",
    "contract",
    "line",
    "activity_type",
    "region",
)
"""Columns in which nearly equal words are probably one."""
MOST_COMPARED = 400
SHOWN = 5
SHORTEST = 5
"""Letters from which words differing by one letter are probably one; shorter ones are initials: CDI, CDD."""
_DOTS = re.compile(r"(?<!\d)[. ]+|[. ]+(?!\d)")  # not those between two digits: 1.5 is not 15
_SPACED_ENDING = re.compile(r"(\w) \((\w{1,5})\)")  # Président (e)
_SHORT_ENDING = re.compile(r"(?P<base>.*\w)[(/·•.-]-?(?P<ending>\w{1,5})\)?")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")


def word_key(word: object) -> str:
    """Return a word for comparison: without case, accents and repeated spaces.

    Initials without dots: C.D.I., C D I, CDI.
    """
    text = " ".join(folded(values.code(word)).replace("’", "'").split())
    bare = _DOTS.sub("", text)
    return bare if 0 < len(bare) < SHORTEST else _INITIALS.sub(lambda found: found[0].replace(".", ""), text)


def with_codes(written: pd.Series, declared: Mapping[str, object], of_suite: Mapping[str, object]) -> pd.Series:
    """Return cells by declared codes, as written or regardless of case, accents and spaces.

    Then by the suite's own codes (``of_suite``).
    """
    loose: dict[str, object] = {}
    for word, code in declared.items():
        loose[word_key(word)] = code if loose.get(word_key(word), code) == code else None
    loose = {**of_suite, **{word: code for word, code in loose.items() if code is not None}}
    if not loose:
        return written
    return values.map_distinct(written, lambda cell: declared.get(values.code(cell), loose.get(word_key(cell), cell)))


@cache
def suite_codes(table: str, column: str) -> Mapping[str, object]:
    """Return key of the suite's own labels (Femme, Women, Oui …) in any language → code."""
    codes: dict[str, object] = {}
    if column == "sex":
        labels = ((language(one).text(f"sex.{code}"), code) for one in languages() for code in ("F", "M", "X"))
        codes = {word_key(label): code for label, code in labels}
    if column == "gender_marker":  # wording of the OECD's gender marker
        codes = {
            word_key(language(one).text(f"marker_words.{code}")): code for one in languages() for code in (0, 2, 3)
        }
    return codes | {word_key(word): code for word, code in codes_of(table).get(column, {}).items()}


def with_uniform_words(
    frame: pd.DataFrame, levels: Sequence[str], codes: Mapping[str, Mapping[str, object]]
) -> tuple[pd.DataFrame, list[Remark]]:
    """Return levels as listed and occupations without grammatical gender, and problems by column.

    Words named in ``codes`` are unchanged. Nearly equal words are reported, not changed.
    """
    problems = []
    for name in [name for name in BY_GENDER if name in frame and frame[name].notna().any()]:
        if name == "level" and levels:
            column, number = spelled_as_listed(frame[name], levels), 0
        else:
            declared = {word: str(code) for word, code in codes.get(name, {}).items()}
            not_joined = {word for word, code in declared.items() if word == code}
            column, number = with_genders_joined(frame[name], not_joined, set(declared.values()) - not_joined)
        frame = frame.assign(**{name: column.astype("str").where(frame[name].notna())})
        problems += [Remark("warning", "gender_joined", column=name, values={"words": number})] if number else []
    for name in [name for name in MAY_BE_MISSPELT if name in frame]:
        pairs = similar_words(frame[name])
        shown = "; ".join(f"{word} = {other}" for word, other in pairs[:SHOWN]) + (" …" if len(pairs) > SHOWN else "")
        problems += (
            [Remark("warning", "words_alike", column=name, values={"pairs": shown, "field": name})] if pairs else []
        )
    return frame, problems


def rare_words(columns: Iterable[tuple[pd.Series, pd.Series]]) -> frozenset[str]:
    """Return words that fewer than ``SAFE_TO_SHOW`` people have in each of these columns (words, people per row).

    Such a word may be about a single person.
    """
    most: dict[str, float] = {}
    for words, people in columns:
        for word, number in people.groupby(words.astype("str").where(words.notna())).sum().items():
            most[str(word)] = max(most.get(str(word), 0), number)
    return frozenset(word for word, number in most.items() if number < SAFE_TO_SHOW)


def spelled_as_listed(written: pd.Series, listed: Sequence[str]) -> pd.Series:
    """Return cells equal to a listed word apart from case, accents, spaces or grammatical gender, as that word."""
    by_key = {word_key(word): word for word in listed}
    by_stem = {stem(word): word for word in listed}
    return values.map_distinct(
        written, lambda cell: cell if cell in listed else by_key.get(word_key(cell), by_stem.get(stem(cell), cell))
    )


def with_genders_joined(
    column: pd.Series, not_joined: Collection[str], chosen: Collection[str] = ()
) -> tuple[pd.Series, int]:
    """Return the column with words differing only in grammatical gender joined, and the number of such words.

    The name is the ``chosen`` one, else one of both (Chargé(e)), or both names, the more frequent first. Words
    ``not_joined`` are not joined, nor are two chosen ones.
    """
    counts = column[~column.isin(list(not_joined))].value_counts()
    groups: dict[str, list[str]] = {}
    for word in counts.index:
        groups.setdefault(stem(word), []).append(str(word))
    name: dict[str, str] = {}
    for words in groups.values():
        chosen_words = [word for word in words if word in chosen]
        if len({word_key(word) for word in words}) > 1 and len(chosen_words) < 2:
            name |= dict.fromkeys(words, chosen_words[0] if chosen_words else _name_of_both_sexes(words))
    return (column.map(lambda word: name.get(word, word), na_action="ignore") if name else column), len(
        set(name.values())
    )


def similar_words(column: pd.Series) -> list[tuple[str, str]]:
    """Return pairs of words differing in case, accents, spaces, dots or one letter, the more frequent first.

    Two rare words may be people's names, so one of them must occur at least ``SAFE_TO_SHOW`` times.
    """
    counts = column.value_counts()[:MOST_COMPARED]
    words = [str(word) for word in counts.index]
    keys = [word_key(word) for word in words]
    return [
        (words[one], words[other])
        for one in range(int((counts >= SAFE_TO_SHOW).sum()))
        for other in range(one + 1, len(words))
        if keys[one] == keys[other] or _differ_in_one_letter(keys[one], keys[other])
    ]


def stem(word: object) -> str:
    """Return the stem of an occupation: every word without its gender ending.

    Both names together are one: Président / Présidente, Secretaria o secretario.
    """
    text = _SPACED_ENDING.sub(r"\1(\2)", " ".join(str(word).lower().replace("’", "'").split()))
    both = {_stem_of_words(part) for part in _between_both_names().split(text) if part}
    return both.pop() if len(both) == 1 else _stem_of_words(re.sub(r"\s*/\s*", "/", text))


def _stem_of_words(text: str) -> str:
    return " ".join(_stem(part) for part in re.split(r"[\s,]+", text) if part)


def _stem(word: str) -> str:
    parts = {_stem(part) for part in word.split("/")} if "/" in word.strip("/") else set()
    if len(parts) == 1:
        return parts.pop()
    if (short := _SHORT_ENDING.fullmatch(word)) and _completes(short["base"], short["ending"]):
        return _stem(short["base"])
    for feminine, masculine in _endings():
        if word.endswith(feminine) and len(word) - len(feminine) >= 2:
            return _stem(word[: len(word) - len(feminine)] + masculine)
    return folded(word)


def _completes(base: str, ending: str) -> bool:
    """Return True if the ending after a masculine name makes it feminine: trésorier(ère), director/a."""
    return any(base.endswith(masculine) and feminine.endswith(ending) for feminine, masculine in _endings())


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """Return feminine and masculine endings of all languages, the longest first."""
    by_language: dict[str, dict[str, str]] = load(TEMPLATES / "intake" / "genders.yml")[0]
    pairs = {feminine: masculine for one in reversed(by_language.values()) for feminine, masculine in one.items()}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def _name_of_both_sexes(words: Sequence[str]) -> str:
    """Return a name for both sexes, Président(e), else the two most frequent that differ in more than case."""
    spoken = {word_key(word): word for word in reversed(words)}
    of_both = [word for word in words if re.search(r"[(·/]", word)]
    return of_both[0] if of_both else " / ".join(list(reversed(spoken.values()))[:2])


def _differ_in_one_letter(first: str, second: str) -> bool:
    """Return True if one letter is changed, omitted, doubled or swapped; numbers and initials distinguish words."""
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < SHORTEST or len(longer) - len(shorter) > 1:
        return False
    place = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    same = len(first) == len(second)
    swapped = same and longer[place : place + 2] == shorter[place : place + 2][::-1]
    rests = (shorter[place + 1 :] if same else shorter[place:], longer[place + 1 :])
    is_close = rests[0] == rests[1] or (swapped and shorter[place + 2 :] == longer[place + 2 :])
    words = list(_words_of_one_only(first, second))
    return (
        is_close
        and max(map(len, words), default=SHORTEST) >= SHORTEST
        and all(len(word) > 2 and not any(map(str.isdecimal, word)) for word in words)
    )


def _words_of_one_only(one: str, other: str) -> Iterator[str]:
    """Yield the words that only one of the texts has."""
    first, second = set(one.split()), set(other.split())
    yield from first ^ second


@cache
def _between_both_names() -> re.Pattern[str]:
    return re.compile(rf"\s*[/,]\s*|\s+(?:{'|'.join(map(re.escape, cell_words().between_both_names))})\s+")
