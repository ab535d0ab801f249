"""A form drawn as the engine's manual begins: nothing is shared, and fonts are cut in Python."""

from unittest import mock

from weasyprint import CSS, HTML
from weasyprint.pdf import fonts
from weasyprint.text.fonts import FontConfiguration

from documents.rendering import engine, sheets
from documents.rendering.fonts import FAMILIES
from documents.sheets.layout import PrintLayout


def page_of(layout: PrintLayout) -> str:
    """Return the page that a form is drawn from."""
    with mock.patch.object(sheets, "_drawn", return_value=b"") as drawn:
        sheets.sheet_pdf(layout)
    html: str = drawn.call_args.args[0]
    return html


def draw_naively(html: str) -> bytes:
    """Read all fonts and styles, lay out, and cut the fonts without HarfBuzz."""
    families = "\n".join(
        engine.FAMILY_STYLE.format(family=family, file=file) for family, file in FAMILIES.items()
    )
    style = families + "".join(path.read_text() for path in engine.STYLES)
    own, fetcher = FontConfiguration(), engine.AssetFetcher()
    with mock.patch.object(fonts, "harfbuzz_subset", None):
        content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[CSS(string=style, font_config=own, url_fetcher=fetcher)],
            font_config=own,
            pdf_variant=engine.VARIANT,
        )
    return content
