"""What a person sees on the console once everything runs."""

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path

MOST_SHOWN = 12
COLUMNS = ("username", "password", "post", "unit")
HEADINGS = ("用户名", "口令", "岗位", "单位")


def read_accounts(file: Path) -> list[dict[str, str]]:
    """Read the accounts of the demonstration; none when it was not loaded."""
    if not file.exists():
        return []
    found = json.loads(file.read_text())
    return [{column: str(row.get(column, "")) for column in COLUMNS} for row in found]


def account_lines(accounts: list[dict[str, str]], file: Path) -> list[str]:
    """Lay the accounts out as a table, the first few of them."""
    if not accounts:
        return []
    rows = [HEADINGS, *(tuple(row[c] for c in COLUMNS) for row in accounts[:MOST_SHOWN])]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(COLUMNS))]
    lines = [_line(row, widths) for row in rows]
    if len(accounts) > MOST_SHOWN:
        lines.append(f"  共 {len(accounts)} 个演示账号，全部列在 {file}。")
    return lines


def _line(row: Iterable[str], widths: list[int]) -> str:
    padded = (t + " " * (w - _width(t)) for t, w in zip(row, widths, strict=True))
    return ("  " + "  ".join(padded)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
