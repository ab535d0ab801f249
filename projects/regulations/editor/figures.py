"""Words and figures as people type them, read into plain data; what cannot be read stays."""

import unicodedata
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
    try:
        return format(parse_money(text), "f") if any(c in text for c in "万亿元") else text
    except MoneyTextError:
        return line


def figure_of(text: str) -> Any:
    """Keep a figure as a number, so that it is not taken for words."""
    if text.lstrip("-").isdecimal():
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text
