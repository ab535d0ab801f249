"""Where a seal goes: into the row that the sheet keeps for it, beside the date of a letter.

It never covers what is printed: a sheet whose last page has no room left is not sealed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from documents.sealing.appearance import MILLIMETRE, SIDE
from documents.sheets.layout import PrintLayout
from documents.sheets.seals import FIT_BESIDE, SEAL_MARK, are_beside, are_side_by_side

GAP = 2 * MILLIMETRE
MARGIN = 18 * MILLIMETRE
LETTER_MARGIN = 28 * MILLIMETRE
FOOT = 22 * MILLIMETRE
PRINTED = "印发"
NO_ROOM = "这份表单的版面上没有可以加盖电子签章的位置，请打印后在纸面签章。"

type Box = tuple[float, float, float, float]


class NoPlaceError(Exception):
    """There is no room for a seal; the message says so in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, counted from nought, and a rectangle on it: left, bottom, right, top."""

    page: int
    box: tuple[int, int, int, int]


def place_on(content: bytes, layout: PrintLayout, number: int) -> Place:
    """Find the place of the first, second, … seal on a sheet."""
    with pypdfium2.PdfDocument(content) as document:
        if layout.letter is not None:
            found = _beside_the_date(document, layout, number)
        elif are_beside(layout):
            found = _beside_the_signatures(document, layout, number) or _under_the_text(
                document, max(number - FIT_BESIDE, 1)
            )
        else:
            found = _in_the_row(document, number) or _under_the_text(document, number)
    if found is None:
        raise NoPlaceError(NO_ROOM)
    return found


def _in_the_row(document: pypdfium2.PdfDocument, number: int) -> Place | None:
    for page, box in _boxes_of(document, SEAL_MARK):
        left = box[2] + GAP + (number - 1) * (SIDE + GAP)
        top = box[3] + GAP / 2
        if left + SIDE <= document[page].get_width() - MARGIN:
            return _placed(page, left, top)
    return None


def _beside_the_signatures(
    document: pypdfium2.PdfDocument, layout: PrintLayout, number: int
) -> Place | None:
    if number > FIT_BESIDE:
        return None
    step = (number - 1) * (SIDE + GAP / 2)
    right, down = (step, 0.0) if are_side_by_side(layout) else (0.0, step)
    for page, box in _boxes_of(document, SEAL_MARK):
        return _placed(page, box[0] + right, box[1] - GAP / 2 - down)
    return None


def _under_the_text(document: pypdfium2.PdfDocument, number: int) -> Place | None:
    last = len(document) - 1
    page = document[last]
    lowest = min((box[1] for box in _characters(page) if box[1] > FOOT), default=FOOT)
    left = page.get_width() - MARGIN - number * (SIDE + GAP)
    if lowest - GAP - SIDE < FOOT or left < MARGIN:
        return None
    return _placed(last, left, lowest - GAP)


def _beside_the_date(
    document: pypdfium2.PdfDocument, layout: PrintLayout, number: int
) -> Place | None:
    assert layout.letter is not None
    # The date stands once more in the imprint, where the letter was printed.
    found = next(_boxes_of(document, layout.letter.signed_on, unless=PRINTED), None)
    if found is None:
        return None
    page, box = found
    line = [one for one in _characters(document[page]) if _is_beside(one, box)]
    left = min(one[0] for one in line) - number * (SIDE + GAP)
    if left < LETTER_MARGIN:
        return None
    return _placed(page, left, box[3] + SIDE / 2 + 2 * MILLIMETRE)


def _is_beside(one: Box, date: Box) -> bool:
    """Whether a character is as high as the date or as the name of the office above it."""
    return date[1] - MILLIMETRE < one[1] < date[3] + 12 * MILLIMETRE


def _boxes_of(
    document: pypdfium2.PdfDocument, text: str, *, unless: str = ""
) -> Iterator[tuple[int, Box]]:
    """Find a text from the last page to the first, unless certain words follow it."""
    for number in reversed(range(len(document))):
        page = document[number].get_textpage()
        search = page.search(text) if text else None
        while search is not None and (found := search.get_next()) is not None:
            first, count = found
            if unless and page.get_text_range(first + count, len(unless)) == unless:
                continue
            boxes = [page.get_charbox(at) for at in range(first, first + count)]
            yield (
                number,
                (
                    min(box[0] for box in boxes),
                    min(box[1] for box in boxes),
                    max(box[2] for box in boxes),
                    max(box[3] for box in boxes),
                ),
            )


def _characters(page: pypdfium2.PdfPage) -> list[Box]:
    text = page.get_textpage()
    return [
        text.get_charbox(at)
        for at in range(text.count_chars())
        if text.get_text_range(at, 1).strip()
    ]


def _placed(page: int, left: float, top: float) -> Place:
    return Place(page, (round(left), round(top - SIDE), round(left + SIDE), round(top)))
