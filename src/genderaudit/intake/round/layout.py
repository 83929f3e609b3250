"""Folder of a new organisation: a commented ``organisation.yml``, and the folder of a round.

Comments and examples are ``layout`` in the language files, in the organisation's language.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.files import temporary_folder, write_atomically
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import Workspace, slug
from genderaudit.methodology.organisation import Kind, read_organisation


def lay_out(
    workspace: str,
    organisation: str,
    *,
    kind: str,
    code: str,
    name: str | None = None,
    round: str | None = None,
    levels: Sequence[str] = (),
) -> Path:
    """Create the folder ``data/raw/<organisation>`` completely or not at all, and return it.

    The workspace's folders are created if missing. Raises ``AuditError`` for an unusable or existing name, or an
    unknown kind or language.
    """
    if kind not in get_args(Kind):
        raise AuditError("no_kind", kind=kind, near=known_names(kind, get_args(Kind)))
    texts = language(code)
    target = Workspace.made(workspace).new_raw(organisation)
    first = slug(round or str(dt.datetime.now(dt.UTC).year), "round")
    with temporary_folder(target.parent) as stage:
        folder = stage / organisation
        (folder / first).mkdir(parents=True)
        about = _organisation_file(texts, name or organisation, kind, levels)
        write_atomically(folder / "organisation.yml", about)
        read_organisation(folder)
        shutil.move(folder, target)
    return target


def _organisation_file(texts: Language, name: str, kind: str, levels: Sequence[str]) -> str:
    """Return the required keys, and the others as comments."""
    lines = [_comment(texts, "opening"), ""]
    # Any JSON text is a valid YAML text.
    for key, value in (
        ("name", json.dumps(name, ensure_ascii=False)),
        ("kind", kind),
        ("languages", f"[{texts.code}]"),
    ):
        lines += [_comment(texts, key), f"{key}: {value}", ""]
    for key in texts.keys("layout.examples"):  # optional settings, each with an example value
        example = _example(key, texts.text(f"layout.examples.{key}"))
        if key == "levels" and levels:
            example = [f"levels: {json.dumps(list(levels), ensure_ascii=False)}"]
        lines += [_comment(texts, key), *example, ""]
    return "\n".join(lines)


def _example(key: str, value: str) -> list[str]:
    """Return a key with its value, or the keys below it one per line, as comments."""
    first, *more = value.splitlines()
    return [f"# {key}: {first}"] if not more else [f"# {key}:", *(f"#   {line}" for line in (first, *more))]


def _comment(texts: Language, key: str) -> str:
    return "\n".join(f"# {line}" for line in texts.text(f"layout.{key}").splitlines())
