"""What a seal looks like: red rings and letters drawn as outlines of our own fonts.

Outlines need no font in the file, so they cannot break the archival format, and the words of
the seal do not mix with the text of the sheet. Everything is opaque for the same reason.
"""

import math
from dataclasses import dataclass
from functools import cache

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from documents.rendering.fonts import FAMILIES, FONTS, LAST_RESORTS

MILLIMETRE = 72 / 25.4
SIDE = 90
MIDDLE = SIDE / 2
RED = "0.86 0.06 0.1"
RING, RING_WIDTH = 15.3 * MILLIMETRE, 0.9 * MILLIMETRE
# The name runs along this circle, and leaves the lower part of it free.
NAME_CIRCLE, NAME_LARGEST, NAME_SPREAD = 11.0 * MILLIMETRE, 3.6 * MILLIMETRE, math.radians(236)
STAR, STAR_AT = 4.2 * MILLIMETRE, 16.8 * MILLIMETRE
WORDS = "电子签章"
LINES = ((9.3, 3.1), (6.4, 2.0), (3.9, 2.0))
CIRCLE_BY_CURVE = 0.5522847498
POINTS = 5

type Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """What is written on a seal."""

    unit: str
    day: str
    time: str


class OutlinePen(BasePen):  # type: ignore[misc]
    """Writes outlines as the words of a page description."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.words: list[str] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools calls it so
        self.words.append(f"{_numbers(*point)} m")

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - see above
        self.words.append(f"{_numbers(*point)} l")

    def _curveToOne(  # noqa: N802 - see above
        self,
        first: tuple[float, float],
        second: tuple[float, float],
        point: tuple[float, float],
    ) -> None:
        self.words.append(f"{_numbers(*first, *second, *point)} c")

    def _closePath(self) -> None:  # noqa: N802 - see above
        self.words.append("h")


def drawing(face: Face) -> bytes:
    """Draw a round seal, as wide and as high as `SIDE`."""
    parts = [f"{RED} rg {RED} RG", _ring(), _star(), *_name(face.unit)]
    for text, (height, size) in zip((WORDS, face.day, face.time), LINES, strict=True):
        parts += _line(text, height * MILLIMETRE, size * MILLIMETRE)
    return "\n".join(parts).encode()


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def _ring() -> str:
    handle = RING * CIRCLE_BY_CURVE
    low, high = MIDDLE - RING, MIDDLE + RING
    before, behind = MIDDLE - handle, MIDDLE + handle
    return "\n".join(
        (
            f"{RING_WIDTH:.2f} w {_numbers(high, MIDDLE)} m",
            f"{_numbers(high, behind, behind, high, MIDDLE, high)} c",
            f"{_numbers(before, high, low, behind, low, MIDDLE)} c",
            f"{_numbers(low, before, before, low, MIDDLE, low)} c",
            f"{_numbers(behind, low, high, before, high, MIDDLE)} c s",
        )
    )


def _star() -> str:
    corners = []
    for number in range(2 * POINTS):
        radius = STAR if number % 2 == 0 else STAR * 0.382
        angle = math.pi / 2 + number * math.pi / POINTS
        corners.append((MIDDLE + radius * math.cos(angle), STAR_AT + radius * math.sin(angle)))
    first, *others = (_numbers(*corner) for corner in corners)
    return f"{first} m {' '.join(f'{corner} l' for corner in others)} h f"


def _name(unit: str) -> list[str]:
    """Set the name along the circle, from the left over the top to the right."""
    step = min(NAME_SPREAD / len(unit), 1.25 * NAME_LARGEST / NAME_CIRCLE)
    size = min(NAME_LARGEST, 0.92 * step * NAME_CIRCLE)
    begin = math.pi / 2 + step * (len(unit) - 1) / 2
    drawn = []
    for number, character in enumerate(unit):
        angle = begin - number * step
        across, up = math.sin(angle), math.cos(angle)
        scale = size / _units_per_em(character)
        width = _width(character) * size
        left = MIDDLE + NAME_CIRCLE * up - width / 2 * across
        base = MIDDLE + NAME_CIRCLE * across + width / 2 * up
        turn = (scale * across, -scale * up, scale * up, scale * across, left, base)
        drawn.append(_outline(character, turn))
    return drawn


def _line(text: str, base: float, size: float) -> list[str]:
    left = MIDDLE - size * sum(map(_width, text)) / 2
    drawn = []
    for character in text:
        scale = size / _units_per_em(character)
        drawn.append(_outline(character, (scale, 0, 0, scale, left, base)))
        left += size * _width(character)
    return drawn


def _outline(character: str, matrix: Matrix) -> str:
    font = _font_of(character)
    glyphs = font.getGlyphSet()
    pen = OutlinePen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(TransformPen(pen, matrix))
    return "\n".join((*pen.words, "f")) if pen.words else ""


def _width(character: str) -> float:
    font = _font_of(character)
    glyph = font.getGlyphSet()[font.getBestCmap()[ord(character)]]
    return float(glyph.width) / _units_per_em(character)


def _units_per_em(character: str) -> float:
    return float(_font_of(character)["head"].unitsPerEm)


def _font_of(character: str) -> TTFont:
    fonts = [_font(family) for family in LAST_RESORTS]
    return next((font for font in fonts if ord(character) in font.getBestCmap()), fonts[0])


@cache
def _font(family: str) -> TTFont:
    return TTFont(FONTS / FAMILIES[family], lazy=True)
