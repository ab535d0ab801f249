"""Files of every type, made here, and sheets filled to the last box."""

import io
import struct
import zipfile
from decimal import Decimal

import pikepdf
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.sheets.shapes import Field, FieldKind, Sheet

NAMES = ("张堃", "李喆", "王㙓", "赵龑", "陈頔")
PROSE = "围绕“一网统管”建设要求，完善平台功能。\n（一）建设统一事件库；\n（二）部门协同处置。"


def pdf() -> bytes:
    stream = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(stream)
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(content_type: bytes = b"wordprocessingml.document.main+xml") -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types>" + content_type + b"</Types>"})


def xlsx() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write_string(0, 0, "项目名称")
    book.close()
    return stream.getvalue()


def compound(stream_name: str) -> bytes:
    """Return the least compound file with one named stream."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 76, 0)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    name = stream_name.encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name)) + b"\0" * 62
    return bytes(header) + table + entry.ljust(512, b"\0")


CONTENTS = {
    "pdf": pdf(),
    "doc": compound("WordDocument"),
    "docx": docx(),
    "xls": compound("Workbook"),
    "xlsx": xlsx(),
    "wps": compound("WordDocument"),
    "et": compound("Workbook"),
    "ofd": zipped(**{"OFD.xml": b"<ofd:OFD/>"}),
    "jpg": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "zip": zipped(**{"源码/main.py": b"print()"}),
    "exe": b"MZ" + b"\0" * 500,
}
# WPS writes the formats of Word and Excel, so these pairs are the same thing.
SAME = {frozenset({"doc", "wps"}), frozenset({"xls", "et"})}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def value_of(field: Field, number: int) -> object:
    """Return something that fits into a box."""
    if field.is_table:
        return _rows(field)
    if field.choices:
        code = field.choices[number % len(field.choices)][0]
        return [code] if field.kind is FieldKind.CHOICES else code
    plain: dict[FieldKind, object] = {
        FieldKind.LONG_TEXT: f"{field.label}：{PROSE}",
        FieldKind.DATE: f"2026-{number % 12 + 1:02d}-15",
        FieldKind.NUMBER: str(min(field.max or Decimal(99), Decimal(5) + number % 4)),
        FieldKind.MONEY: f"{(number + 1) * Decimal('123456.78'):.2f}",
        FieldKind.PERSON: NAMES[number % len(NAMES)],
        FieldKind.YES_NO: number % 2 == 0,
    }
    return plain.get(field.kind, f"{field.label}{number}号")


def values_of(sheet: Sheet) -> dict[str, object]:
    """Fill every box of a sheet, the computed ones too."""
    return {field.code: value_of(field, number) for number, field in enumerate(sheet.fields())}


def snapshot_of(sheet: Sheet, **changes: object) -> dict[str, object]:
    """Freeze a full sheet with opinions and attachments."""
    return {
        "sheet": sheet.code,
        "template_version": sheet.template_version,
        "number": f"{sheet.number_prefix}-2026-0007",
        "title": sheet.title,
        "classification": "内部",
        "project": {
            "id": 42,
            "number": "XM-2026-0042",
            "name": "城市运行管理服务平台（二期）",
            "unit": "县城市管理局",
        },
        "values": values_of(sheet),
        "opinions": [
            {
                "step": sheet.sign_offs[0].step if sheet.sign_offs else "x",
                "step_label": "单位负责人",
                "name": "李喆",
                "post": "局长",
                "unit": "县城市管理局",
                "verdict_label": "同意",
                "text": "经研究，同意，请按程序办理。",
                "date": "2026-03-05",
            },
            {
                "step": "somewhere_else",
                "step_label": "补充会签",
                "name": "陈頔",
                "post": "科长",
                "unit": "县财政局",
                "verdict_label": "同意",
                "text": "资金来源明确。",
                "date": "2026-03-09",
            },
        ],
        "attachments": [{"kind": "可研报告", "name": "可研（终稿）.pdf", "sha256": "0" * 64}],
        "rulebook": {"code": "T4", "title": "投资信息化项目管理办法", "version": 1},
        "basis": ["《投资信息化项目管理办法》第五条"],
        "frozen_at": "2026-11-20T10:00:00+08:00",
        **changes,
    }


def _rows(field: Field) -> list[dict[str, object]]:
    firsts = field.rows or tuple("" for _ in range(3))
    rows = []
    for number, first in enumerate(firsts):
        row = {column.code: value_of(column, number) for column in field.columns}
        if first:
            row[field.columns[0].code] = first
        rows.append(row)
    return rows
