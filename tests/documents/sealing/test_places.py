"""Where seals go on a sheet: into the room that is kept, without a page of their own."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from documents.rendering import sheet_pdf
from documents.sealing.appearance import SIDE
from documents.sealing.places import NoPlaceError, Place, place_on
from documents.sheets import catalog
from documents.sheets.layout import PrintLayout, Signature, lay_out
from documents.sheets.seals import SEAL_MARK
from tests.documents.pdf_text import text_of
from tests.documents.samples import snapshot_of

CODE = "ABCD-EFGH-JKLM-NPQR"
URL = f"https://example.gov.cn/verify/{CODE}/"


def laid_out(code: str) -> PrintLayout:
    sheet = catalog.get(code)
    return lay_out(sheet, snapshot_of(sheet), verification_code=CODE, verification_url=URL)


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def overlaps(one: Place, other: Place) -> bool:
    left, bottom, right, top = one.box
    return (
        one.page == other.page
        and left < other.box[2]
        and other.box[0] < right
        and bottom < other.box[3]
        and other.box[1] < top
    )


@pytest.mark.parametrize(
    "code", ["payment", "waiver", "authorization", "rectification_report", "demand_request"]
)
def test_a_short_form_takes_one_page_with_the_room_for_its_seals(code: str) -> None:
    assert pages_of(sheet_pdf(laid_out(code))) == 1


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4, 5])
def test_two_seals_have_room_of_their_own_beside_any_number_of_rows(rows: int) -> None:
    layout = replace(laid_out("waiver"), signatures=(Signature("建设单位负责人"),) * rows)
    content = sheet_pdf(layout)

    first, second = (place_on(content, layout, number) for number in (1, 2))

    assert text_of(content).count(SEAL_MARK) == min(rows, 1)
    assert not overlaps(first, second)
    with pypdfium2.PdfDocument(content) as document:
        for place in (first, second):
            assert place.box[3] - place.box[1] == SIDE
            words = document[place.page].get_textpage().get_text_bounded(*place.box)
            assert words.strip() == ""


def test_a_third_seal_goes_under_the_text_or_nowhere() -> None:
    layout = laid_out("waiver")
    content = sheet_pdf(layout)
    try:
        third = place_on(content, layout, 3)
    except NoPlaceError:
        return
    assert not any(overlaps(third, place_on(content, layout, number)) for number in (1, 2))


@pytest.mark.parametrize("code", ["contract", "archive", "self_evaluation", "information_system"])
def test_rows_to_sign_in_stand_on_one_page_with_their_seals(code: str) -> None:
    content = sheet_pdf(laid_out(code))

    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert [SEAL_MARK in text for text in pages] == ["签字：" in text for text in pages]


def signed_with(words: str) -> PrintLayout:
    layout = laid_out("contract")
    signed = replace(layout.signatures[0], text=words)
    return replace(layout, signatures=(signed, *layout.signatures[1:]))


def test_a_long_opinion_flows_and_the_seals_have_a_row_of_their_own() -> None:
    words = "同意按程序办理。" * 200
    layout = signed_with(words)
    content = sheet_pdf(layout)

    first, third = (place_on(content, layout, number) for number in (1, 3))

    without = text_of(sheet_pdf(signed_with("")))
    assert text_of(content).count("序") == without.count("序") + words.count("序")
    assert first.box[1] == third.box[1]
    assert not overlaps(first, third)
