"""Text from people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.texts import clean, clean_line, contains_word, nfkc_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\x00二\x07", "一二"),
        ("上\r\n下\r左", "上\n下\n左"),
        ("报告\u202egpj.exe", "报告gpj.exe"),
        ("\ufeff  张堃㙓  ", "张堃㙓"),
        ("𠅤😀⼈\U000323b0", "𠅤😀⼈\U000323b0"),
        ("空\uffff字\ufdd0", "空字"),
    ],
)
def test_only_what_nobody_means_to_write_is_dropped(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\x00" not in clean(text)


def test_one_line_has_single_blanks() -> None:
    assert clean_line(" 县\n数据  局\t") == "县 数据 局"


def test_two_spellings_have_one_key() -> None:
    assert nfkc_key("ＡＩ①㎡（试点）") == nfkc_key("ai1m2(试点)")
    assert nfkc_key("⼈⺠") != nfkc_key("人名")
    assert nfkc_key("⼈工") == nfkc_key("人工")


def test_a_word_is_found_however_it_is_spaced() -> None:
    assert contains_word("建 设 ⼤数据\n中心", "大数据中心")
    assert not contains_word("建设大数据中心", "机房")
