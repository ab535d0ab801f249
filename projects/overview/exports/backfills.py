"""A legacy ledger handed back with what is wrong in it, and the job that takes one over."""

from collections import defaultdict
from datetime import datetime

from django.utils.timezone import localdate

from config.kernel.verdicts import RuleViolationError
from documents.jobs.handlers import JobFailedError, Progress
from documents.jobs.models import Job
from documents.spreadsheets import letters_of, write_marked
from projects.registry.models import LedgerBatch
from projects.registry.services import backfill_projects, check_ledger, page_of, reopen_batch


def faults_workbook(batch: LedgerBatch) -> bytes:
    """Write a ledger as it came, with the reason in each bad cell and behind each bad row."""
    marks: dict[tuple[int, int], list[str]] = defaultdict(list)
    reasons: dict[int, list[str]] = defaultdict(list)
    for problem in batch.problems:
        row, column = problem["row"], problem["column"]
        place = letters_of(column) if column else ""
        reasons[row].append(f"{place} {problem['label']}：{problem['message']}".strip())
        marks[row, column].append(problem["message"])
    return write_marked(
        page_of(batch).rows,
        {place: "\n".join(why) for place, why in marks.items() if place[1]},
        {row: "\n".join(why) for row, why in reasons.items()},
        title="补录问题",
    )


def run_backfill(job: Job, progress: Progress) -> None:
    """Take a ledger over: checked again as a whole, then written in one transaction."""
    batch = LedgerBatch.objects.select_related("unit", "rulebook__regulation", "uploaded_by").get(
        pk=job.params["batch"]
    )
    at = datetime.fromisoformat(str(job.params["at"]))
    progress(0, job.total)
    try:
        found = check_ledger(batch, page_of(batch), localdate(at))
    except RuleViolationError as error:
        reopen_batch(batch)
        raise JobFailedError(error.verdict.text) from error
    if found.problems:
        reopen_batch(batch)
        raise JobFailedError(
            f"有 {len(found.problems)} 处问题，一行也没有补录。请回到补录页面重新检查。"
        )
    half = job.total // 2
    progress(half, job.total)
    backfill_projects(
        batch,
        found.projects,
        # Taking the last step of the lease within the transaction: who lost it writes nothing.
        hold=lambda: progress(job.total, job.total),
        actor=batch.uploaded_by,
        at=at,
    )
