"""The form centre."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.organizations.models import User
from documents.jobs.models import Job
from documents.models import Document, DocumentVersion
from documents.services import define_kind, store_document
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS, upload

pytestmark = pytest.mark.django_db


def make_job(owner: User, number: int, status: str = "QUEUED", **more: object) -> Job:
    return Job.objects.create(
        key=f"tests:{number}",
        kind_code="tests.none",
        label=f"年度计划导出{number}",
        owner_id=owner.pk,
        owner_label=str(owner),
        status=status,
        created_at=NOW,
        **more,
    )


def result_of(owner: User) -> DocumentVersion:
    define_kind("job_result", "系统生成文件")
    content = upload("计划.xlsx", CONTENTS["xlsx"])
    document: Document = store_document("job_result", content, actor=owner, at=NOW)
    return document.versions.get()


def page(browser: Client, query: str = "") -> str:
    return browser.get(reverse("documents:center") + query).content.decode()


def test_the_centre_shows_each_job_with_what_can_be_done(
    handler: User, handlers_browser: Client
) -> None:
    make_job(handler, 1)
    make_job(handler, 2, "FAILED", error="字库中没有字符“𰻝”。")
    make_job(handler, 3, "DONE", result=result_of(handler), done=1)

    shown = page(handlers_browser)

    assert "排队中" in shown
    assert "取消" in shown
    assert "字库中没有字符“𰻝”。" in shown
    assert "重试" in shown
    assert "下载" in shown
    assert "hx-get" in shown


def test_nothing_is_polled_when_nothing_goes_on(handler: User, handlers_browser: Client) -> None:
    make_job(handler, 1, "CANCELLED")

    assert "hx-get" not in page(handlers_browser)


def test_a_poll_returns_the_list_only(handler: User, handlers_browser: Client) -> None:
    make_job(handler, 1)

    answer = handlers_browser.get(reverse("documents:center"), headers={"HX-Request": "true"})

    assert "年度计划导出1" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_nobody_sees_the_jobs_of_others(handler: User, outsiders_browser: Client) -> None:
    job = make_job(handler, 1)

    assert "年度计划导出1" not in page(outsiders_browser)
    for name in ("job-cancel", "job-retry"):
        address = reverse(f"documents:{name}", kwargs={"job_id": job.pk})
        assert outsiders_browser.post(address).status_code == 404
    address = reverse("documents:job-download", kwargs={"job_id": job.pk})
    assert outsiders_browser.get(address).status_code == 404


def test_a_result_is_fetched_by_its_owner(handler: User, handlers_browser: Client) -> None:
    job = make_job(handler, 1, "DONE", result=result_of(handler), done=1)

    response = handlers_browser.get(reverse("documents:job-download", kwargs={"job_id": job.pk}))

    assert b"".join(response.streaming_content) == CONTENTS["xlsx"]  # type: ignore[attr-defined]


def test_buttons_work_without_scripts(handler: User, handlers_browser: Client) -> None:
    job = make_job(handler, 1)

    address = reverse("documents:job-cancel", kwargs={"job_id": job.pk})
    answer = handlers_browser.post(address, follow=True)

    assert "作业已取消。" in answer.content.decode()
    job.refresh_from_db()
    assert job.is_cancelled

    address = reverse("documents:job-retry", kwargs={"job_id": job.pk})
    handlers_browser.post(address)
    job.refresh_from_db()
    assert job.is_open
    refused = handlers_browser.post(address, follow=True)
    assert "只有未完成或已取消的作业可以重试。" in refused.content.decode()


def test_older_jobs_are_on_the_next_page(handler: User, handlers_browser: Client) -> None:
    for number in range(35):
        make_job(handler, number, "CANCELLED")

    first = page(handlers_browser)

    assert "年度计划导出34<" in first
    assert "年度计划导出4<" not in first
    oldest_shown = Job.objects.get(key="tests:5")
    assert "年度计划导出4<" in page(handlers_browser, f"?before={oldest_shown.pk}")


def test_many_jobs_take_as_many_queries_as_few(handler: User, handlers_browser: Client) -> None:
    make_job(handler, 1, "DONE", result=result_of(handler), done=1)
    page(handlers_browser)
    with CaptureQueriesContext(connection) as few:
        page(handlers_browser)
    for number in range(2, 25):
        make_job(handler, number, "DONE", result=result_of(handler), done=1)
    with CaptureQueriesContext(connection) as many:
        page(handlers_browser)

    assert len(many) == len(few)
