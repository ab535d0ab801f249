"""Judging the parts of a workbook before a library opens it.

A page may claim a cell at the end of the world, an entity may unfold without end, a part may
hide behind another name: whatever is not plain is refused by name.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LETTERS = 26
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
IN_WORDS = "工作簿"
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin"}
PLAIN = {".xml", ".rels", ".vml"}
HEAD = 256
ERROR = "e"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

type Places = frozenset[tuple[int, int]]


class SpreadsheetError(Exception):
    """A workbook cannot be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a page may reach."""

    rows: int
    columns: int


def judge_parts(stream: IO[Any], extent: Extent) -> Mapping[str, Places]:
    """Refuse a workbook that is not plain; return where each of its pages has formulas."""
    stream.seek(0)
    found: dict[str, Places] = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in archive.infolist():
                _judge_name(entry.filename)
                if _suffix(entry.filename) in PLAIN:
                    found[entry.filename] = _judge_part(archive.read(entry), extent)
            names = _names_of_pages(archive)
    except (zipfile.BadZipFile, expat.ExpatError, ET.ParseError, KeyError, OSError) as error:
        raise SpreadsheetError(f"{IN_WORDS}已损坏，无法读取。") from error
    except (NotImplementedError, RuntimeError) as error:
        raise SpreadsheetError(f"{IN_WORDS}加了密，请去掉打开密码后再上传。") from error
    return {name: found.get(part, frozenset()) for name, part in names.items()}


def _judge_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.name.lower().startswith("vbaproject"):
        raise SpreadsheetError(f"{IN_WORDS}含有宏，请另存为不含宏的文件。")
    if not name.endswith("/") and _suffix(name) not in PLAIN | PICTURES:
        raise SpreadsheetError(f"{IN_WORDS}内含不认识的部件“{path.name[:60]}”，请另存后再上传。")


def _suffix(name: str) -> str:
    # The library takes a name that begins with a dot for a name without a suffix.
    return f".{name.rpartition('.')[2].lower()}"


def _judge_part(content: bytes, extent: Extent) -> Places:
    if b"\x00" in content[:HEAD] or FORBIDDEN.search(content):
        raise SpreadsheetError(f"{IN_WORDS}含有不允许的实体定义。")
    return _Scan(extent).read(content)


def _names_of_pages(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each page by its name; both must be where they belong."""
    targets = {}
    for relation in ET.fromstring(archive.read(RELATIONS)):  # noqa: S314 - no entities, see above
        target = relation.get("Target", "")
        if relation.get("Type", "").endswith("/worksheet"):
            part = target.removeprefix("/xl/")
            if _suffix(part) != ".xml" or ".." in part:
                raise SpreadsheetError(f"{IN_WORDS}的工作表放在不该放的位置。")
            targets[relation.get("Id", "")] = f"xl/{part}"
    book = ET.fromstring(archive.read(WORKBOOK))  # noqa: S314 - see above
    return {
        sheet.get("name", ""): targets[sheet.get(ID, "")]
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet") and sheet.get(ID, "") in targets
    }


@dataclass(slots=True)
class _Scan:
    """One walk through the elements of a part."""

    extent: Extent
    formulas: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0

    def read(self, content: bytes) -> Places:
        """Walk through, refusing what reaches too far."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(content, True)  # noqa: FBT003 - the library's own signature
        return frozenset(self.formulas)

    def _refuse(self, *_: object) -> None:
        raise SpreadsheetError(f"{IN_WORDS}含有不允许的实体定义。")

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r", ""))
            if attributes.get("t") == ERROR:
                self.formulas.add((self.row, self.column))
        elif name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() else self.row + 1
            self.column = 0
            self._judge()
        elif name == "f":
            self.formulas.add((self.row, self.column))

    def _cell(self, reference: str) -> None:
        match = CELL.fullmatch(reference)
        if match:
            self.column, self.row = _number(match[1]), int(match[2])
        elif reference:
            raise SpreadsheetError(f"{IN_WORDS}里有读不懂的单元格编号。")
        else:
            self.column += 1
        self._judge()

    def _judge(self) -> None:
        if self.row > self.extent.rows or self.column > self.extent.columns:
            place = f"{letters_of(self.column or 1)}{self.row}"
            raise SpreadsheetError(
                f"单元格 {place} 超出范围（最多 {self.extent.rows} 行、{self.extent.columns} 列）。"
            )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from one."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
