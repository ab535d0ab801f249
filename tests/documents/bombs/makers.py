"""Bombs of every sort we take in: made here, small, and each with the word its refusal names."""

import io
import struct
import zipfile
from collections.abc import Callable
from random import Random

from tests.documents.samples import CONTENTS, docx, zipped

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEGABYTE = 1024 * 1024
type Parts = dict[str, bytes]
type Maker = Callable[[], bytes]


def book(edit: Callable[[Parts], object]) -> bytes:
    """Return a workbook after something was done to its parts."""
    with zipfile.ZipFile(io.BytesIO(CONTENTS["xlsx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    return zipped(**parts)


def cells(content: bytes) -> Parts:
    return {
        SHEET: b'<worksheet xmlns="%s"><sheetData>' % SPACE + content + b"</sheetData></worksheet>"
    }


def strings(content: bytes) -> Parts:
    return {STRINGS: b'<sst xmlns="%s">' % SPACE + content + b"</sst>"}


def workbook(**parts: bytes) -> Maker:
    return lambda: book(lambda known: known.update(parts))


def noise(size: int) -> bytes:
    """Return letters that hardly shrink, so that no ratio gives the bomb away."""
    return Random(7).randbytes(size // 2).hex().encode()  # noqa: S311 - no secret


def lying(part: str, claimed: int, content: bytes) -> bytes:
    """Return a workbook whose table of contents belittles one part."""
    honest = book(lambda parts: parts.update({part: content}))
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        real = struct.pack("<I", archive.getinfo(part).file_size)
    return honest.replace(real, struct.pack("<I", claimed))


def many_pages(count: int, cell: str) -> bytes:
    """Return a workbook of pages that are empty but for one far cell."""
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    page = cells(b'<row r="5000"><c r="%s"><v>1</v></c></row>' % cell.encode())[SHEET]

    def edit(parts: Parts) -> None:
        numbers = range(1, count + 1)
        for number in numbers:
            parts[f"xl/worksheets/sheet{number}.xml"] = page
        parts["xl/_rels/workbook.xml.rels"] = head + b"".join(
            b'<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>'
            % (n, kind, n) for n in numbers
        ) + b"</Relationships>"  # fmt: skip
        parts["xl/workbook.xml"] = b'<workbook xmlns="%s" xmlns:r="%s"><sheets>' % (
            SPACE, kind,
        ) + b"".join(
            b'<sheet name="s%d" sheetId="%d" r:id="r%d"/>' % (n, n, n) for n in numbers
        ) + b"</sheets></workbook>"  # fmt: skip

    return book(edit)


def directory(count: int, *, size: int = 0, name: bytes = b"a", mode: int = 0) -> bytes:
    """Return a zip whose table of contents lists one stored entry many times over."""
    head = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, size, size, len(name), 0)
    entry = b"PK\x01\x02" + struct.pack(
        "<6H3I5H2I", 788, 20, 0, 0, 0, 0, 0, size, size, len(name), 0, 0, 0, 0, mode << 16, 0
    )
    start = head + name
    listed = (entry + name) * count
    low = count % 65536
    end = struct.pack("<4H2IH", 0, 0, low, low, len(listed), len(start), 0)
    return start + listed + b"PK\x05\x06" + end


LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '&%c;&%c;&%c;&%c;'>" % (n + 1, n, n, n, n) for n in range(97, 117)
) + b"]><x>&u;</x>"  # fmt: skip
QUADRATIC = b"<!DOCTYPE x [<!ENTITY a '" + noise(100_000) + b"'>]><x>" + b"&a;" * 50_000 + b"</x>"
POINTS = b'<c t="s"><v>0</v></c>' * 100
WORKBOOKS: dict[str, tuple[Maker, str]] = {
    "a part of blanks": (workbook(**{STRINGS: b" " * 60_000_000}), "压缩炸弹"),
    "a smaller part of blanks": (workbook(**{STRINGS: b" " * 20_000_000}), "压缩炸弹"),
    "a part larger than it says": (
        lambda: lying(STRINGS, 77, b"<sst>" + noise(3 * MEGABYTE) + b"</sst>"), "损坏"),
    "four million cells": (
        workbook(**cells(b'<row r="1">' + b'<c r="A1"/>' * 4_000_000 + b"</row>")), "压缩炸弹"),
    "a million columns": (
        workbook(**cells(b'<row r="1">' + b"<c/>" * 1_000_000 + b"</row>")), "压缩炸弹|超出范围"),
    "a cell at the end of the world": (
        workbook(**cells(b'<row r="1"><c r="XFD1"><v>1</v></c></row>')), "超出范围"),
    "the row of the end of the world": (workbook(**cells(b'<row r="1048576"/>')), "超出范围"),
    "one long text in forty thousand cells": (
        workbook(**strings(b"<si><t>" + noise(100_000) + b"</t></si>"),
                 **cells((b"<row>" + POINTS + b"</row>") * 400)), "内存限制"),
    "a million and a half attributes": (
        workbook(**{STRINGS: b"<sst " + b" ".join(
            b'a%x="1"' % (n * 7919) for n in range(1_500_000)) + b"/>"}), "限制"),
    "a hundred and fifty empty pages": (lambda: many_pages(150, "CV5000"), "限制"),
    "entities that unfold": (workbook(**{STRINGS: LAUGHS}), "实体"),
    "one entity fifty thousand times": (workbook(**{STRINGS: QUADRATIC}), "实体"),
    "an entity from a file": (
        workbook(**{STRINGS: b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///dev/zero'>]><x>&a;</x>"}),
        "实体"),
    "ten thousand parts": (
        lambda: book(lambda parts: parts.update({f"xl/{n}.xml": b"" for n in range(10_000)})),
        "个文件"),
    "a zip in it": (workbook(**{"xl/a.zip": zipped(a=b" " * 1_000_000)}), "另一个压缩包"),
}  # fmt: skip
FILES: dict[str, tuple[str, Maker, str]] = {
    "blanks": ("zip", lambda: zipped(a=b" " * 50_000_000), "压缩炸弹"),
    "one gigabyte claimed": ("zip", lambda: directory(1, size=2**32 - 2), "解压后"),
    "the same part a thousand times": (
        "zip", lambda: directory(1000, size=2**24), "解压后"),
    "sixty thousand entries": ("zip", lambda: directory(60_000), "个文件"),
    "a directory of millions": ("zip", lambda: directory(1_000_000), "目录过大"),
    "a way out": ("zip", lambda: zipped(**{"../../etc/cron.d/a": b"a"}), "以外的路径"),
    "a document of blanks": (
        "docx", lambda: zipped(**{"word/document.xml": b" " * 50_000_000}), "压缩炸弹"),
    "a document of many parts": (
        "docx", lambda: docx() and directory(6_000), "个文件"),
}  # fmt: skip
PAGES: dict[str, tuple[Callable[[], str], str]] = {
    "tables in tables": (lambda: "<table><tr><td>" * 3_000, "嵌套|限制"),
    "spans in spans": (lambda: "<span>" * 20_000, "嵌套|限制"),
    "a million columns": (
        lambda: "<table>" + '<tr><td colspan="1000000">a</td></tr>' * 50 + "</table>", "限制"),
    "a table of fifty thousand rows": (
        lambda: "<table>" + "<tr><td>a</td></tr>" * 50_000 + "</table>", "限制"),
    "a million paragraphs": (lambda: "<p>a</p>" * 1_000_000, "限制"),
    "a hundred thousand pages": (
        lambda: '<p style="break-before: page">a</p>' * 100_000, "限制"),
    "a word of five million letters": (lambda: "a" * 5_000_000, "限制"),
}  # fmt: skip
