"""Workbooks that mean harm or are merely odd: refused by name, or read for what they are."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from documents.spreadsheets import SpreadsheetError, read_book, read_page, read_rows
from tests.documents.samples import CONTENTS, zipped

SHEET = "xl/worksheets/sheet1.xml"
type Parts = dict[str, bytes]


def plain() -> Parts:
    with zipfile.ZipFile(io.BytesIO(CONTENTS["xlsx"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_cells(cells: bytes) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        head, _, rest = parts[SHEET].partition(b"<sheetData>")
        _, _, tail = rest.partition(b"</sheetData>")
        parts[SHEET] = head + b"<sheetData>" + cells + b"</sheetData>" + tail

    return edit


def put(name: str, content: bytes) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        parts[name] = content

    return edit


def in_utf16(parts: Parts) -> None:
    bomb = parts[SHEET].decode().replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    parts[SHEET] = bomb.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def moved(parts: Parts) -> None:
    parts["xl/hidden.bin"] = parts.pop(SHEET)
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", b"hidden.bin")


FAR = b'<row r="1"><c %s><v>1</v></c></row>'
BAD: dict[str, tuple[Callable[[Parts], object], str]] = {
    "far cell": (with_cells(FAR % b'r="XFD1048576"'), "超出范围"),
    "far cell, attributes turned": (with_cells(FAR % b's="0" r="XFD1048576"'), "超出范围"),
    "far cell, single quotes": (with_cells(FAR % b"r='XFD9'"), "超出范围"),
    "far row": (with_cells(b'<row r="1048576"><c><v>1</v></c></row>'), "超出范围"),
    "cells without place": (with_cells(b"<row>" + b"<c/>" * 101 + b"</row>"), "超出范围"),
    "a place that is none": (with_cells(FAR % b'r="A-1"'), "读不懂的单元格编号"),
    "doctype": (put(SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "实体"),
    "entity in strings": (put("xl/sharedStrings.xml", b"<!ENTITY a 'b'>"), "实体"),
    "doctype in utf-16": (in_utf16, "实体"),
    "macros": (put("xl/vbaProject.bin", b"x"), "宏"),
    "a program": (put("xl/run.exe", b"MZ"), "不认识的部件"),
    "a page under another name": (moved, "不该放的位置"),
    "a nested zip": (put("xl/a.zip", b"PK"), "另一个压缩包"),
    "a bomb": (put("xl/media/a.xml", b"<a>" + b" " * 60_000_000 + b"</a>"), "解压|压缩"),
    "broken xml": (put(SHEET, b"<worksheet><sheetData>"), "损坏"),
    "no relations": (lambda parts: parts.pop("xl/_rels/workbook.xml.rels") and None, "损坏"),
    "many parts": (lambda parts: parts.update({f"xl/a{n}.xml": b"<a/>" for n in range(201)}),
                   "个文件"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_means_harm_is_refused_by_name_at_once(name: str) -> None:
    edit, why = BAD[name]
    parts = plain()
    edit(parts)
    content = zipped(**parts)
    started = time.process_time()

    with pytest.raises(SpreadsheetError, match=why):
        read_book(io.BytesIO(content))

    assert time.process_time() - started < 2


def book_of(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    return book


def saved(book: openpyxl.Workbook) -> io.BytesIO:
    stream = io.BytesIO()
    book.save(stream)
    return stream


def test_what_is_hidden_was_not_meant() -> None:
    book = book_of(["hidden"])
    book.worksheets[0].sheet_state = "veryHidden"
    book.create_sheet("清单").append(["shown"])
    book.active = 1

    assert read_rows(saved(book)) == [["shown"]]


def test_days_are_read_right_in_the_calendar_of_1904() -> None:
    book = book_of([date(2026, 3, 1)])
    book.epoch = CALENDAR_MAC_1904

    assert read_rows(saved(book)) == [[date(2026, 3, 1)]]


def test_merged_cells_stand_in_their_first_place_only() -> None:
    book = book_of(["a", "b"], ["c", "d"])
    book.worksheets[0].merge_cells("A1:A2")

    assert read_rows(saved(book)) == [["a", "b"], [None, "d"]]


def test_computed_cells_and_errors_are_told_apart_from_entered_ones() -> None:
    book = book_of([1, "=A1", "#REF!"], ["x", 2, "=1/0"])

    page = read_page(saved(book))

    assert page.formulas == {(1, 2), (1, 3), (2, 3)}


def test_numbers_come_exact_and_never_as_something_else() -> None:
    rows = read_rows(saved(book_of([0.1, 1e300, -5, True, "１２", 1234567.89, 3.0])))

    numbers = [Decimal(text) for text in ("0.1", "1e300", "-5", "1234567.89", "3")]
    assert rows == [[*numbers[:3], True, "１２", *numbers[3:]]]
