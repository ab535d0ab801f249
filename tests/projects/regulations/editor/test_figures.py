"""Figures as texts write them are read as what they mean."""

import pytest

from projects.regulations.editor.figures import decimal_text, month_day


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("三分之二", "66.67"),
        ("二分之一", "50"),
        ("百分之四十", "40"),
        ("百分之四十五", "45"),
        ("百分之十二", "12"),
        ("百分之五", "5"),
        ("60%", "60"),
        ("120万元", "1200000.00"),
    ],
)
def test_shares_and_sums_are_read_as_texts_write_them(typed: str, read: str) -> None:
    assert decimal_text(typed) == read


@pytest.mark.parametrize("typed", ["二分之三", "十十分之一", "百分之百十百", "多数"])
def test_what_is_no_share_stays_as_typed(typed: str) -> None:
    assert decimal_text(typed) == typed


@pytest.mark.parametrize("typed", ["3月1日", "3-1", "03-01", "３月１日", "3 月 1 日"])
def test_a_day_of_every_year_is_read_as_people_write_it(typed: str) -> None:
    assert month_day(typed) == "03-01"


def test_what_is_no_day_stays_as_typed() -> None:
    assert month_day("元旦") == "元旦"
