"""Headers of survey tools' exports: which tool wrote them, and which name of the contract each has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from genderaudit.intake.survey import wordings as words

_HEADING = re.compile(r"([A-Za-z]\w*)(?:\[(\w+)\])?\.\s+(\S.*)")  # LimeSurvey: code[sub]. text
_OPTION = re.compile(r"\[([^\[\]]+)\]$")
_SUBQUESTION = re.compile(r"(?:area)?([A-Za-z])[_\[](\w+)\]?")
_GROUP = re.compile(r"[/|.-]")
"""Separators between a group and a question."""


def tool_of(headers: Sequence[str], wordings: words.Wordings) -> str:
    """Return the tool that wrote these headers; empty if none is recognised."""
    seen = {key for header in headers for key in header_keys(header)}
    for tool, marks in words.tools().marks.items():
        if any(words.wording_keys(mark) <= seen for mark in marks):
            return tool
    if words.SHEET_NUMBER in {name_of(header, "", wordings) for header in headers}:
        return "questionnaire"
    headings = sum(bool(_HEADING.fullmatch(header)) for header in headers)
    return "limesurvey" if headings >= 3 and 2 * headings > len(headers) else ""


def header_keys(header: str) -> frozenset[str]:
    """Return the keys of a header: itself, its code, its text, and the end of its path."""
    heading = _HEADING.fullmatch(header)
    parts = [heading[1], heading[3]] if heading and not heading[2] else []
    return words.wording_keys([header, *parts, re.split(r"[/|]", header)[-1]])


def codes_in(header: str, tool: str) -> Iterator[str]:
    """Yield short names under which organisation.yml may name a column."""
    heading = _HEADING.fullmatch(header)
    if heading:
        code, sub = heading[1], heading[2]
        yield from (f"{code}[{sub}]", f"{code}_{sub}") if sub else (code,)
    if tool == "kobo":
        yield from (header[place.end() :] for place in _GROUP.finditer(header))


def name_of(header: str, tool: str, wordings: words.Wordings) -> str:
    """Return the contract's name for a header; empty if it is not of the questionnaire."""
    names, questions, known = wordings.names, wordings.questions, wordings.known
    heading = _HEADING.fullmatch(header)
    option = _OPTION.search(header)
    if found := known.get(words.wording_key(header)):
        return found
    if option and (found := questions.get(words.wording_key(option[1]))):
        return found
    if heading:  # a code with another question's text is not the suite's question
        asked = questions.get(words.wording_key(_OPTION.sub("", heading[3]).strip() if heading[2] else heading[3]), "")
        several = wordings.questionnaire.question(asked)
        return names.get(words.wording_key(f"{asked}/{heading[2]}"), "") if several and heading[2] else asked
    sub = _SUBQUESTION.fullmatch(header)
    if sub and sub[2].lower().startswith(sub[1].lower()) and (found := names.get(words.wording_key(sub[2]))):
        return found
    if tool == "kobo":
        ends = [header[place.end() :] for place in _GROUP.finditer(header)]
        return next((known[words.wording_key(end)] for end in ends if words.wording_key(end) in known), "")
    return ""
