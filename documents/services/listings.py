"""Handing out lists as workbooks: short ones at once, long ones as a job."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.timezone import localtime

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import sha256
from documents.jobs import handlers
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.services.jobs import start_job
from documents.spreadsheets.listings import Listing, open_listing
from documents.spreadsheets.lists import MOST_STYLED_ROWS, write_list, write_list_to

LIST_JOB = "documents.list"
KIND = ("workbook", "导出表格")
TOLD_EVERY = 2_000


@audited
def export_listing(
    code: str, asked: QueryDict, *, actor: AbstractBaseUser, at: datetime
) -> tuple[Listing, bytes | Job]:
    """Export a list (导出): the workbook itself, or the job that writes a long one."""
    at = localtime(at)
    listing = open_listing(code, actor, asked, at)
    record(
        AuditAction.WORKBOOK_EXPORTED,
        target=None,
        target_label=listing.title,
        actor=actor,
        at=at,
        detail={
            "行数": listing.count,
            "筛选": listing.wanted or "无",
            "列": "、".join(column.full_label for column in listing.columns),
        },
    )
    if listing.count > MOST_STYLED_ROWS:
        return listing, _start(code, asked, listing, actor=actor, at=at)
    content = write_list(
        listing.columns,
        listing.rows,
        title=listing.title,
        note=listing.note(at),
        unit=listing.unit,
    )
    return listing, content


def _start(
    code: str, asked: QueryDict, listing: Listing, *, actor: AbstractBaseUser, at: datetime
) -> Job:
    """Start the job; pressed twice within a minute, it is one."""
    query = asked.urlencode()
    digest = sha256(query.encode())[:32]
    return start_job(
        LIST_JOB,
        key=f"{LIST_JOB}:{code}:{actor.pk}:{digest}:{at:%Y%m%d%H%M}",
        label=f"导出{listing.title}（{listing.count} 行）"[:200],
        params={"list": code, "query": query, "at": at.isoformat()},
        total=listing.count,
        actor=actor,
        at=at,
    )


def write_listing(job: Job, progress: Progress) -> Produced:
    """Write a long list, as the worker does it, with the rights its reader has now."""
    user = apps.get_model(settings.AUTH_USER_MODEL).objects.get(pk=job.owner_id)
    at = localtime(datetime.fromisoformat(str(job.params["at"])))
    asked = QueryDict(str(job.params["query"]))
    try:
        listing = open_listing(str(job.params["list"]), user, asked, at)
    except PermissionDenied as denied:
        raise JobFailedError("您已没有导出这张表的权限，请联系系统管理员。") from denied
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as part:
        target = Path(part.name)
    try:
        write_list_to(
            target,
            listing.columns,
            _counted(listing.rows, progress, job.total),
            title=listing.title,
            note=f"{listing.note(at)}　{listing.unit}".strip(),
        )
    except BaseException:
        target.unlink()
        raise
    code, label = KIND
    return Produced(
        name=f"{listing.title} {at:%Y%m%d}.xlsx",
        content=target,
        title=listing.title,
        kind_code=code,
        kind_label=label,
        is_temporary=True,
    )


def _counted(
    rows: Iterable[Sequence[object]], progress: Progress, total: int
) -> Iterator[Sequence[object]]:
    """Hand rows on and say how far it is; a cancelled job stops here."""
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            progress(number, total)
        yield row


handlers.register(LIST_JOB, write_listing)
