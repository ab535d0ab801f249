"""The terms of a call for applications, as the tests announce it."""

from typing import Any

CALL: dict[str, Any] = {
    "year": 2026,
    "label": "2026年度第一批申报",
    "notice_number": "县数〔2026〕3号",
    "quota": None,
    "templates": [],
    "accepts_late": True,
    "note": "",
}
