"""WeasyPrint set up once a process: shared fonts, style sheet and fetcher, fixed bytes.

The fetcher serves our own fonts and nothing else, whatever a text contains. What differs
between two runs (dates, identifiers) is fixed, so that the same snapshot gives the same file.
"""

import re
import zlib
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from config.kernel.digests import sha256
from documents.rendering.fonts import FAMILIES, FONTS

ASSET = "asset:"
VARIANT = "pdf/a-1b"
STYLES = tuple(FONTS.parent / "rendering" / name for name in ("print.css", "letter.css"))
FAMILY_STYLE = "@font-face {{ font-family: {family}; src: url(asset:{file}) }}"
RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOT = re.compile(rb"<rdf:RDF(?P<spaces>(?: xmlns:\w+=\"[^\"]*\")+)>")
SPACE = re.compile(rb" xmlns:\w+=\"(?P<address>[^\"]*)\"")
STREAM, END_OF_STREAM, LEVEL = b"\nstream\n", b"\nendstream", 6
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
    styles = "".join(style.read_text() for style in STYLES)
    return CSS(string=families + styles, font_config=_fonts(), url_fetcher=_fetcher())


def has_fast_subsetter() -> bool:
    """Whether fonts are cut by harfbuzz; the way around it takes ten times as long, silently."""
    return harfbuzz_subset is not None


def prepare() -> None:
    """Draw every face once, so that all children that are forked afterwards have it at hand."""
    draw("".join(f'<p style="font-family: {family}">项目</p>' for family in FAMILIES))


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
        finisher=_finish,
    )
    return bytes(content)


def _finish(_document: object, pdf: Any) -> None:
    for part in pdf.objects:
        if getattr(part, "extra", {}).get("Type") == "/Metadata":
            part.stream = [_with_schemas(content) for content in part.stream]
        elif getattr(part, "compress", False):
            _compress(part)


def _compress(part: Any) -> None:
    """Compress in the engine's stead: at its level a sixth of the time went for half a percent."""
    part.compress = False
    _, _, rest = part.data.partition(STREAM)
    part.extra["Filter"] = "/FlateDecode"
    part.stream = [zlib.compress(rest.removesuffix(END_OF_STREAM), LEVEL)]


def _with_schemas(metadata: bytes) -> bytes:
    """Put the name spaces on each statement, where validators look; on the root none counts."""
    root = ROOT.search(metadata)
    if root is None:
        return metadata
    spaces = [m[0] for m in SPACE.finditer(root["spaces"]) if m["address"] != RDF_NAMESPACE]
    for space in spaces:
        metadata = metadata.replace(space, b"", 1)
    statement = b"<rdf:Description"
    return metadata.replace(statement, statement + b"".join(spaces))
