"""Safety of packed files (XLSX, ODS): unpacked size, macros, external links."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from genderaudit.foundations.limits import LARGEST_FILE, LARGEST_INDEX, SMALL_PART, STRONGEST_PACKING
from genderaudit.intake.raw import UnreadableError

_END = b"PK\x05\x06"  # the record that ends an archive
_END_SIZE, _LONGEST_COMMENT = 22, 65_535


def refuse_unsafe_archive(path: Path) -> None:
    """Raise ``UnreadableError`` for a file that could exhaust memory, run code or load external content.

    Only the index is read. Archives within archives are never opened; overlapping parts each count.
    """
    _refuse_long_index(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise UnreadableError("broken_workbook") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("workbook_with_password")
    if sum(entry.file_size for entry in entries) > LARGEST_FILE:
        raise UnreadableError("unpacks_too_large", megabytes=LARGEST_FILE // 1_000_000)
    if any(e.file_size > max(SMALL_PART, STRONGEST_PACKING * e.compress_size) for e in entries):
        raise UnreadableError("packed_too_strongly", times=STRONGEST_PACKING)
    names = [entry.filename.lower() for entry in entries]
    if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in names):
        raise UnreadableError("workbook_with_macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnreadableError("workbook_with_links")


def _refuse_long_index(path: Path) -> None:
    """Raise ``UnreadableError`` for a long index, because it is read into memory as a whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise UnreadableError("broken_workbook")
    (index_size,) = struct.unpack_from("<L", tail, place + 12)
    if index_size > LARGEST_INDEX:
        raise UnreadableError("packed_too_strongly", times=STRONGEST_PACKING)
