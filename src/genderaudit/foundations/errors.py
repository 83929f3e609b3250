"""Errors that state what is wrong and what to do, in the user's language."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

MOST_NAMES = 10
"""Most names that an error lists."""
SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "denied"),
    errno.EROFS: "read_only",
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST), "in_the_way"),
    errno.ENOENT: "missing",
}
"""The operating system's error number → key of ``failure.system`` in the language files."""
_ERROR_LANGUAGE = ["en"]
"""Code of the language of ``str(error)``; a list, so that it can be set."""


class Words(Protocol):
    """Interface of the texts of one language (:class:`genderaudit.foundations.language.Language`)."""

    def text(self, key: str, /, **values: Any) -> str:
        """Return the text at ``key`` with ``values`` filled in."""
        ...

    def has(self, key: str) -> bool:
        """Return true if there is a text or section at ``key``."""
        ...


class HasSentence(Protocol):
    """Interface of what has a sentence in every language: an error, a problem of a list, a part of a sentence."""

    def sentence(self, language: Any, /) -> str:
        """Return the sentence in this language."""
        ...


class AuditError(Exception):
    """An error for the user: what is wrong, where, and what to do. It never holds a value of a person.

    ``key`` is a key of ``errors`` in the language files, ``values`` fill its text; a value with a ``sentence`` method
    (``Text``, ``Near``) is translated, too. ``sentence`` gives the whole in one language, ``str`` in the language of
    the program: English, until ``speak`` sets another. Use ``several`` for several errors at once, and ``wrong_call``
    (in English) for errors that only a wrong call in a program can raise.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def sentence(self, language: Words) -> str:
        """Return the error in one language, one line per part where it has several."""
        if " " in self.key:  # no key but a sentence, raised in a researcher's own notebook
            return self.key
        return language.text(f"errors.{self.key}", **_translated(language, self.values))

    def __str__(self) -> str:
        if self.key == "wrong_call":
            return str(self.values["sentence"])
        try:
            return self.sentence(_words(_ERROR_LANGUAGE[0]))
        except AuditError:  # it is the language file that is wrong
            return f"{self.key}: {', '.join(map(str, self.values.values()))}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.key, self.values)


def join_errors(parts: Iterable[HasSentence]) -> AuditError:
    """Return one error that holds all of these, one per line."""
    return AuditError("together", parts=_Lines(tuple(parts)))


def wrong_call(sentence: str) -> AuditError:
    """Return an error for programmers and editors of the method's files, in English."""
    return AuditError("wrong_call", sentence=sentence)


def set_error_language(code: str) -> None:
    """Set the language of errors printed without a language."""
    _ERROR_LANGUAGE[0] = code


def error_language() -> str:
    """Return the code of the language of errors printed without a language."""
    return _ERROR_LANGUAGE[0]


def error_sentence(error: AuditError | OSError, language: Words) -> str:
    """Return the error in the language, for the terminal; a system error with the file and the reason."""
    return error.sentence(language) if isinstance(error, AuditError) else SystemFault.of(error).sentence(language)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the language files by its full key; ``plain`` where no file has it."""

    key: str
    values: tuple[tuple[str, Any], ...] = ()
    plain: str = ""

    def sentence(self, language: Words) -> str:
        """Return the text in this language."""
        if not language.has(self.key):
            return self.plain
        return language.text(self.key, **_translated(language, dict(self.values)))


def text(key: str, /, **values: Any) -> Text:
    """Return a ``Text`` for the values of an error."""
    return Text(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Listed:
    """Several parts of a sentence, joined by commas."""

    parts: tuple[HasSentence, ...]

    def sentence(self, language: Words) -> str:
        """Return the parts in this language."""
        return ", ".join(part.sentence(language) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Near:
    """The sentence after ``There is no …``: the name probably meant, and all known names or, of many, the closest."""

    name: str
    names: tuple[str, ...]
    most: int = MOST_NAMES

    def sentence(self, language: Words) -> str:
        """Return the sentence in this language."""
        closest = closest_names(self.name, self.names)
        said = {"number": len(self.names), "names": ", ".join(self.names), "closest": ", ".join(closest[:3])}
        if len(self.names) > self.most:
            shown = {"names": ", ".join(closest)} if closest else {"first": ", ".join(self.names[:3])}
            return language.text(f"near.{'closest' if closest else 'none_like'}", **said | shown)
        return language.text(f"near.{('meant' if closest else 'known') if self.names else 'none'}", **said)

    def __str__(self) -> str:
        return self.sentence(_words("en"))


def _words(code: str) -> Words:
    from genderaudit.foundations.language import (  # here: that module imports this one; raising needs no texts
        language,
        suite_language,
    )

    try:
        return language(code)
    except AuditError:  # the texts of the workspace are what is wrong
        return suite_language(code)


def known_names(name: str, known: Iterable[str], most: int = MOST_NAMES) -> Near:
    """Return the sentence after ``There is no …``, with all names if there are at most ``most``."""
    return Near(name, tuple(known), most)


def closest_names(name: str, known: Iterable[str], most: int = MOST_NAMES) -> list[str]:
    """Return the known names most similar to ``name``, the closest first; empty if none is."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), n=most)


@dataclass(frozen=True, slots=True)
class SystemFault:
    """An error of the operating system, in words; in the system's own words where there are no others."""

    number: int | None
    file: str = ""

    @classmethod
    def of(cls, error: OSError) -> SystemFault:
        """Build from an error, with the full path of its file: for the terminal, where the user named the file."""
        return cls(error.errno, str(error.filename or ""))

    def sentence(self, language: Words) -> str:
        """Return the fault in this language; empty where the system gave no number."""
        if self.number is None:
            return ""
        known = self.number in SYSTEM
        said = language.text(f"failure.system.{SYSTEM[self.number]}") if known else os.strerror(self.number)
        return language.text("failure.system_file", file=self.file, reason=said) if self.file else said


@dataclass(frozen=True, slots=True)
class _Lines:
    parts: tuple[HasSentence, ...]

    def sentence(self, language: Words) -> str:
        return "\n".join(part.sentence(language) for part in self.parts)

    def __iter__(self) -> Iterator[HasSentence]:
        return iter(self.parts)


def _translated(language: Words, values: dict[str, Any]) -> dict[str, Any]:
    return {name: one.sentence(language) if hasattr(one, "sentence") else one for name, one in values.items()}


def _rebuild(kind: type[AuditError], key: str, values: dict[str, Any]) -> AuditError:
    """Rebuild an error that another process sent (pickle)."""
    return kind(key, **values)
