"""Thirty bombs: refused within two seconds or killed at the limit, and the reader is told why."""

import io
import re
import resource
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from config.kernel.children import MEGABYTE, LimitReachedError, Limits
from documents.models import DocumentKind
from documents.rendering import page_pdf, sheets
from documents.rules import may_store_file
from documents.spreadsheets import SpreadsheetError, read_book, reading
from tests.documents.bombs.makers import FILES, PAGES, WORKBOOKS

ALLOWED_SECONDS = 2
# Killed at the limit, a bomb has cost what the limit is and the little that judging it takes.
TIGHT = Limits(processor_seconds=2, wall_seconds=40, memory=256 * MEGABYTE)
SLACK = 0.5


def refusal_of_workbook(content: bytes) -> str:
    with pytest.raises(SpreadsheetError) as refused:
        read_book(io.BytesIO(content), max_rows=10_000)
    return str(refused.value)


def refusal_of_file(extension: str, content: bytes) -> str:
    kind = DocumentKind(label="附件")
    verdict = may_store_file(
        kind, name=f"附件.{extension}", size=len(content), stream=io.BytesIO(content)
    )
    assert not verdict
    return verdict.text


def refusal_of_page(html: str) -> str:
    with pytest.raises(LimitReachedError) as refused:
        page_pdf(html)
    return str(refused.value)


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


type Made = bytes | str
CASES: list[tuple[str, Callable[[Any], str], Callable[[], Made], str]] = [
    *((f"xlsx: {name}", refusal_of_workbook, make, why)
      for name, (make, why) in WORKBOOKS.items()),
    *((f"{extension}: {name}", partial(refusal_of_file, extension), make, why)
      for name, (extension, make, why) in FILES.items()),
    *((f"html: {name}", refusal_of_page, make, why) for name, (make, why) in PAGES.items()),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no limit longer than the proof takes; draw once, so that nothing is prepared."""
    monkeypatch.setattr(reading, "LIMITS", TIGHT)
    # A child that has drawn for other tests would be counted with the bomb that ends it.
    sheets.press().end()
    page_pdf("<p>项目</p>")
    monkeypatch.setattr(sheets, "LIMITS", TIGHT)


@pytest.mark.parametrize(
    ("refuse", "make", "why"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_bomb_is_refused_at_once_or_killed_at_the_limit_naming_why(
    refuse: Callable[[Any], str], make: Callable[[], Made], why: str
) -> None:
    content = make()
    before = processor_seconds()

    sentence = refuse(content)

    assert processor_seconds() - before < ALLOWED_SECONDS + SLACK
    assert re.search(why, sentence), sentence
    assert sentence.endswith("。")
    assert not re.search("[a-z]{4,}", re.sub("“.*?”", "", sentence))


def test_there_are_thirty_of_them() -> None:
    assert len(CASES) >= 30
