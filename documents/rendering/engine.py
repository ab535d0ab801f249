"""WeasyPrint set up once a process: shared fonts, style sheet and fetcher, fixed bytes.

The fetcher serves our own fonts and nothing else, whatever a text contains. What differs
between two runs (dates, identifiers) is fixed, so that the same snapshot gives the same file.
"""

import re
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from config.kernel.digests import sha256
from documents.rendering.fonts import FAMILIES, FONTS

ASSET = "asset:"
VARIANT = "pdf/a-1b"
STYLE = FONTS.parent / "rendering" / "print.css"
FAMILY_STYLE = "@font-face {{ font-family: {family}; src: url(asset:{file}) }}"
_PDFA = re.compile(rb"<rdf:Description(?P<rest>[^>]*)>(?=\s*<pdfaid:)")
_images: dict[str, object] = {}


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the packaged fonts and refuses every other address, loudly."""

    def fetch(
        self,
        url: str,
        headers: dict[str, str] | None = None,  # noqa: ARG002
    ) -> URLFetcherResponse:
        """Return a font by its name."""
        name = url.removeprefix(ASSET)
        if not url.startswith(ASSET) or name not in FAMILIES.values():
            raise FatalURLFetchingError(f"Refused to fetch {url[:80]!r}.")
        return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})


@cache
def _fetcher() -> AssetFetcher:
    return AssetFetcher()


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    families = "\n".join(
        FAMILY_STYLE.format(family=family, file=file) for family, file in FAMILIES.items()
    )
    return CSS(string=families + STYLE.read_text(), font_config=_fonts(), url_fetcher=_fetcher())


def draw(html: str) -> bytes:
    """Draw a page of our own templates as PDF/A-1b, the same bytes for the same page."""
    identifier = sha256(html.encode())[:32].encode()
    content = HTML(string=html, base_url=None, url_fetcher=_fetcher()).write_pdf(
        stylesheets=[_style()],
        font_config=_fonts(),
        cache=_images,
        pdf_variant=VARIANT,
        pdf_identifier=identifier,
        presentational_hints=False,
    )
    return bytes(content)
