"""One template draws every sheet.

The engine is imported when the first sheet is drawn: only workers draw, and a web server whose
machine lacks the system libraries must still start and say so.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

import segno
from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe

from config.kernel.children import LIMITS
from config.kernel.kept import KeptChild
from documents.rendering.fonts import require_printable
from documents.sheets.layout import PrintLayout
from documents.sheets.seals import are_beside

FORM, LETTER = "documents/print/sheet.html", "documents/print/letter.html"
WARMING = "项目"
MASK = 3
UNAVAILABLE = (
    "服务器缺少打印所需的系统组件（libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0），"
    "请联系系统管理员安装后重试。"
)


class RenderingUnavailableError(Exception):
    """The machine lacks what drawing needs; the message names it."""


def sheet_pdf(layout: PrintLayout) -> bytes:
    """Draw a sheet as PDF."""
    require_printable(layout.texts())
    template = FORM if layout.letter is None else LETTER
    drawn = {"layout": layout, "qr": _qr(layout), "seals_beside": are_beside(layout)}
    return _drawn(render_to_string(template, drawn))


def page_pdf(html: str) -> bytes:
    """Draw a page that stands on no sheet, such as the agenda of a meeting."""
    require_printable([html])
    return _drawn(html)


def warm_up() -> None:
    """Get ready what drawing needs, so that the first sheet takes hardly longer than others."""
    for template in (FORM, LETTER):
        get_template(template)
    require_printable(WARMING)
    press()


def _drawn(html: str) -> bytes:
    return press().done(html.encode(), LIMITS)


@cache
def press() -> KeptChild:
    """Return the child that draws, forked when the engine is warm."""
    engine = _engine()

    def draw(html: bytes) -> bytes:
        content: bytes = engine.draw(html.decode())
        return content

    return KeptChild(draw)


@cache
def _engine() -> ModuleType:
    try:
        engine = import_module("documents.rendering.engine")
    except OSError as error:
        raise RenderingUnavailableError(UNAVAILABLE) from error
    if not engine.has_fast_subsetter():
        raise RenderingUnavailableError(UNAVAILABLE)
    engine.prepare()
    return engine


def _qr(layout: PrintLayout) -> str:
    if not layout.verification_url:
        return ""
    # Any mask can be read; to try all eight and choose takes six times as long.
    code = segno.make(layout.verification_url, error="m", micro=False, mask=MASK)
    drawing = code.svg_inline(scale=1, border=0, omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - drawn by us, holds no text
