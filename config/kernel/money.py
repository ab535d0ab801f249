"""Money: amounts in capital characters, ten thousands of yuan, and amounts as people type them.

Stored in yuan with two decimals, shown in 万元; nothing here rounds in silence.
"""

import re
import unicodedata
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
GROUP_SIZE = 10_000
CENT = Decimal("0.01")
WAN = Decimal(10_000)
LARGEST = Decimal(10) ** 16

_MONEY_TEXT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万元|万|元)?")


class MoneyTextError(ValueError):
    """A text is no amount of money; the message says so to the person who typed it."""


def capital_amount(amount: Decimal) -> str:
    """Write an amount in capital characters (大写金额), e.g. 人民币壹仟肆佰零玖元伍角."""
    if amount != amount.quantize(CENT):
        raise ValueError("An amount in capital characters has at most two decimals.")
    if abs(amount) >= LARGEST:
        raise ValueError("The amount is too large to be written in capital characters.")
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    sign = "负" if amount < 0 else ""
    return f"人民币{sign}{_capital_yuan(yuan)}{_capital_cents(yuan, cents)}"


def to_wan(amount: Decimal) -> Decimal:
    """Turn yuan into 万元, exactly."""
    return amount / WAN


def from_wan(amount: Decimal) -> Decimal:
    """Turn 万元 into yuan, exactly."""
    return amount * WAN


def wan_text(amount: Decimal) -> str:
    """Show yuan as 万元: at least two decimals, more only where the amount has them."""
    text = f"{to_wan(amount):,.6f}"
    return text[:-4] + text[-4:].rstrip("0")


def yuan_text(amount: Decimal) -> str:
    """Show yuan with two decimals and thousands separators."""
    return f"{amount:,.2f}"


def parse_money(text: str, *, in_wan: bool = False, allow_negative: bool = False) -> Decimal:
    """Read an amount in yuan from what a person typed; a unit in the text wins over `in_wan`."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\s", "", plain).removeprefix("人民币").removeprefix("¥")
    plain = plain.replace("−", "-")
    match = _MONEY_TEXT.fullmatch(plain)
    if match is None:
        raise MoneyTextError("请填写金额，只用数字和小数点，例如 1234.56。")
    sign, whole, decimals, unit = match.groups()
    if sign and not allow_negative:
        raise MoneyTextError("金额不能为负数。")
    amount = Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}")
    if unit in {"万元", "万"} or (in_wan and unit is None):
        amount = from_wan(amount)
    if abs(amount) >= LARGEST:
        raise MoneyTextError("金额过大，请核对单位是元还是万元。")
    if amount != amount.quantize(CENT):
        raise MoneyTextError("金额最多精确到分。")
    return amount.quantize(CENT)


def _capital_yuan(yuan: int) -> str:
    if yuan == 0:
        return ""
    groups: list[int] = []
    while yuan:
        yuan, group = divmod(yuan, GROUP_SIZE)
        groups.append(group)
    written = ""
    for position in reversed(range(len(groups))):
        group = groups[position]
        if group == 0:
            continue
        skipped = written and (group < GROUP_SIZE // 10 or groups[position + 1] == 0)
        written += ("零" if skipped else "") + _capital_group(group)
        written += _group_unit(position, groups)
    return written + "元"


def _group_unit(position: int, groups: list[int]) -> str:
    hundred_million = 2
    if position > hundred_million and groups[hundred_million]:
        return GROUPS[1]
    return GROUPS[position]


def _capital_group(group: int) -> str:
    written = ""
    for place in reversed(range(len(PLACES))):
        digit = group // 10**place % 10
        if digit:
            written += DIGITS[digit] + PLACES[place]
        elif written and not written.endswith("零"):
            written += "零"
    return written.rstrip("零")


def _capital_cents(yuan: int, cents: int) -> str:
    jiao, fen = divmod(cents, 10)
    if cents == 0:
        return "整" if yuan else "零元整"
    gap = "零" if yuan and (jiao == 0 or yuan % 10 == 0) else ""
    written = gap + (f"{DIGITS[jiao]}角" if jiao else "")
    return written + (f"{DIGITS[fen]}分" if fen else "")
