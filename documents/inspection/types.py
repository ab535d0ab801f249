"""Types by content: a name alone proves nothing.

Written by hand, as libmagic is not on every machine and calls every OOXML file a zip.
"""

from typing import IO, Any

from documents.inspection.compound import stream_names
from documents.inspection.pdfs import pdf_problem
from documents.inspection.zips import ARCHIVE, OFFICE, read_part, zip_problem

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
NAMES = {
    "pdf": "PDF 文件",
    "doc": "Word 文档",
    "docx": "Word 文档",
    "xls": "Excel 工作簿",
    "xlsx": "Excel 工作簿",
    "wps": "WPS 文字文档",
    "et": "WPS 表格",
    "ofd": "OFD 版式文件",
    "jpg": "JPEG 图片",
    "jpeg": "JPEG 图片",
    "png": "PNG 图片",
    "zip": "ZIP 压缩包",
}
HEAD = 1024
ZIP_HEAD = b"PK\x03\x04"
COMPOUND_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADS = {"jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
OFFICE_PARTS = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
MACROS = b"macroEnabled"
COMPOUND_STREAMS = {
    "doc": {"WordDocument"},
    "wps": {"WordDocument", "WPSDocument"},
    "xls": {"Workbook", "Book"},
    "et": {"Workbook", "Book", "ETBook"},
}


def type_problem(stream: IO[Any], extension: str) -> str:
    """Say why the content is not what its extension promises; empty when it is."""
    stream.seek(0)
    head = stream.read(HEAD)
    if extension == "pdf":
        return pdf_problem(stream) if b"%PDF-" in head else _is_not("pdf")
    if extension in HEADS:
        return "" if head.startswith(HEADS[extension]) else _is_not(extension)
    if extension in COMPOUND_STREAMS:
        return _compound_problem(stream, head, extension)
    if not head.startswith(ZIP_HEAD):
        return _is_not(extension)
    return _zip_type_problem(stream, extension)


def _is_not(extension: str) -> str:
    return f"内容不是{NAMES[extension]}，可能被改过扩展名"


def _compound_problem(stream: IO[Any], head: bytes, extension: str) -> str:
    if not head.startswith(COMPOUND_HEAD):
        return _is_not(extension)
    if COMPOUND_STREAMS[extension] & stream_names(stream):
        return ""
    return _is_not(extension)


def _zip_type_problem(stream: IO[Any], extension: str) -> str:
    if problem := zip_problem(stream, ARCHIVE if extension == "zip" else OFFICE):
        return problem
    content_types = read_part(stream, "[Content_Types].xml")
    if extension in OFFICE_PARTS:
        if MACROS in content_types:
            return "含有宏，请另存为不含宏的文件"
        return "" if OFFICE_PARTS[extension] in content_types else _is_not(extension)
    is_ofd = b"OFD" in read_part(stream, "OFD.xml")
    if extension == "ofd":
        return "" if is_ofd else _is_not(extension)
    return _is_not("zip") if content_types or is_ofd else ""
