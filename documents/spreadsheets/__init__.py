"""Workbooks."""

from typing import Any


def sheet_workbook(layout: Any) -> bytes:
    return b""
