"""Printing a sheet: frozen, drawn once, superseded, verified by anyone."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from audit.models import AuditEntry
from documents.jobs.models import Job
from documents.models import DocumentVersion, PrintedSheet
from documents.rendering import missing_characters
from documents.services import mark_superseded, print_sheet, run_job
from documents.sheets import catalog
from documents.storage import open_kept
from tests.documents.conftest import NOW
from tests.documents.pdf_text import text_of
from tests.documents.samples import snapshot_of

pytestmark = pytest.mark.django_db
PAYMENT = "payment"


def print_payment(actor: User, **changes: object) -> PrintedSheet:
    snapshot = snapshot_of(catalog.get(PAYMENT), **changes)
    return print_sheet(PAYMENT, snapshot, project_ref=None, record_ref=7, actor=actor, at=NOW)


def run_all() -> None:
    for job in Job.objects.order_by("pk"):
        run_job(job.pk, at=NOW)


def test_a_print_is_frozen_and_drawn_in_both_formats(handler: User) -> None:
    printed = print_payment(handler)

    run_all()

    printed.refresh_from_db()
    assert printed.pdf is not None
    assert printed.xlsx is not None
    with open_kept(printed.pdf.file) as stream:
        paper = text_of(stream.read())
    assert printed.verification_code in paper
    assert printed.pdf.original_name == "项目资金支付申请表 ZF-2026-0007.pdf"
    assert {job.status for job in Job.objects.all()} == {Job.Status.DONE}
    assert AuditEntry.objects.filter(action="documents.sheet.print").count() == 1


def test_printing_the_same_again_draws_nothing_new(handler: User, outsider: User) -> None:
    printed = print_payment(handler)
    run_all()

    again = print_payment(outsider, frozen_at="2026-11-21T10:00:00+08:00")
    run_all()

    assert again.pk == printed.pk
    assert DocumentVersion.objects.count() == 2
    own = Job.objects.filter(owner_id=outsider.pk)
    assert {job.result_id for job in own} == {
        job.result_id for job in Job.objects.filter(owner_id=handler.pk)
    }


def test_a_newer_print_of_the_record_supersedes_the_older(handler: User) -> None:
    older = print_payment(handler)

    newer = print_payment(handler, number="ZF-2026-0008")

    older.refresh_from_db()
    assert (older.is_current, newer.is_current) == (False, True)
    assert older.verification_code != newer.verification_code


def test_a_changed_record_has_no_current_print(handler: User) -> None:
    printed = print_payment(handler)

    assert mark_superseded(7, at=NOW) == 1

    printed.refresh_from_db()
    assert not printed.is_current


def test_a_character_no_font_has_is_named_and_the_workbook_still_comes(handler: User) -> None:
    assert missing_characters(["张𰻝堃㙓"]) == ["𰻝"]
    printed = print_payment(handler, number="ZF-𰻝-1")

    run_all()

    failed = Job.objects.get(status=Job.Status.FAILED)
    assert failed.error.startswith("字库中没有字符“𰻝”（U+30EDD），无法打印。")
    printed.refresh_from_db()
    assert printed.pdf is None
    assert printed.xlsx is not None


class TestVerification:
    def page(self, client: Client, code: str) -> str:
        return client.get(reverse("documents:verify-code", kwargs={"code": code})).content.decode()

    def test_anyone_learns_that_a_paper_is_genuine(self, handler: User, client: Client) -> None:
        printed = print_payment(handler)

        shown = self.page(client, printed.verification_code)

        assert "真实有效。" in shown
        assert "项目资金支付申请表" in shown
        assert "ZF-2026-0007" in shown
        assert "城市运行管理服务平台（二期）" in shown

    def test_a_superseded_paper_is_told_apart(self, handler: User, client: Client) -> None:
        printed = print_payment(handler)
        mark_superseded(7, at=NOW)

        assert "真实，但已失效。" in self.page(client, printed.verification_code)

    def test_an_invented_code_is_not_vouched_for(self, client: Client) -> None:
        response = client.get("/verify/AAAA-BBBB-CCCC-DDDD/")

        assert response.status_code == 404
        assert "没有查到。" in response.content.decode()

    def test_a_code_is_found_however_it_is_typed(self, handler: User, client: Client) -> None:
        printed = print_payment(handler)
        typed = printed.verification_code.replace("-", " ").lower()

        response = client.get(reverse("documents:verify"), {"code": typed})

        assert response.headers["Location"] == f"/verify/{printed.verification_code}/"

    def test_the_page_asks_for_a_code(self, client: Client) -> None:
        assert "输入表单页脚的校验码" in client.get("/verify/").content.decode()


class TestThePrintOnTheScreen:
    def test_it_shows_what_was_frozen(self, handler: User, handlers_browser: Client) -> None:
        printed = print_payment(handler)

        shown = handlers_browser.get(f"/documents/prints/{printed.pk}/").content.decode()

        assert "收款单位" in shown
        assert "当前有效" in shown

    def test_a_stranger_does_not_see_it(self, handler: User, outsiders_browser: Client) -> None:
        printed = print_payment(handler)

        assert outsiders_browser.get(f"/documents/prints/{printed.pk}/").status_code == 404
