"""One template draws every sheet."""

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from documents.rendering.fonts import require_printable
from documents.sheets.layout import PrintLayout

TEMPLATE = "documents/print/sheet.html"


def sheet_pdf(layout: PrintLayout) -> bytes:
    """Draw a sheet as PDF."""
    # WeasyPrint is half of a start-up; only the worker, which loads it beforehand, needs it.
    from documents.rendering.engine import draw  # noqa: PLC0415

    require_printable(layout.texts())
    return draw(render_to_string(TEMPLATE, {"layout": layout, "qr": _qr(layout)}))


def _qr(layout: PrintLayout) -> str:
    if not layout.verification_url:
        return ""
    code = segno.make(layout.verification_url, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=1, border=0, omitsize=True))  # noqa: S308 - our own drawing
