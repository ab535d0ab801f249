"""Words and figures as people type them, read into plain data; what cannot be read stays."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from config.kernel.money import MoneyTextError, parse_money
from config.kernel.texts import clean


def words_of(text: str) -> list[str]:
    """Read several words, one a line or set apart by 、."""
    lines = clean(text).replace("、", "\n").replace("；", "\n").splitlines()
    return [line.strip() for line in lines if line.strip()]


def whole_number(line: str) -> int | str:
    """Read a whole number; anything else stays as it was typed."""
    text = unicodedata.normalize("NFKC", line).replace(",", "")
    return int(text) if text.lstrip("-").isdecimal() else line


def decimal_text(line: str) -> str:
    """Read a number as people write it, 万元 and % included, as the text of a decimal."""
    text = unicodedata.normalize("NFKC", line).replace(",", "")
    if text.endswith("%"):
        return text[:-1]
    if found := _FRACTION.fullmatch(text):
        return _percent(*found.groups()) or line
    try:
        return format(parse_money(text), "f") if any(c in text for c in "万亿元") else text
    except MoneyTextError:
        return line


_DIGITS = "零一二三四五六七八九"
_FRACTION = re.compile(r"([百一二三四五六七八九十]+)分之([零一二三四五六七八九十]+)")


def _percent(whole: str, part: str) -> str:
    """Read 三分之二 and 百分之四十五 as a percentage; thirds to the hundredth, as laws are read."""
    of, parts = 100 if whole == "百" else _count(whole), _count(part)
    if not of or parts > of:
        return ""
    share = (Decimal(parts * 100) / of).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{share:f}".rstrip("0").rstrip(".") if share % 1 else f"{share:.0f}"


def _count(text: str) -> int:
    """Read a count below a hundred in Chinese figures; 0 where it is none."""
    tens, ten, ones = text.rpartition("十")
    figures = [_DIGITS.find(sign) for sign in (tens or ("一" if ten else "零"), ones or "零")]
    if len(tens) > 1 or len(ones) > 1 or min(figures) < 0:
        return 0
    return figures[0] * 10 + figures[1]


_MONTH_DAY = re.compile(r"(\d{1,2})(?:月|[-./])(\d{1,2})日?")


def month_day(line: str) -> str:
    """Read a day of every year as people write it, 3月1日, as month and day; else as typed."""
    found = _MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", line).replace(" ", ""))
    return f"{int(found[1]):02}-{int(found[2]):02}" if found else line


def figure_of(text: str) -> Any:
    """Keep a figure as a number, so that it is not taken for words."""
    if text.lstrip("-").isdecimal():
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text
