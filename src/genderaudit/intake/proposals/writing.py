"""Writing a proposal into ``organisation.yml``: comments and order are kept, as is a copy of the old file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import temporary_folder, write_atomically
from genderaudit.foundations.yamlfile import load
from genderaudit.intake.proposals.as_yaml import quoted
from genderaudit.intake.proposals.model import Proposal, SettingLine
from genderaudit.intake.round.tables import Intake, read_round
from genderaudit.methodology.organisation import Organisation, read_organisation

FILE, BEFORE = "organisation.yml", "organisation.yml.before"
_INSTEAD = {"files": "file", "sheets": "sheet"}
"""A setting that replaces another."""
_FURTHER = (("file",), ("files",), ("sheet",), ("sheets",))
_LONGEST_LINE = 1_000_000  # characters; prevents line breaks


def write(folder: Path, proposal: Proposal) -> bool:
    """Write the settled lines; return False, without change, if there are none.

    Raises ``AuditError`` if the file cannot be read, or would differ in more than the added lines.
    """
    read_organisation(folder)  # raises for links and anything but plain YAML
    path = folder / FILE
    content = path.read_bytes()
    text = content.decode("utf-8-sig")
    new = merged(text.replace("\r\n", "\n"), proposal)
    if new == text.replace("\r\n", "\n"):
        return False
    if "\r\n" in text:
        new = new.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    made = mark + new.encode("utf-8")
    _insist(folder, made, _settled(proposal))
    write_atomically(folder / BEFORE, content)
    write_atomically(path, made)
    return True


def harmless(folder: Path, round: str, organisation: Organisation, proposal: Proposal) -> tuple[Proposal, list[str]]:
    """Return the proposal without lines that would break a list read without errors, and the tables of such lists.

    Tables that get further files or sheets are kept: their content may still be open.
    """
    touched = {line.place[1] for line in _settled(proposal) if line.place[0] == "tables"}
    more = {line.place[1] for line in _settled(proposal) if line.place[2:] in _FURTHER}
    tried = [name for name in touched - more if name in organisation.tables]
    if not tried:
        return proposal, []
    before = _with_errors(read_round(folder / round, organisation, round, tried))
    with temporary_folder(folder) as stage:
        text = (folder / FILE).read_text("utf-8-sig")
        (stage / FILE).write_text(merged(text, proposal), "utf-8")
        after = _with_errors(read_round(folder / round, read_organisation(stage), round, tried))
    broken = sorted(after - before)
    lines = tuple(line for line in proposal.lines if line.place[0] != "tables" or line.place[1] not in broken)
    return replace(proposal, lines=lines), broken


def _with_errors(intake: Intake) -> set[str]:
    return {problem.table for problem in intake.errors}


def merged(text: str, proposal: Proposal) -> str:
    """Return the text of ``organisation.yml`` with the settled lines."""
    # Libraries are imported where they are used: most commands write no settings.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.util import load_yaml_guess_indent

    lines = _settled(proposal)
    if not lines:
        return text
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = _LONGEST_LINE
    try:
        data, indent, offset = load_yaml_guess_indent(text, yaml=writer)
    except YAMLError:
        raise AuditError("settings_not_changed") from None
    for line in lines:
        _put(data, line)
    writer.indent(mapping=2, sequence=(indent or 2) if (offset or 0) else 2, offset=offset or 0)
    stream = io.StringIO()
    writer.dump(data, stream)
    return stream.getvalue()


def _settled(proposal: Proposal) -> list[SettingLine]:
    return [line for line in proposal.lines if line.value is not None]


def _put(data: Any, line: SettingLine) -> None:
    """Set a value at its place; missing mappings on the way are created."""
    from ruamel.yaml.comments import CommentedMap

    node = data
    for key in line.place[:-1]:
        if key not in node:
            _add(node, key, CommentedMap(), outermost=node is data)
        node = node[key]
    last = line.place[-1]
    if isinstance(line.value, Mapping) and isinstance(node.get(last), Mapping):
        for key, value in line.value.items():
            _add(node[last], key, _scalar(value))
        return
    if (former := _INSTEAD.get(last)) in node:
        del node[former]
    _add(node, last, _scalar(line.value), outermost=node is data)
    if line.comment and isinstance(node, CommentedMap) and not node.fa.flow_style():
        node.yaml_add_eol_comment(" ".join(line.comment.split()), last)


def _add(node: Any, key: str, value: object, *, outermost: bool = False) -> None:
    """Set a key; a new one is inserted before the last of its mapping if comment lines follow that.

    After those comments it would no longer belong to its mapping once a person turns one into a setting.
    """
    if key in node or outermost or not len(node) or not _comments_follow(node):
        node[_key(key)] = value
    else:
        node.insert(len(node) - 1, _key(key), value)


def _comments_follow(node: Any) -> bool:
    """Return True if comment lines follow the last key of a mapping, or of one inside it."""
    last = list(node)[-1]
    tokens = [token for token in node.ca.items.get(last) or () if token]
    texts = [part.value for token in tokens for part in (token if isinstance(token, list) else [token])]
    if any("#" in text.partition("\n")[2] for text in texts):
        return True
    return isinstance(node[last], Mapping) and len(node[last]) > 0 and _comments_follow(node[last])


def _key(key: str) -> str:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(key) if quoted(key) != key else key


def _scalar(value: object) -> object:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        node = CommentedMap({_key(key): _scalar(one) for key, one in value.items()})
        node.fa.set_flow_style()
        return node
    if isinstance(value, list):
        row = CommentedSeq([_scalar(one) for one in value])
        row.fa.set_flow_style()
        return row
    return _key(value) if isinstance(value, str) else value


def _insist(folder: Path, content: bytes, lines: Sequence[SettingLine]) -> None:
    """Raise ``AuditError`` unless the content equals the file with the lines added."""
    with temporary_folder(folder) as stage:
        (stage / FILE).write_bytes(content)
        read_organisation(stage)
        found, wanted = load(stage / FILE)[0], load(folder / FILE)[0]
    for line in lines:
        node = wanted
        for key in line.place[:-1]:
            node = node.setdefault(key, {})
        last = line.place[-1]
        node.pop(_INSTEAD.get(last), None)
        value = line.value
        node[last] = {**node.get(last, {}), **value} if isinstance(value, Mapping) else value
    if wanted != found:
        raise AuditError("settings_not_changed")
