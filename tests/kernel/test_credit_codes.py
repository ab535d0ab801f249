"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.credit_codes import (
    ALPHABET,
    check_character,
    credit_code_error,
    is_valid_credit_code,
    make_credit_code,
)

VALID = ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000600037341L"]


@pytest.mark.parametrize("code", [*VALID, "9144030071526726xg", " 91330100 799655058Ｂ"])
def test_a_real_code_is_valid_however_it_is_typed(code: str) -> None:
    assert is_valid_credit_code(code)


@given(st.sampled_from(VALID), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_changed_character_is_noticed(code: str, at: int, other: str) -> None:
    changed = code[:at] + other + code[at + 1 :]

    assert is_valid_credit_code(changed) is (changed == code)


@pytest.mark.parametrize("stranger", list("IOSVZ中"))
def test_a_character_outside_the_alphabet_is_named(stranger: str) -> None:
    assert stranger in credit_code_error(stranger + VALID[0][1:])


def test_a_wrong_length_is_told_with_both_lengths() -> None:
    assert credit_code_error("9144") == "统一社会信用代码应为18位，现为4位。"


@pytest.mark.parametrize("code", VALID)
def test_a_composed_code_has_both_check_characters(code: str) -> None:
    assert make_credit_code(code[:8], code[8:16]) == code


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_every_body_has_exactly_one_check_character(body: str) -> None:
    valid = [last for last in ALPHABET if is_valid_credit_code(body + last)]

    assert valid == [check_character(body)]


def test_a_short_registration_part_cannot_be_composed() -> None:
    with pytest.raises(ValueError, match="eight"):
        make_credit_code("11", "12345678")
