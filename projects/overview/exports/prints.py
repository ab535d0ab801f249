"""Many sheets printed as one job, with the rights that its owner has while it is done."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from django.utils import timezone

from approvals.organizations.models import User
from documents import rendering, spreadsheets
from documents.archives import Item, pack
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.rules import BOUND
from documents.services import layout_of
from documents.sheets.layout import PrintLayout
from projects.overview.exports.papers import file_name
from projects.overview.queries.prints import chosen_records
from projects.overview.services import AS_ZIP
from projects.registry.models import Record
from projects.registry.services import freeze_record


def draw_together(job: Job, progress: Progress) -> Produced:
    """Draw the sheets that a job asks for, all or none of them."""
    owner = User.objects.get(pk=job.owner_id)
    wanted = job.params["record_ids"]
    records = chosen_records(owner, timezone.localdate(), wanted)
    if len(records) < len(wanted):
        lost = len(wanted) - len(records)
        raise JobFailedError(
            f"所选表单中有 {lost} 份已撤回、作废，或者您现在不能查看，没有打印，请重新选择。"
        )
    drawn = _drawn(records, owner, job, progress)
    title = f"批量打印 {len(records)} 份 {timezone.localtime(job.created_at):%Y%m%d %H%M}"
    bind = _archive if job.params["bound_as"] == AS_ZIP else _book
    try:
        extension, content = bind(title, drawn)
    except rendering.CAUSES_IN_WORDS as error:
        raise JobFailedError(str(error)) from error
    code, label = BOUND
    return Produced(
        name=f"{title}.{extension}",
        content=content,
        title=title,
        kind_code=code,
        kind_label=label,
        is_temporary=isinstance(content, Path),
    )


def _drawn(
    records: Iterable[Record], owner: User, job: Job, progress: Progress
) -> Iterator[tuple[str, PrintLayout, bytes]]:
    """Draw one sheet after the other and say how far it is; a cancelled job stops here."""
    for number, record in enumerate(records):
        progress(number, job.total)
        layout = layout_of(freeze_record(record, actor=owner, at=job.created_at))
        name = f"{record.project.number} {record.title} {record.number}".strip()
        yield name, layout, rendering.sheet_pdf(layout)


def _book(title: str, drawn: Iterable[tuple[str, PrintLayout, bytes]]) -> tuple[str, bytes]:  # noqa: ARG001 - the shape of a binding
    return "pdf", rendering.bound_pdf((name, content) for name, _, content in drawn)


def _archive(title: str, drawn: Iterable[tuple[str, PrintLayout, bytes]]) -> tuple[str, Path]:
    items: list[Item] = []
    place = count(1)
    for name, layout, content in drawn:
        stem = f"{next(place):03d} {file_name(name)}"
        workbook = spreadsheets.sheet_workbook(layout)
        items.append(Item(path=f"{stem}.pdf", title=name, chunks=[content]))
        items.append(Item(path=f"{stem}.xlsx", title=name, chunks=[workbook]))
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as part:
        target = Path(part.name)
    pack(items, {"名称": title}, target)
    return "zip", target
