"""In words, how two collections differ that a test compares: what stands there before pytest's own comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import islice
from typing import Any

MOST = 5000  # items; more than that are not compared in pairs
LINES = 6  # differences that are told one by one
WORDS = 5  # items that a line names
LENGTH = 90  # characters of an item
NAMES = ("id", "name", "indicator", "measure", "key", "title", "path")  # keys by which an entry is called


def differences(found: Any, expected: Any) -> list[str]:
    """A headline and a line for each difference of two lists, tuples, sets or mappings; nothing for anything else."""
    if not all(isinstance(one, list | tuple | Set | Mapping) and len(one) <= MOST for one in (found, expected)):
        return []
    told = _told(found, expected, "")
    lines = list(islice(told, LINES))
    more = ["… and more that differs"] if next(told, None) else []
    return [f"found {_size(found)} (left), expected {_size(expected)} (right)", *lines, *more]


def _told(found: Any, expected: Any, where: str) -> Iterator[str]:
    kinds = (Mapping, Set, list, tuple)
    kind = next((kind for kind in kinds if isinstance(found, kind) and isinstance(expected, kind)), None)
    if kind is Mapping:
        yield from _missing_and_unexpected(found, expected, f"{where} key".strip())
        for key in found:
            if key in expected and not _same(found[key], expected[key]):
                yield from _told(found[key], expected[key], f"{where}[{key!r}]")
    elif kind is Set:
        yield from _missing_and_unexpected(sorted(found, key=repr), sorted(expected, key=repr), where)
    elif kind:
        yield from _of_sequences(found, expected, where)
    else:
        yield f"{where} {_either(found, expected)}".strip()


def _of_sequences(found: Any, expected: Any, where: str) -> Iterator[str]:
    pairs = list(zip(found, expected, strict=False))
    unlike = [at for at, pair in enumerate(pairs) if not _same(*pair)]
    absent = _without(expected, found)
    if len(found) == len(expected) and len(unlike) == len(absent):
        for at in unlike:
            yield from _told(*pairs[at], f"{where}[{at}]{_called(*pairs[at])}")
    elif absent or _without(found, expected):
        yield from _missing_and_unexpected(found, expected, where)
    else:
        at = unlike[0]
        yield f"{where} the same in another order, from [{at}] on: {_either(*pairs[at])}".strip()


def _missing_and_unexpected(found: Iterable[Any], expected: Iterable[Any], where: str) -> Iterator[str]:
    for word, items in (("missing", _without(expected, found)), ("not expected", _without(found, expected))):
        if items:
            yield f"{where} {word}: {_listed(items)}".strip()


def _without(items: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """The items, as many times as they are in the first list and not in the second."""
    left, kept = list(others), []
    for item in items:
        at = next((at for at, other in enumerate(left) if _same(item, other)), None)
        if at is None:
            kept.append(item)
        else:
            left.pop(at)
    return kept


def _same(one: Any, other: Any) -> bool:
    return one is other or bool(one == other)


def _called(one: Any, other: Any) -> str:
    """By which id or name two entries are the same."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return ""
    same = (name for name in NAMES if name in one and name in other and one[name] == other[name])
    name = next(same, None)
    return f" ({name} {_short(one[name])})" if name else ""


def _either(found: Any, expected: Any) -> str:
    """The two values, or of long texts what surrounds their first difference."""
    if isinstance(found, str | bytes) and type(found) is type(expected) and max(len(found), len(expected)) > LENGTH:
        at = next((i for i, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), -1)
        at = min(len(found), len(expected)) if at < 0 else at
        part = slice(max(0, at - LENGTH // 3), at + LENGTH // 2)
        return f"from character {at} {found[part]!r}, not {expected[part]!r}"
    kinds = "" if type(found) is type(expected) else f" ({type(found).__name__}, not {type(expected).__name__})"
    return f"{_short(found)}, not {_short(expected)}{kinds}"


def _listed(items: list[Any]) -> str:
    more = f" and {len(items) - WORDS} more" if len(items) > WORDS else ""
    return ", ".join(map(_short, items[:WORDS])) + more


def _short(item: Any) -> str:
    text = " ".join(repr(item).split())
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"


def _size(items: Any) -> str:
    return f"{len(items)} item{'' if len(items) == 1 else 's'}" if len(items) else "nothing"
