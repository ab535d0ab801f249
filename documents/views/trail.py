"""The trail as a workbook; the trail itself knows no spreadsheets."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from audit.models import AuditEntry
from audit.queries import search_trail
from audit.views import TrailSearchForm
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out

TRAIL_LIST = "audit.trail"
MAY_EXPORT = "audit.verify_trail"
AT_ONCE = 2_000
COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 10),
    Column("时间", ColumnKind.MOMENT, 19),
    Column("操作人", width=12),
    Column("岗位", width=22),
    Column("操作", width=16),
    Column("结果", width=8),
    Column("对象", ColumnKind.LONG_TEXT, 30),
    Column("项目编号", width=10),
    Column("详情", ColumnKind.LONG_TEXT, 40),
    Column("来源地址", width=15),
    Column("本条散列", width=20),
)


@require_safe
def export_trail(request: HttpRequest) -> HttpResponse:
    """Hand out the entries that were searched for, newest first."""
    return hand_out(request, TRAIL_LIST)


def open_trail(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:  # noqa: ARG001
    """Open the trail as its reader searched it; only who verifies it may take it away."""
    if not user.has_perm(MAY_EXPORT):  # type: ignore[attr-defined]
        raise PermissionDenied
    form = TrailSearchForm(asked)
    found = search_trail(form.wanted(only_projects=False))
    return Listing(
        title="留痕",
        columns=COLUMNS,
        rows=_rows(found.iterator(AT_ONCE)),
        count=found.count(),
        wanted="；".join(form.in_words()),
    )


def _rows(entries: Iterable[AuditEntry]) -> Iterator[list[object]]:
    for entry in entries:
        yield [
            entry.seq,
            entry.occurred_at,
            entry.actor_label,
            entry.actor_post,
            entry.action_label,
            entry.get_outcome_display(),
            entry.target_label,
            "" if entry.project_id is None else str(entry.project_id),
            json.dumps(entry.detail, ensure_ascii=False) if entry.detail else "",
            entry.ip,
            entry.hash,
        ]
