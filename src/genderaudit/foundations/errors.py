"""Errors that tell the user what to do, in the user's language."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

MOST_NAMES = 10
"""Names that an error lists at most."""
SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "denied"),
    errno.EROFS: "read_only",
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST), "in_the_way"),
    errno.ENOENT: "missing",
}
"""The system's number of an error → key of the language files' ``failure.system``."""
_SPOKEN = ["en"]
"""The language that ``str`` of an error is in."""


class Words(Protocol):
    """The texts of one language (:class:`genderaudit.foundations.language.Language`)."""

    def text(self, key: str, /, **values: Any) -> str:
        """The text at ``key`` with ``values`` put in."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is something at ``key``."""
        ...


class Said(Protocol):
    """What can be said in every language: an error, a problem of a list, a part of a sentence."""

    def sentence(self, language: Any, /) -> str:
        """It in this language."""
        ...


class AuditError(Exception):
    """What is wrong, where, and what to do; it never holds a value of a person.

    ``key`` stands below ``errors`` in the language files, ``values`` fill its text; a value that has a ``sentence``
    (``Text``, ``Near``) is said in the language, too. ``sentence`` is the whole in one language, ``str`` in the one
    that the program speaks: English, until ``speak`` says otherwise. Errors of several sentences are by ``several``;
    what only a program's wrong call can raise is said in English, by ``wrong_call``.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def sentence(self, language: Words) -> str:
        """All of it in one language, a sentence a line where it has several parts."""
        if " " in self.key:  # a sentence of somebody's own notebook, in their words
            return self.key
        return language.text(f"errors.{self.key}", **_in(language, self.values))

    def __str__(self) -> str:
        if self.key == "wrong_call":
            return str(self.values["sentence"])
        try:
            return self.sentence(_words(_SPOKEN[0]))
        except AuditError:  # it is the language file that is wrong
            return f"{self.key}: {', '.join(map(str, self.values.values()))}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.key, self.values)


def several(parts: Iterable[Said]) -> AuditError:
    """One error that says all of these, a line each."""
    return AuditError("together", parts=_Lines(tuple(parts)))


def wrong_call(sentence: str) -> AuditError:
    """An error of somebody who programs: in English, as the functions are, and the method's own files."""
    return AuditError("wrong_call", sentence=sentence)


def speak(code: str) -> None:
    """From now on errors are said in this language where nobody names another."""
    _SPOKEN[0] = code


def spoken() -> str:
    """Code of the language that errors are said in where nobody names another."""
    return _SPOKEN[0]


def said_in(error: AuditError | OSError, language: Words) -> str:
    """What went wrong, in the language, for the terminal: of the system's errors the file and the reason."""
    return error.sentence(language) if isinstance(error, AuditError) else SystemFault.of(error).sentence(language)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the language files by its whole key; ``plain`` where no file has it."""

    key: str
    values: tuple[tuple[str, Any], ...] = ()
    plain: str = ""

    def sentence(self, language: Words) -> str:
        """It in this language."""
        if not language.has(self.key):
            return self.plain
        return language.text(self.key, **_in(language, dict(self.values)))


def text(key: str, /, **values: Any) -> Text:
    """The text at a key, for the values of an error."""
    return Text(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Listed:
    """Several parts of a sentence, one after the other."""

    parts: tuple[Said, ...]

    def sentence(self, language: Words) -> str:
        """They in this language."""
        return ", ".join(part.sentence(language) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Near:
    """The sentence after ``There is no …``: what may be meant, and every known name, or of many the closest."""

    name: str
    names: tuple[str, ...]
    most: int = MOST_NAMES

    def sentence(self, language: Words) -> str:
        """It in this language."""
        closest = closest_names(self.name, self.names)
        said = {"number": len(self.names), "names": ", ".join(self.names), "closest": ", ".join(closest[:3])}
        if len(self.names) > self.most:
            shown = {"names": ", ".join(closest)} if closest else {"first": ", ".join(self.names[:3])}
            return language.text(f"near.{'closest' if closest else 'none_like'}", **said | shown)
        return language.text(f"near.{('meant' if closest else 'known') if self.names else 'none'}", **said)

    def __str__(self) -> str:
        return self.sentence(_words("en"))


def _words(code: str) -> Words:
    from genderaudit.foundations.language import (  # above this module; whoever raises need not load it
        language,
        suite_language,
    )

    try:
        return language(code)
    except AuditError:  # the texts of the workspace are what is wrong
        return suite_language(code)


def known_names(name: str, known: Iterable[str], most: int = MOST_NAMES) -> Near:
    """What is said after ``There is no …``; all names where there are not more than ``most``."""
    return Near(name, tuple(known), most)


def closest_names(name: str, known: Iterable[str], most: int = MOST_NAMES) -> list[str]:
    """The known names that are most like ``name``, the closest first; none where none is."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), n=most)


@dataclass(frozen=True, slots=True)
class SystemFault:
    """What an error of the system means; in the system's own words where there are no others."""

    number: int | None
    file: str = ""

    @classmethod
    def of(cls, error: OSError) -> SystemFault:
        """The fault of this error, with the whole path of the file: for the terminal, of files that the user named."""
        return cls(error.errno, str(error.filename or ""))

    def sentence(self, language: Words) -> str:
        """It in this language; nothing where the system gave no number."""
        if self.number is None:
            return ""
        known = self.number in SYSTEM
        said = language.text(f"failure.system.{SYSTEM[self.number]}") if known else os.strerror(self.number)
        return language.text("failure.system_file", file=self.file, reason=said) if self.file else said


@dataclass(frozen=True, slots=True)
class _Lines:
    parts: tuple[Said, ...]

    def sentence(self, language: Words) -> str:
        return "\n".join(part.sentence(language) for part in self.parts)

    def __iter__(self) -> Iterator[Said]:
        return iter(self.parts)


def _in(language: Words, values: dict[str, Any]) -> dict[str, Any]:
    return {name: one.sentence(language) if hasattr(one, "sentence") else one for name, one in values.items()}


def _again(kind: type[AuditError], key: str, values: dict[str, Any]) -> AuditError:
    """The error as another process had it."""
    return kind(key, **values)
