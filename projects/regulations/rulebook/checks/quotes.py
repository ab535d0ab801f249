"""Quotations that do not stand in the text they cite."""

from collections.abc import Iterator

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.precedence import folded
from projects.regulations.rulebook.tree import Place


def wrong_quotes(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find quotations that do not stand in the text they cite, compared after NFKC."""
    texts = {text.code: [folded(p) for p in text.paragraphs] for text in book.texts}
    for place, cited in book.places:
        paragraphs = texts.get(cited.text or book.texts[0].code)
        if cited.quote and paragraphs is not None:
            wanted = folded(cited.quote)
            if not any(wanted in paragraph for paragraph in paragraphs):
                yield (*place, "quote"), f"文本中查不到这句原文：{cited.quote}。"
