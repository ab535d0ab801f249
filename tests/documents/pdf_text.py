"""The text of a PDF, read back through the maps that copying and searching use."""

import io
import re

import pikepdf

PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
type Map = dict[int, str]


def text_of(content: bytes) -> str:
    """Return all text of all pages, without white space."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = "".join(text for page in document.pages for text in _page_text(page))
    return "".join(found.split())


def _page_text(page: pikepdf.Page) -> list[str]:
    fonts = {name: _unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    found: list[str] = []
    current: Map = {}
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, step.operator
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) == "TJ":
            found += [
                _decoded(part, current) for part in operands[0] if isinstance(part, pikepdf.String)
            ]
        elif str(operator) == "Tj":
            found.append(_decoded(operands[0], current))
    return found


def _unicode_map(font: pikepdf.Object) -> Map:
    text = font.ToUnicode.read_bytes().decode("latin-1")
    known: Map = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, signs in PAIR.findall(block):
            known[int(code, 16)] = bytes.fromhex(signs).decode("utf-16-be")
    return known


def _decoded(part: pikepdf.Object, known: Map) -> str:
    codes = bytes(part)
    return "".join(
        known.get(int.from_bytes(codes[at : at + 2]), "?") for at in range(0, len(codes), 2)
    )
