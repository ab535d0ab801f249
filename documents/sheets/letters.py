"""Official letters (公文) as what they say in their places, after GB/T 9704.

A letter is declared like every other sheet, with boxes of these codes; only its paper differs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.sheets.shapes import MINUTES, Sheet
from documents.sheets.words import day_in_words

ISSUER, HEADING, RECIPIENT, BODY = "issuer", "heading", "recipient", "body"
ENCLOSURES, SIGNED_ON, COPIES, ATTENDEES = "enclosures", "signed_on", "copies", "attendees"
# What a paragraph begins with says how it is set: 一、 in 黑体, （一） in 楷体.
FIRST = re.compile(r"^[一二三四五六七八九十]+、")
SECOND = re.compile(r"^（[一二三四五六七八九十]+）")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the class of its type."""

    text: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter laid out: each part once, in the order of the page."""

    is_minutes: bool
    issuer: str
    number: str
    heading: str
    recipient: str
    paragraphs: tuple[Paragraph, ...]
    enclosures: tuple[str, ...]
    attendees: tuple[str, ...]
    signed_on: str
    copies: str

    def texts(self) -> Iterator[str]:
        """Walk through everything that the page must show."""
        yield from (self.issuer, self.number, self.heading, self.recipient)
        yield from (paragraph.text for paragraph in self.paragraphs)
        yield from (*self.enclosures, *self.attendees, self.signed_on, self.copies)


def letter_of(sheet: Sheet, values: Mapping[str, object], number: str) -> Letter | None:
    """Read a letter out of the boxes of its sheet; None where it is printed as a form."""
    if not sheet.is_letter:
        return None
    return Letter(
        is_minutes=sheet.profile == MINUTES,
        issuer=_text(values, ISSUER),
        number=number,
        heading=_text(values, HEADING),
        recipient=_text(values, RECIPIENT),
        paragraphs=tuple(Paragraph(line, _level(line)) for line in _lines(values, BODY)),
        enclosures=_lines(values, ENCLOSURES),
        attendees=_lines(values, ATTENDEES),
        signed_on=day_in_words(values[SIGNED_ON]) if values.get(SIGNED_ON) else "",
        copies=_text(values, COPIES),
    )


def _text(values: Mapping[str, object], code: str) -> str:
    return str(values.get(code) or "").strip()


def _lines(values: Mapping[str, object], code: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(values, code).splitlines() if line.strip())


def _level(line: str) -> str:
    if FIRST.match(line):
        return "first"
    return "second" if SECOND.match(line) else "plain"
