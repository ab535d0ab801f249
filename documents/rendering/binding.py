"""Many printed sheets in one file to send to the printer, with a bookmark for each.

The sheets are PDF/A each; put together they have no metadata of their own, so what comes out
claims to be no archival file. The same sheets in the same order give the same bytes.
"""

import io
from collections.abc import Iterable
from contextlib import ExitStack

import pikepdf


def bound_pdf(sheets: Iterable[tuple[str, bytes]]) -> bytes:
    """Put sheets, each with its title, one behind the other."""
    made = io.BytesIO()
    with ExitStack() as opened:
        book = opened.enter_context(pikepdf.new())
        with book.open_outline() as outline:
            for title, content in sheets:
                outline.root.append(pikepdf.OutlineItem(title, len(book.pages)))
                sheet = opened.enter_context(pikepdf.open(io.BytesIO(content)))
                book.pages.extend(sheet.pages)
        book.save(made, deterministic_id=True)
    return made.getvalue()
