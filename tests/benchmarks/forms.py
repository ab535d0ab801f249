"""Forms as they are printed in numbers: by two workers at once, and many bound in one job."""

import json
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from os import times

from django.utils import timezone

from documents.jobs.models import Job
from documents.rendering import sheets
from documents.rendering.sheets import sheet_pdf
from documents.services import layout_of, run_job
from documents.sheets import catalog
from documents.sheets.layout import PrintLayout, lay_out
from projects.overview.services import print_together
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.services import freeze_record
from tests.benchmarks.measuring import Measurement, compare
from tests.benchmarks.naive import draw_naively, page_of
from tests.builders import County
from tests.documents.samples import snapshot_of

WORKERS, FORMS_EACH, ROUNDS = 2, 20, 3
LEAST_A_SECOND = 8
CODE = "ABCD-EFGH-JKLM-NPQR"


def measure_forms(county: County, project: Project) -> list[Measurement]:
    """Measure what the form centre does on a busy day."""
    return [
        measure_workers(),
        measure_against_naive(),
        measure_first(),
        measure_batch(county, project),
    ]


def measure_workers() -> Measurement:
    """Measure one form of those that two workers draw side by side, each with a core of its own.

    Their time on the processor is what counts: others on the machine slow the wall clock.
    """
    layouts = two_pages(WORKERS * FORMS_EACH)
    sheet_pdf(layouts[0])
    forked = get_context("fork")
    shares = [layouts[at::WORKERS] for at in range(WORKERS)]
    before = times()
    workers = [forked.Process(target=_draw_and_end, args=(share,)) for share in shares]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    after = times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    each = spent * 1000 / len(layouts) / WORKERS
    bar = f"the bar: {LEAST_A_SECOND} forms a second"
    return Measurement("2-page form, 2 workers (processor)", each, bar, 1000 / LEAST_A_SECOND, 1)


def two_pages(count: int) -> list[PrintLayout]:
    """Return forms of two pages, with the code to look at them with a telephone."""
    sheet = catalog.get("standing_change")
    return [
        lay_out(
            sheet,
            snapshot_of(sheet, number=f"ZT-2026-{number:04d}"),
            verification_code=CODE,
            verification_url=f"https://example.gov.cn/verify/{CODE}/",
        )
        for number in range(count)
    ]


def measure_against_naive() -> Measurement:
    """Measure the same form drawn warm, and drawn with nothing shared."""
    (layout,) = two_pages(1)
    html = page_of(layout)
    return compare(
        "2-page form, warm (bar 0.2)",
        lambda: sheet_pdf(layout),
        "the same page, nothing shared",
        lambda: draw_naively(html),
        ROUNDS,
    )


def measure_first() -> Measurement:
    """Measure the first form of a worker that its pool has just forked against a later one."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.first_form"],
        capture_output=True,
        check=True,
        text=True,
    )
    first, warm = json.loads(told.stdout)
    return Measurement("first form of a worker (bar 2)", first, "a warm one", warm, ROUNDS)


def measure_batch(county: County, project: Project) -> Measurement:
    """Measure one job that prints all sheets of a project against drawing each of them."""
    person, at = county.at("HANDLER"), timezone.now()
    sent = Record.objects.filter(project=project, submitted_at__isnull=False)
    records = list(sent.exclude(status=RecordStatus.VOID).order_by("pk"))
    layouts = [layout_of(freeze_record(one, actor=person, at=at)) for one in records]

    def batch() -> None:
        job = print_together(records, bound_as="pdf", actor=person, at=at)
        run_job(job.pk, at=at)
        job.refresh_from_db()
        assert job.is_done, job.error
        Job.objects.filter(pk=job.pk).delete()

    name = f"print {len(records)} sheets as one PDF"
    return compare(name, batch, "each of them drawn", lambda: _draw_all(layouts), ROUNDS)


def _draw_all(layouts: Sequence[PrintLayout]) -> None:
    for layout in layouts:
        sheet_pdf(layout)


def _draw_and_end(layouts: Sequence[PrintLayout]) -> None:
    """Draw, and let the child go that drew: only then is its time counted with ours."""
    _draw_all(layouts)
    sheets.press().end()
