"""Printing many sheets at once: one job, one file, and only what one may see now."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.digests import sha256
from config.kernel.verdicts import RuleViolationError
from documents import rendering
from documents.archives import verify_archive
from documents.jobs import handlers
from documents.jobs.handlers import JobLostError
from documents.jobs.models import Job
from documents.models import PrintedSheet
from documents.rules import Authenticity, judge_file
from documents.services import cancel_job, run_job
from documents.storage import open_kept
from projects.overview import services
from projects.overview.queries import prints
from projects.overview.services import print_together
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.services import print_record
from tests.builders import OTHER_OWNER
from tests.documents.pdf_text import text_of
from tests.life import PAID
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
PAGE = "/projects/print/"


def sent_records(*sites: Site) -> list[Record]:
    """Return the sheets of some projects that were sent."""
    ids = [site.project_id for site in sites]
    found = Record.objects.filter(project__in=ids, submitted_at__isnull=False)
    return list(found.exclude(status=RecordStatus.VOID).order_by("pk"))


def printed(records: list[Record], actor: User, bound_as: str = "pdf") -> Job:
    """Have sheets printed by the worker's code."""
    job = print_together(records, bound_as=bound_as, actor=actor, at=PAID)
    run_job(job.pk, at=PAID)
    job.refresh_from_db()
    return job


def content_of(job: Job) -> bytes:
    assert (job.status, job.error) == (Job.Status.DONE, "")
    assert job.result is not None
    with open_kept(job.result.file) as stream:
        return bytes(stream.read())


def test_one_job_makes_one_pdf_with_a_bookmark_for_each_sheet_and_says_so_on_the_trail(
    building_site: Site,
) -> None:
    handler = building_site.county.at("HANDLER")
    records = sent_records(building_site)
    assert len(records) > 1

    job = printed(records, handler)

    content = content_of(job)
    with pikepdf.open(io.BytesIO(content)) as book:
        assert [item.title for item in book.open_outline().root] == [
            f"{one.project.number} {one.title} {one.number}".strip() for one in records
        ]
        assert "/Metadata" not in book.Root
    codes = PrintedSheet.objects.values_list("verification_code", flat=True)
    assert len(codes) == len(records)
    text = text_of(content)
    assert [code for code in codes if code not in text] == []
    assert Job.objects.count() == 1
    entry = AuditEntry.objects.get(action=AuditAction.SHEETS_BOUND)
    assert entry.detail["份数"] == len(records)
    assert entry.project_id == building_site.project_id


def test_printed_again_the_bytes_are_the_same(building_site: Site) -> None:
    handler = building_site.county.at("HANDLER")
    records = sent_records(building_site)[:2]
    first = content_of(printed(records, handler))
    Job.objects.all().delete()

    assert content_of(printed(records, handler)) == first


def test_a_sheet_that_was_printed_before_is_not_drawn_again(
    building_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = building_site.county.at("HANDLER")
    record = sent_records(building_site)[0]
    print_record(record, actor=handler, at=PAID)
    for job in Job.objects.all():
        run_job(job.pk, at=PAID)
    kept = PrintedSheet.objects.get()
    assert kept.pdf is not None
    monkeypatch.setattr(rendering, "sheet_pdf", None)

    job = printed([record], handler, "zip")

    with zipfile.ZipFile(io.BytesIO(content_of(job))) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".pdf"))
        assert sha256(archive.read(name)) == kept.pdf.sha256


def test_the_check_of_files_knows_it_and_does_not_take_its_sheets_for_altered_ones(
    building_site: Site,
) -> None:
    content = content_of(
        printed(sent_records(building_site)[:2], building_site.county.at("HANDLER"))
    )
    saved_again = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as book:
        book.save(saved_again)

    assert judge_file(content, "打印.pdf", at=PAID).authenticity is Authenticity.BOUND
    found = judge_file(saved_again.getvalue(), "打印.pdf", at=PAID)
    assert found.authenticity is Authenticity.SEVERAL
    assert found.printed is not None


def test_a_sheet_out_of_a_batch_is_compared_with_the_batch(building_site: Site) -> None:
    content = content_of(
        printed(sent_records(building_site)[:2], building_site.county.at("HANDLER"))
    )
    with pikepdf.open(io.BytesIO(content)) as book, pikepdf.new() as alone, pikepdf.new() as cut:
        second = book.Root.Outlines.First.Next.Dest[0]
        pages = [page for page in book.pages if page.obj.objgen == second.objgen]
        first = book.pages.index(pages[0])
        alone.pages.extend(book.pages[:first])
        cut.pages.extend(book.pages[1:first])
        kept, shortened = io.BytesIO(), io.BytesIO()
        alone.save(kept)
        cut.save(shortened)

    whole = judge_file(kept.getvalue(), "打印.pdf", at=PAID)
    part = judge_file(shortened.getvalue(), "打印.pdf", at=PAID)

    assert whole.authenticity is Authenticity.SAME_TEXT
    assert part.authenticity is Authenticity.ALTERED


def test_a_zip_holds_each_sheet_as_the_original_with_its_digests(
    building_site: Site, tmp_path: Path
) -> None:
    records = sent_records(building_site)[:2]

    job = printed(records, building_site.county.at("HANDLER"), "zip")

    path = tmp_path / "prints.zip"
    path.write_bytes(content_of(job))
    assert verify_archive(path).problems == []
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.startswith("manifest")]
        assert [name[:4] for name in names] == ["001 ", "001 ", "002 ", "002 "]
        assert b"pdfaid" in archive.read(names[0])


