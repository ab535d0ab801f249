"""Columns are as wide as declared, and a figure always stands whole in its own."""

from decimal import Decimal

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st

from documents.sheets.boxes import lines, money, number, text
from documents.sheets.widths import LEAST, OF_COLUMNS, OF_ONE_FIGURE, widths_of
from tests.documents.sealing.test_signing import print_of

FIELDS = (text("item", "名称", share=3), number("quantity", "数量"), money("price", "单价"))
BROAD = (*FIELDS, money("amount", "金额"), lines("answer", "说明", share=4))
figures = st.decimals(0, Decimal("9999999999.99"), places=2).map(lambda one: f"{one / 10000:.6f}")


def test_what_fits_is_as_declared() -> None:
    shares = sum(field.share for field in FIELDS)

    assert widths_of(FIELDS, [("名称", "1", "2.5")]) == [
        field.share * OF_COLUMNS // shares for field in FIELDS
    ]


@given(price=figures, amount=figures)
def test_figures_get_what_they_need_and_texts_what_is_left(price: str, amount: str) -> None:
    widths = widths_of(BROAD, [("名称", "1", price, amount, "说明")])

    assert widths[2] > len(price) * OF_ONE_FIGURE
    assert widths[3] > len(amount) * OF_ONE_FIGURE
    assert min(widths) >= LEAST
    assert sum(widths) <= OF_COLUMNS


def test_no_character_of_a_printed_budget_stands_upon_another() -> None:
    with pypdfium2.PdfDocument(print_of("requirement_application")) as document:
        for number_of_page in range(len(document)):
            page = document[number_of_page].get_textpage()
            boxes = sorted(
                page.get_charbox(at)
                for at in range(page.count_chars())
                if page.get_text_range(at, 1) in "0123456789."
            )
            for left, bottom, right, top in boxes:
                over = [
                    one
                    for one in boxes
                    if left < one[0] < right - 0.5 and bottom < (one[1] + one[3]) / 2 < top
                ]
                assert over == []
