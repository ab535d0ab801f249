"""Announcements: by the data department only, while they are valid, with their paper."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.notifications.models import Announcement, Notice
from approvals.notifications.queries import announcements_on
from approvals.notifications.services import publish
from approvals.organizations.models import Unit, User
from tests.approvals.organizations.conftest import AT, TODAY, MakePost, MakeUser
from tests.documents.samples import pdf

type Browser = Callable[[User], Client]


def test_the_data_department_announces_and_everybody_reads_it_with_its_paper(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, handler: User, signed_in: Browser
) -> None:
    intake = make_user("intake", make_post(bureau, "DATA_INTAKE"))
    content = pdf()
    form = {
        "title": "申报开始",
        "body": "请于月底前申报。",
        "starts_on": TODAY.isoformat(),
        "is_pinned": "on",
        "tells_all": "on",
        "upload": SimpleUploadedFile("附件.pdf", content),
    }
    with time_machine.travel(AT, tick=False):
        assert signed_in(handler).post("/announcements/publish/", form).status_code == 403
        form["upload"] = SimpleUploadedFile("附件.pdf", content)
        signed_in(intake).post("/announcements/publish/", form)

        found, reader = Announcement.objects.get(), signed_in(handler)
        assert "申报开始" in reader.get("/announcements/").content.decode()
        page = reader.get(f"/announcements/{found.pk}/").content.decode()
        paper = b"".join(reader.get(f"/announcements/{found.pk}/file/"))

    assert "请于月底前申报。" in page
    assert paper == content
    assert Notice.objects.filter(user=handler, event="announcement").exists()


def test_what_is_not_yet_or_no_longer_valid_or_taken_back_is_for_its_writers_only(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, handler: User, signed_in: Browser
) -> None:
    intake = make_user("intake", make_post(bureau, "DATA_INTAKE"))
    week = timedelta(days=7)
    past = publish(
        title="已过期", body="。", starts_on=TODAY - week, ends_on=TODAY - week, actor=intake, at=AT
    )
    publish(title="未到期", body="。", starts_on=TODAY + week, actor=intake, at=AT)
    current = publish(title="显示中", body="。", starts_on=TODAY, actor=intake, at=AT)
    with time_machine.travel(AT, tick=False):
        reader, writer = signed_in(handler), signed_in(intake)
        assert [a.title for a in announcements_on(TODAY)] == ["显示中"]
        assert reader.get(f"/announcements/{past.pk}/").status_code == 404
        assert "不在有效期" in writer.get("/announcements/").content.decode()

        assert reader.post(f"/announcements/{current.pk}/withdraw/").status_code == 403
        writer.post(f"/announcements/{current.pk}/withdraw/")

        assert not announcements_on(TODAY).exists()
        assert reader.get(f"/announcements/{current.pk}/").status_code == 404


def test_an_end_before_the_beginning_is_named(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, signed_in: Browser
) -> None:
    intake = make_user("intake", make_post(bureau, "DATA_INTAKE"))
    form = {"title": "倒着", "body": "。", "starts_on": "2099-02-01", "ends_on": "2099-01-01"}

    answer = signed_in(intake).post("/announcements/publish/", form)

    assert answer.status_code == 422
    assert "有效期止不能早于有效期起" in answer.content.decode()