def test_what_one_may_no_longer_see_when_it_is_drawn_stops_the_job_in_words(
    building_site: Site,
) -> None:
    records = sent_records(building_site)
    stranger = building_site.county.at("HANDLER", OTHER_OWNER)

    job = printed(records, stranger)

    assert job.has_failed
    assert f"{len(records)} 份已撤回、作废，或者您现在不能查看" in job.error
    assert not PrintedSheet.objects.exists()


def test_the_file_is_for_who_sees_every_project_in_it_today(
    building_site: Site, funded_site: Site, desk: Desk
) -> None:
    handler = building_site.county.at("HANDLER")
    records = [sent_records(building_site)[0], sent_records(funded_site)[0]]
    job = printed(records, handler)
    assert job.result is not None
    fetch = reverse("documents:job-download", kwargs={"job_id": job.pk})
    by_number = reverse("documents:download", kwargs={"version_id": job.result_id})
    fetched = desk(handler).get(fetch)
    assert b"".join(fetched.streaming_content) == content_of(job)  # type: ignore[attr-defined]
    stranger = building_site.county.at("HANDLER", OTHER_OWNER)
    assert desk(stranger).get(by_number).status_code == 404

    Project.objects.filter(pk=funded_site.project_id).update(
        owner_unit=stranger.unit, handler=stranger
    )

    assert desk(handler).get(fetch).status_code == 404
    assert desk(handler).get(by_number).status_code == 404


def test_it_can_be_cancelled_between_two_sheets(building_site: Site) -> None:
    handler = building_site.county.at("HANDLER")
    job = print_together(sent_records(building_site), bound_as="pdf", actor=handler, at=PAID)
    told: list[int] = []

    def progress(done: int, _total: int) -> None:
        told.append(done)
        if done == 1:
            cancel_job(job, actor=handler, at=PAID)
            raise JobLostError

    with pytest.raises(JobLostError):
        handlers.get(job.kind_code).run(job, progress)

    assert told == [0, 1]
    run_job(job.pk, at=PAID)
    job.refresh_from_db()
    assert job.is_cancelled
    assert job.result is None


def test_more_than_the_limit_and_nothing_at_all_are_refused(
    building_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = building_site.county.at("HANDLER")
    monkeypatch.setattr(services, "MOST_SHEETS", 1)

    with pytest.raises(RuleViolationError, match="一次最多打印 1 份"):
        print_together(sent_records(building_site), bound_as="pdf", actor=handler, at=PAID)
    with pytest.raises(RuleViolationError, match="请勾选"):
        print_together([], bound_as="pdf", actor=handler, at=PAID)


@pytest.fixture
def handler(building_site: Site, desk: Desk) -> Client:
    """The browser of the case officer."""
    return desk(building_site.county.at("HANDLER"))


def test_the_ledger_offers_its_rows_to_tick_and_all_that_the_filter_lists(
    handler: Client, building_site: Site, funded_site: Site
) -> None:
    shown = handler.get("/projects/?q=登记").content.decode()
    assert f'name="project" value="{funded_site.project_id}"' in shown
    assert '<input type="hidden" name="q" value="登记">' in shown

    chosen = handler.get(f"{PAGE}?of=chosen&project={building_site.project_id}&q=登记")
    listed = handler.get(f"{PAGE}?of=all&q=登记")

    records = {record.project_id for record in chosen.context["choice"].records}
    assert records == {building_site.project_id}
    records = {record.project_id for record in listed.context["choice"].records}
    assert records == {funded_site.project_id}


def test_the_page_narrows_to_one_form_and_says_when_it_does_not_list_all(
    handler: Client, building_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "MOST_SHEETS", 1)
    address = f"{PAGE}?project={building_site.project_id}"

    cut = handler.get(address)
    narrowed = handler.get(f"{address}&kind=application")

    assert "没有列全" in cut.content.decode()
    assert 'name="record" value="' in cut.content.decode()
    assert cut.content.decode().count(" checked") == 2  # the sheet, and the first format
    unticked = handler.get(PAGE + cut.context["turned_href"]).content.decode()
    assert unticked.count(" checked") == 1
    assert "全部勾选" in unticked
    assert [record.kind for record in narrowed.context["choice"].records] == ["application"]
    assert "没有列全" not in narrowed.content.decode()


def test_pressed_without_scripts_it_starts_one_job_and_sheets_of_others_are_not_found(
    handler: Client, building_site: Site, desk: Desk
) -> None:
    ids = [record.pk for record in sent_records(building_site)]
    tab = handler.get(f"/projects/{building_site.project_id}/?tab=records").content.decode()
    assert f"{PAGE}?project={building_site.project_id}" in tab

    answer = handler.post(PAGE, {"record": ids, "bound_as": "zip"}, follow=True)

    assert f"正在打印 {len(ids)} 份表单" in answer.content.decode()
    assert Job.objects.get().params["record_ids"] == ids
    assert "请勾选" in handler.post(PAGE, {}, follow=True).content.decode()
    stranger = desk(building_site.county.at("HANDLER", OTHER_OWNER))
    assert stranger.post(PAGE, {"record": ids}).status_code == 404
    assert handler.post(PAGE, {"record": ids, "bound_as": "exe"}).status_code == 404
