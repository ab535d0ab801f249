"""The unified social credit code (统一社会信用代码, GB 32100-2015): checking and composing."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANIZATION_MODULUS = 11
ORGANIZATION_CHECKS = "0123456789X0"
REGISTRATION_LENGTH = 8
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def normalise_credit_code(text: str) -> str:
    """Undo full-width digits, lower case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def credit_code_error(text: str) -> str:
    """Say what is wrong with a code, or nothing when it is valid."""
    code = normalise_credit_code(text)
    if len(code) != LENGTH:
        return f"统一社会信用代码应为{LENGTH}位，现为{len(code)}位。"
    strangers = sorted(set(code) - set(ALPHABET))
    if strangers:
        return f"统一社会信用代码不能含有字符“{'、'.join(strangers)}”。"
    if code[-1] != check_character(code[:-1]):
        return "统一社会信用代码的校验位不符，请核对是否录错。"
    return ""


def is_valid_credit_code(text: str) -> bool:
    """Whether the text is a credit code with the right check character."""
    return not credit_code_error(text)


def check_character(body: str) -> str:
    """Compute the last character from the first seventeen."""
    total = sum(
        weight * _VALUES[character] for weight, character in zip(WEIGHTS, body, strict=True)
    )
    return ALPHABET[-total % len(ALPHABET)]


def make_credit_code(registration: str, organization: str) -> str:
    """Compose a valid code from 登记部门+类别+区划 (8) and the first 8 of the organization code."""
    if len(registration) != REGISTRATION_LENGTH:
        raise ValueError("The registration part has eight characters.")
    body = f"{registration}{organization}{_organization_check(organization)}"
    return body + check_character(body)


def _organization_check(organization: str) -> str:
    total = sum(
        weight * int(character, 36)
        for weight, character in zip(ORGANIZATION_WEIGHTS, organization, strict=True)
    )
    return ORGANIZATION_CHECKS[ORGANIZATION_MODULUS - total % ORGANIZATION_MODULUS]
