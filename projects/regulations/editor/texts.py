"""The text of a regulation: pasted as it comes, split into paragraphs, quoted word for word."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.regulations.editor.lenient import Raw
from projects.regulations.rulebook.citations import BINDING_WORDS, SOFT_WORDS
from projects.regulations.rulebook.precedence import folded

_NUMERAL = "一二三四五六七八九十百零〇0-9"
_ARTICLE = re.compile(rf"^\s*(第[{_NUMERAL}]+条(?:之[{_NUMERAL}]+)?)")
_HEADING = re.compile(
    rf"^\s*(第[{_NUMERAL}]+[章节篇]|[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.、 ])"
)
_RUN_ON = re.compile(rf"(?<=[。；！？])\s*(?=第[{_NUMERAL}]+[条章节])")
MOST_PARAGRAPHS = 2000
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of a text and the clause it belongs to."""

    number: int
    text: str
    clause: str
    is_heading: bool
    is_chosen: bool = False


def paragraphs_of(pasted: str) -> list[str]:
    """Split a pasted text: one paragraph a line, and a new one wherever an article begins."""
    lines = unicodedata.normalize("NFC", pasted).replace("\u3000", " ").splitlines()
    pieces = (piece for line in lines for piece in _RUN_ON.split(line))
    return [piece.strip() for piece in pieces if piece.strip()][:MOST_PARAGRAPHS]


def laid_out(paragraphs: list[str], quote: str = "") -> list[Paragraph]:
    """Lay a text out for choosing; the paragraph that is quoted is marked."""
    found = []
    clause, within = "", 0
    for number, text in enumerate(paragraphs):
        article = _ARTICLE.match(text)
        heading = _HEADING.match(text)
        if article:
            clause, within = article.group(1), 1
        elif heading:
            clause, within = heading.group(1).strip(" 、."), 1
        else:
            within += 1
        found.append(
            Paragraph(
                number=number,
                text=text,
                clause=_named(clause, within, number),
                is_heading=bool(heading) and len(text) < LONGEST_HEADING and "。" not in text,
                is_chosen=bool(quote) and folded(quote) in folded(text),
            )
        )
    return found


def _named(clause: str, within: int, number: int) -> str:
    if not clause:
        return f"第{number + 1}段"
    return clause if within <= 1 else f"{clause}第{within}款"


def cited(raw: Raw, value: Mapping[str, Any], choice: str, typed: str) -> Raw:
    """Let a thing quote a paragraph; what was typed stays if it stands in that paragraph.

    The word that decides how hard the clause binds is looked for in the quotation.
    """
    code, _, number = choice.rpartition(":")
    text = next((t for t in raw.get("texts") or () if t.get("code") == code), None)
    if text is None or not number.isdecimal() or int(number) >= len(text.get("paragraphs") or ()):
        return dict(value)
    chosen = laid_out(text["paragraphs"])[int(number)]
    quote = typed if typed and folded(typed) in folded(chosen.text) else chosen.text
    made = {**value, "basis": "LAW", "clause": chosen.clause, "quote": quote}
    is_first = code == raw["texts"][0].get("code")
    made["text"] = None if is_first else code
    if ("strength" in value and value.get("word", "") not in quote) or not value.get("word"):
        word, strength = word_in(quote)
        made |= {"word": word, "strength": strength} if "strength" in value else {}
    return {name: v for name, v in made.items() if v is not None}


def word_in(quote: str) -> tuple[str, str]:
    """Return the word of a quotation that decides how hard it binds, and the strength it has."""
    for word in SOFT_WORDS:
        if word in quote:
            return word, "WAIVABLE"
    for word in sorted(BINDING_WORDS, key=len, reverse=True):
        if word in quote:
            return word, "BLOCK"
    return "", "BLOCK"
