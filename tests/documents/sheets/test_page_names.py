"""Boxes of a sheet never take a name that the page itself posts beside them."""

import pytest

from documents.sheets import catalog
from documents.sheets.shapes import Sheet

TAKEN_BY_THE_PAGE = {"version", "op", "page", "csrfmiddlewaretoken", "upload"}


@pytest.mark.parametrize("sheet", catalog.all(), ids=lambda sheet: sheet.code)
def test_no_box_is_named_like_a_field_of_the_page(sheet: Sheet) -> None:
    assert {box.code for box in sheet.fields()}.isdisjoint(TAKEN_BY_THE_PAGE)
