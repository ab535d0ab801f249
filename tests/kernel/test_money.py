"""Money in capital characters and as typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.money import (
    MoneyTextError,
    capital_amount,
    from_wan,
    parse_money,
    to_wan,
    wan_text,
)

AMOUNTS = st.decimals(min_value=0, max_value=10**15, places=2)

VECTORS = [
    ("1409.50", "人民币壹仟肆佰零玖元伍角"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("532", "人民币伍佰叁拾贰元整"),
    ("100000000", "人民币壹亿元整"),
    ("100001000", "人民币壹亿零壹仟元整"),
    ("1000050000", "人民币壹拾亿零伍万元整"),
    ("1000000000000", "人民币壹万亿元整"),
    ("1200300000000", "人民币壹万贰仟零叁亿元整"),
    ("0.05", "人民币伍分"),
    ("0.50", "人民币伍角"),
    ("0", "人民币零元整"),
    ("-532", "人民币负伍佰叁拾贰元整"),
]


@pytest.mark.parametrize(("amount", "written"), VECTORS)
def test_an_amount_is_written_as_the_banks_write_it(amount: str, written: str) -> None:
    assert capital_amount(Decimal(amount)) == written


@given(AMOUNTS)
def test_capital_characters_never_double_a_zero_and_end_properly(amount: Decimal) -> None:
    written = capital_amount(amount)

    assert "零零" not in written
    assert written.endswith(("整", "角", "分"))
    assert not written.endswith(("分整", "零整"))


@given(AMOUNTS)
def test_two_amounts_never_share_their_capital_characters(amount: Decimal) -> None:
    assert capital_amount(amount) != capital_amount(amount + Decimal("0.01"))


def test_a_third_decimal_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        capital_amount(Decimal("1.005"))


@given(AMOUNTS)
def test_ten_thousands_turn_back_into_the_same_yuan(amount: Decimal) -> None:
    assert from_wan(to_wan(amount)) == amount
    assert parse_money(wan_text(amount), in_wan=True) == amount


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1234.5", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("￥ 1,234.50", "1234.50"),
        ("50万元", "500000.00"),
        ("12.345678 万", "123456.78"),
    ],
)
def test_an_amount_is_understood_as_people_type_it(typed: str, yuan: str) -> None:
    assert parse_money(typed) == Decimal(yuan)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,23", "NaN", "1e5", "-5", "1.005", "99999999999999999", "⑧元八角"]
)
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(MoneyTextError, match=r"。$"):
        parse_money(typed)


def test_a_negative_amount_is_read_only_where_it_is_allowed() -> None:
    assert parse_money("-5", allow_negative=True) == Decimal("-5.00")
