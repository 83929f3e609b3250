"""A large workbook of one sheet, as spreadsheet programs write it, row by row; for benchmarks."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

BRANCHES = 100
_OPEN = "http://schemas.openxmlformats.org"
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"
_MAIN = f'xmlns="{_OPEN}/spreadsheetml/2006/main"'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WORDS = ["sex", "branch", "birth_year", "number", "F", "M", *(f"branch {number}" for number in range(BRANCHES))]
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OPEN}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_OPEN}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/sharedStrings.xml": f"<sst {_MAIN}>{''.join(f'<si><t>{word}</t></si>' for word in _WORDS)}</sst>",
}


def write_members(path: Path, rows: int) -> None:
    """So many members by sex, branch, year of birth and number."""
    draw = random.Random(4)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"<worksheet {_MAIN}><sheetData>{_row(1, 0, 1, 2, 3, 's')}".encode())
            for line in range(2, rows + 2):
                sex, branch = draw.randrange(4, 6), draw.randrange(6, len(_WORDS))
                sheet.write(_row(line, sex, branch, draw.randint(1950, 2005), line, "n").encode())
            sheet.write(b"</sheetData></worksheet>")


def _row(line: int, sex: int, branch: int, born: int, number: int, kind: str) -> str:
    """A row; words are given by their place in the part that holds them."""
    return (
        f'<row r="{line}"><c r="A{line}" t="s"><v>{sex}</v></c><c r="B{line}" t="s"><v>{branch}</v></c>'
        f'<c r="C{line}" t="{kind}"><v>{born}</v></c><c r="D{line}" t="{kind}"><v>{number}</v></c></row>'
    )
