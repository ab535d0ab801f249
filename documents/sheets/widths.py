"""How wide the columns of a printed table are: as declared, but no figure is cut or runs over."""

from collections.abc import Sequence
from math import ceil

from documents.sheets.shapes import Field

# What the running number leaves of the width of a table, in per cent.
OF_COLUMNS = 95
# A figure of 9.5 points and the padding of its cell, in per cent of the text of an A4 sheet.
OF_ONE_FIGURE, OF_PADDING = 1.12, 1.8
LEAST = 4


def widths_of(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of columns in per cent; figures take what they need from the texts."""
    shares = sum(field.share for field in fields)
    widths = [field.share * OF_COLUMNS // shares for field in fields]
    needed = [
        _needed([row[place] for row in rows]) if field.is_figure else 0
        for place, field in enumerate(fields)
    ]
    texts = [place for place, field in enumerate(fields) if not field.is_figure]
    lacking = sum(max(need - width, 0) for need, width in zip(needed, widths, strict=True))
    spare = sum(max(widths[place] - LEAST, 0) for place in texts)
    if not lacking or lacking > spare:
        return widths
    for place in texts:
        widths[place] -= ceil(lacking * max(widths[place] - LEAST, 0) / spare)
    return [max(need, width) for need, width in zip(needed, widths, strict=True)]


def _needed(cells: Sequence[str]) -> int:
    longest = max(map(len, cells), default=0)
    return ceil(longest * OF_ONE_FIGURE + OF_PADDING) if longest else 0
