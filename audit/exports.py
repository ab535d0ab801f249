"""The trail as a table for other programs: CSV whose cells no spreadsheet takes for formulas."""

import csv
import json
from collections.abc import Iterable, Iterator

from django.utils import timezone

from audit.models import AuditEntry

COLUMNS = (
    "序号",
    "时间",
    "操作人",
    "岗位",
    "操作",
    "结果",
    "对象",
    "项目编号",
    "详情",
    "来源地址",
    "内容摘要",
    "上一条散列",
    "散列",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """Hands every written line on instead of keeping it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Write entries as lines of CSV, with the mark that spreadsheets need for Chinese."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    yield writer.writerow(COLUMNS)
    for entry in entries:
        yield writer.writerow([safe_cell(value) for value in _cells(entry)])


def safe_cell(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    return (
        str(entry.seq),
        f"{timezone.localtime(entry.occurred_at):%Y-%m-%d %H:%M:%S}",
        entry.actor_label,
        entry.actor_post,
        entry.action_label,
        entry.get_outcome_display(),
        entry.target_label,
        "" if entry.project_id is None else str(entry.project_id),
        json.dumps(entry.detail, ensure_ascii=False) if entry.detail else "",
        entry.ip,
        entry.digest,
        entry.prev_hash,
        entry.hash,
    )
