"""Every clause that is cited is the one in which the quotation stands.

An article number may occur three times in a dirty text (T9, T10, T17), so the number alone
says little: the quotation has to stand in a paragraph of an article of that number.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.precedence import folded
from projects.regulations.services import national_packs, read_pack, shipped_packs
from tests.packs import shipped

ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]+条")


def strays_of(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the clauses in whose article the quotation does not stand."""
    texts = {text.code: list(articles_of(text.paragraphs)) for text in rulebook.texts}
    for _, cited in rulebook.places:
        article = ARTICLE.search(folded(cited.clause))
        if article is None or not cited.quote:
            continue
        wanted = folded(cited.quote)
        paragraphs = texts[cited.text or rulebook.texts[0].code]
        if not any(wanted in words and article[0] in named for words, named in paragraphs):
            yield cited.clause, cited.quote


def articles_of(paragraphs: tuple[str, ...]) -> Iterator[tuple[str, set[str]]]:
    """Yield each paragraph with the articles it belongs to: the last begun, and those it begins."""
    last = ""
    for paragraph in paragraphs:
        words = folded(paragraph)
        begun = ARTICLE.findall(words)
        yield words, {last, *begun}
        last = begun[-1] if begun else last


@pytest.mark.parametrize(
    "path", [pytest.param(p, id=p.stem) for p in (*shipped_packs(), *national_packs())]
)
def test_a_quotation_stands_in_the_article_that_is_cited(path: Path) -> None:
    assert list(strays_of(read_pack(path))) == []


def test_a_wrong_article_is_noticed() -> None:
    content = shipped("t4").model_dump(mode="json")
    duty = next(duty for duty in content["duties"] if ARTICLE.search(duty["clause"]))
    duty["clause"] = "第九十九条"

    assert list(strays_of(Rulebook.model_validate(content))) == [("第九十九条", duty["quote"])]
