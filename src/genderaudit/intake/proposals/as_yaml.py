"""A proposal as YAML lines to paste: settled lines, and open ones as comments."""

from __future__ import annotations

import json
from collections.abc import Sequence

from genderaudit.foundations.language import Language
from genderaudit.intake.proposals.model import Proposal, SettingLine
from genderaudit.intake.vocabulary.dictionaries import bare_words

_TRUTH = {"true", "false", "yes", "no", "null", "on", "off", "y", "n", "nan", "inf"}


def as_yaml(proposal: Proposal, language: Language, *, opening: bool = True) -> str:
    """Return the lines with an introduction; empty if nothing is proposed and nothing open."""
    if not proposal.lines:
        return ""
    head = [f"# {line}" for line in language.text("suggest.opening").splitlines()] if opening else []
    remarks = [f"  # {_comment(text)}" for text in proposal.remarks]
    return "\n".join([*head, *_without_empty([*_below(proposal.lines, 0), *remarks])])


def quoted(word: object) -> str:
    """Return a word as YAML: a JSON text, which is valid YAML, or unquoted if plain."""
    if not isinstance(word, str):
        return json.dumps(word, ensure_ascii=False)
    if word.isascii() and word.replace("_", "").isalpha() and bare_words(word) not in _TRUTH:
        return word
    return json.dumps(word, ensure_ascii=False).replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")


def _below(lines: Sequence[SettingLine], depth: int) -> list[str]:
    """Return lines grouped by their key at ``depth``, in order of first occurrence."""
    groups: dict[str, list[SettingLine]] = {}
    for line in lines:
        groups.setdefault(line.place[depth], []).append(line)
    found: list[str] = []
    indent = "  " * depth
    for key, group in groups.items():
        ends = [line for line in group if len(line.place) == depth + 1]
        more = [line for line in group if len(line.place) > depth + 1]
        found += [_written(indent, key, line) for line in ends]
        if more:
            found += [f"{indent}{quoted(key)}:", *_below(more, depth + 1)]
    return found


def _written(indent: str, key: str, line: SettingLine) -> str:
    note = f"  # {_comment(line.comment)}" if line.comment else ""
    if not key:  # a remark between the lines
        return f"{indent}# {_comment(line.comment)}"
    if line.aside:
        return f"{indent}# {quoted(key)}: {_comment(line.comment)}"
    if line.value is None:
        return f"{indent}# {quoted(key)}: ?{note}"
    return f"{indent}{quoted(key)}: {_flow(line.value)}{note}"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return quoted(value)


def _comment(text: str) -> str:
    return " ".join(text.split())


def _without_empty(lines: list[str]) -> list[str]:
    """Return the lines with keys that have only comments below them as comments, so that no setting is blank."""
    kept: list[str] = []
    below = 0  # indentation of the next line that is not a comment
    for line in reversed(lines):
        text = line.lstrip()
        indent = len(line) - len(text)
        is_blank = text.endswith(":") and below <= indent
        if text.startswith("#") or is_blank:
            kept.append(line if text.startswith("#") else f"{line[:indent]}# {text}")
        else:
            kept.append(line)
            below = indent
    return kept[::-1]
