"""The official letter, measured in millimetres on the rendered page (GB/T 9704-2012)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pypdfium2
import pytest

from documents.rendering import sheet_pdf
from documents.sheets import catalog
from documents.sheets.layout import lay_out

POINT = 25.4 / 72
PIXEL = 72 / 96  # the unit in which the page is drawn, in points
PITCH = 225 / 22
CODE = "7K2M-QX4D-9RTB-HWZ3"
VALUES = {
    "issuer": "县大数据应用发展管理局",
    "heading": "关于同意城市运行管理服务平台项目立项的批复",
    "recipient": "县城市管理局",
    "body": "\n".join(
        ["你单位请示收悉。经研究，现批复如下：", "一、同意立项。", "（一）建设内容。"]
        + ["长" * 300] * 4
        + ["特此批复。"]
    ),
    "enclosures": "项目批复投资表\n项目绩效目标表",
    "signed_on": "2026-03-05",
    "copies": "县发展改革委，县财政局",
}


@dataclass(frozen=True)
class Sign:
    """One character on paper: its page, its box from the left and upper edge in mm, its size."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


@cache
def signs(code: str = "letter_reply") -> tuple[Sign, ...]:
    layout = lay_out(
        catalog.get(code),
        {"values": VALUES, "number": "云数审〔2026〕7号"},
        verification_code=CODE,
        verification_url=f"https://example.gov.cn/verify/{CODE}/",
    )
    with pypdfium2.PdfDocument(sheet_pdf(layout)) as document:
        return tuple(sign for number in range(len(document)) for sign in _on(document, number))


def _on(document: pypdfium2.PdfDocument, number: int) -> Iterator[Sign]:
    page = document[number]
    assert [round(side * POINT) for side in page.get_size()] == [210, 297]
    height, text = page.get_height(), page.get_textpage()
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at, loose=True)
        size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at) * PIXEL
        yield Sign(
            text.get_text_range(at, 1), number + 1, left * POINT, right * POINT,
            (height - top) * POINT, (height - bottom) * POINT, size,
        )  # fmt: skip


def first(text: str, page: int | None = None) -> Sign:
    """Return the first character of a text where it stands."""
    known = [sign for sign in signs() if page in (None, sign.page)]
    joined = "".join(sign.text for sign in known)
    return known[joined.index(text)]


def near(value: float, wanted: float, by: float = 0.5) -> bool:
    return abs(value - wanted) <= by


def lines_of(page: int) -> Counter[float]:
    """Count the characters of the body in each line of a page."""
    return Counter(round(s.top, 1) for s in signs() if s.page == page and s.text == "长")


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    lines = lines_of(2)

    assert len(lines) == 22
    assert max(lines.values()) == 28


def test_the_lines_stand_10_227_mm_apart() -> None:
    tops = sorted(lines_of(2))

    assert near((tops[-1] - tops[0]) / 21, PITCH, 0.01)


def test_the_body_fills_the_type_area_of_156_mm() -> None:
    body = [sign for sign in signs() if sign.page == 2 and sign.text == "长"]

    assert near(min(sign.left for sign in body), 28)
    assert near(max(sign.right for sign in body), 28 + 156)
    assert all(sign.top >= 37 - 1 and sign.bottom <= 297 - 35 + 1 for sign in body)


@pytest.mark.parametrize(
    ("text", "size"),
    [("关于同意", 22), ("县城市管理局：", 16), ("你单位", 16), ("抄送", 14), ("云数审", 16)],
)
def test_each_part_has_its_size(text: str, size: float) -> None:
    assert near(first(text).size, size, 0.01)


def test_the_name_of_the_issuer_stands_35_mm_below_the_edge_of_the_type_area() -> None:
    issuer = first(VALUES["issuer"], 1)

    assert near(issuer.top, 37 + 35, 4)
    row = [s for s in signs() if s.page == 1 and near(s.top, issuer.top, 0.2)]
    assert near((row[0].left + row[-1].right) / 2, 28 + 78, 1)


def test_paragraphs_begin_two_characters_in_and_the_recipient_flush() -> None:
    assert near(first("县城市管理局：").left, 28)
    for text in ("你单位", "一、同意", "（一）建设", "特此批复"):
        assert near(first(text).left, 28 + 2 * 16 * POINT, 0.6), text


def test_the_first_page_shows_the_body() -> None:
    assert first("你单位").page == 1


def test_the_day_stands_four_characters_from_the_edge_without_leading_zeros() -> None:
    last = max(sign.page for sign in signs())
    day = first("2026年3月5日", last)
    row = [s for s in signs() if s.page == last and near(s.top, day.top, 0.3)]

    assert near(row[-1].right, 28 + 156 - 4 * 16 * POINT, 0.8)


def test_issuer_and_day_are_never_parted() -> None:
    last = max(sign.page for sign in signs())

    assert first(VALUES["issuer"], last).page == first("2026年3月5日", last).page


def test_page_numbers_stand_outside_and_7_mm_below_the_type_area() -> None:
    for page, left_half in ((1, False), (2, True)):
        number = first(f"— {page} —", page)
        assert (number.left < 105) is left_half
        assert near(number.top, 297 - 35 + 7, 1.5)
        assert near(number.size, 14, 0.01)


def test_the_imprint_lies_at_the_foot_of_the_last_page() -> None:
    last = max(sign.page for sign in signs())

    assert first("抄送", last).top > 200
    assert first("扫码核验", last).bottom <= 297 - 35 + 0.5


def test_minutes_name_themselves_in_the_head() -> None:
    text = "".join(sign.text for sign in signs("letter_minutes") if sign.page == 1)

    assert "县大数据应用发展管理局会议纪要" in "".join(text.split())
