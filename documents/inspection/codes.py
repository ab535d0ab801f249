"""The verification code on a paper that comes back: out of its text, else out of its QR code.

Foreign files are read in a child that can be killed; of a long scan only the first pages are
looked at, because the code stands on the first one.
"""

import io
import json
import re
from itertools import pairwise

import pypdfium2
import zxingcpp
from PIL import Image

from config.kernel.children import (
    MEGABYTE,
    ChildFailedError,
    LimitReachedError,
    Limits,
    done_in_child,
)

CODE = re.compile(r"(?<![0-9A-Z])[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){3}(?![0-9A-Z])")
PAGES = 4
SCALE = 150 / 72
LIMITS = Limits(processor_seconds=20, wall_seconds=30, memory=1024 * MEGABYTE)
PICTURES = frozenset({"jpg", "jpeg", "png"})
MOST_PIXELS = 60_000_000


def codes_in(content: bytes, extension: str) -> list[str]:
    """Return the codes found on a PDF or a picture, in reading order, each once.

    A file that cannot be read in time has none; it is then filed by hand.
    """
    if extension not in PICTURES and extension != "pdf":
        return []
    read = _of_pdf if extension == "pdf" else _of_picture
    try:
        found = done_in_child(lambda: json.dumps(read(content)).encode(), LIMITS)
    except (LimitReachedError, ChildFailedError):
        return []
    return list(dict.fromkeys(json.loads(found)))


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF without white space; nothing of a scan or an unreadable file."""
    try:
        return done_in_child(lambda: _all_text(content).encode(), LIMITS).decode()
    except (LimitReachedError, ChildFailedError):
        return ""


def parts_of_pdf(content: bytes) -> list[str]:
    """Return the text of each part of a PDF that was bound together, by its bookmarks."""
    try:
        found = done_in_child(lambda: json.dumps(_parts(content)).encode(), LIMITS)
    except (LimitReachedError, ChildFailedError):
        return []
    parts: list[str] = json.loads(found)
    return parts


def _of_pdf(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        pages = [document[number] for number in range(min(len(document), PAGES))]
        texts = [str(page.get_textpage().get_text_bounded()) for page in pages]
        found = [code for text in texts for code in CODE.findall(text.upper())]
        if found:
            return found
        return [code for page in pages for code in _in_picture(page.render(scale=SCALE).to_pil())]


def _of_picture(content: bytes) -> list[str]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content)) as picture:
        return _in_picture(picture.convert("L"))


def _in_picture(picture: Image.Image) -> list[str]:
    read = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [code for one in read for code in CODE.findall(one.text.upper())]


def _all_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(_page_texts(document))


def _parts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        pages = _page_texts(document)
        marks = [mark.get_dest() for mark in document.get_toc()]
        starts = [mark.get_index() for mark in marks if mark is not None]
    return ["".join(pages[first:next_one]) for first, next_one in pairwise([*starts, len(pages)])]


def _page_texts(document: pypdfium2.PdfDocument) -> list[str]:
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
