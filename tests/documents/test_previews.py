"""Looking at files in place: what browsers draw at once, office files after they were drawn."""

import os
import stat
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdfium2 import PdfDocument

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from documents.jobs.models import Job
from documents.models import DocumentVersion
from documents.rendering import OfficeError, office, office_pdf
from documents.services import request_preview, run_job, store_document
from documents.spreadsheets import Column, write_list
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS, docx, pdf, upload
from tests.office import needs_soffice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report_kind")]
# Plays LibreOffice: notes how it was called, and "draws" what the test laid ready.
FAKE = """#!/bin/sh
echo "$@" > {log}
cat "$HOME"/profile/user/registrymodifications.xcu >> {log}
ulimit -t >> {log}
env >> {log}
{body}
"""
DRAWS = 'mkdir -p "$HOME/made" && cp {ready} "$HOME/made/source.pdf"'


class Soffice:
    """A machine with LibreOffice on its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.ready = folder / "ready.pdf"
        self.ready.write_bytes(pdf())
        self.does(DRAWS.format(ready=self.ready))

    def does(self, body: str) -> None:
        program = self.folder / "soffice"
        program.write_text(FAKE.format(log=self.log, body=body))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    @property
    def calls(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Soffice:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return Soffice(tmp_path)


@pytest.fixture
def _no_soffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))


def stored(handler: User, name: str, content: bytes) -> DocumentVersion:
    document = store_document("test_kind", upload(name, content), actor=handler, at=NOW)
    return document.versions.get()


def page_of(version: DocumentVersion) -> str:
    return reverse("documents:preview", kwargs={"version_id": version.pk})


def frame_of(version: DocumentVersion) -> str:
    return reverse("documents:show", kwargs={"version_id": version.pk})


@pytest.mark.parametrize("extension", ["doc", "docx", "xls", "xlsx", "wps", "et"])
def test_an_office_file_is_drawn_on_request_and_shown_with_safe_headers(
    soffice: Soffice, handler: User, handlers_browser: Client, extension: str
) -> None:
    version = stored(handler, f"方案.{extension}", CONTENTS[extension])
    assert "转换并查看" in handlers_browser.get(page_of(version)).content.decode()
    assert handlers_browser.get(frame_of(version)).status_code == 404

    waiting = handlers_browser.post(page_of(version), follow=True).content.decode()
    run_job(Job.objects.get().pk, at=NOW)

    assert "正在转换" in waiting
    assert frame_of(version) in handlers_browser.get(page_of(version)).content.decode()
    frame = handlers_browser.get(frame_of(version))
    assert b"".join(frame.streaming_content) == soffice.ready.read_bytes()  # type: ignore[attr-defined]
    assert frame["Content-Type"] == "application/pdf"
    assert frame["X-Content-Type-Options"] == "nosniff"
    assert frame["Content-Security-Policy"].startswith("default-src 'none'")
    assert frame["Content-Disposition"].startswith("inline")
    asked = AuditEntry.objects.get(action=AuditAction.PREVIEW_REQUESTED)
    assert asked.detail["文件名"] == f"方案.{extension}"


def test_it_runs_alone_with_a_profile_of_its_own_limits_and_none_of_our_secrets(
    soffice: Soffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")

    office_pdf(CONTENTS["wps"], "wps")

    assert "--convert-to pdf" in soffice.calls
    assert "source.doc" in soffice.calls
    assert "-env:UserInstallation=file://" in soffice.calls
    assert "DisableMacrosExecution" in soffice.calls
    assert f"\n{office.PROCESSOR_SECONDS}\n" in soffice.calls
    assert "canary" not in soffice.calls
    assert not list(Path(soffice.calls.split("file://")[1].split("/profile")[0]).glob("*"))


def test_equal_contents_are_drawn_once(soffice: Soffice, handler: User, outsider: User) -> None:
    first = stored(handler, "方案.docx", docx())
    second = stored(outsider, "副本.docx", docx())

    one = request_preview(first, actor=handler, at=NOW)
    other = request_preview(second, actor=outsider, at=NOW)

    assert one == other
    assert soffice.calls == ""


def test_who_may_not_have_the_file_sees_no_preview_of_it(
    soffice: Soffice, handler: User, outsiders_browser: Client
) -> None:
    version = stored(handler, "方案.docx", docx())
    job = request_preview(version, actor=handler, at=NOW)
    run_job(job.pk, at=NOW)
    job.refresh_from_db()
    assert job.result is not None

    assert soffice.calls
    assert outsiders_browser.get(page_of(version)).status_code == 404
    assert outsiders_browser.post(page_of(version)).status_code == 404
    assert outsiders_browser.get(frame_of(version)).status_code == 404
    drawn = reverse("documents:download", kwargs={"version_id": job.result_id})
    assert outsiders_browser.get(drawn).status_code == 404


@pytest.mark.parametrize(
    ("body", "why"),
    [("exit 1", "不能转换"), ('mkdir "$HOME/made"; echo > "$HOME/made/source.pdf"', "不能转换"),
     ("sleep 61.73 & wait", "时间限制")],
)  # fmt: skip
def test_what_cannot_be_drawn_says_why_leaves_nothing_running_and_can_be_tried_again(
    soffice: Soffice, handlers_browser: Client, tight: User, body: str, why: str
) -> None:
    soffice.does(body)
    version = stored(tight, "方案.docx", docx())

    job = request_preview(version, actor=tight, at=NOW)
    run_job(job.pk, at=NOW)

    page = handlers_browser.get(page_of(version)).content.decode()
    assert why in page
    assert "再次转换" in page
    commands = [one.read_bytes() for one in Path("/proc").glob("[0-9]*/cmdline") if one.exists()]
    assert not [command for command in commands if b"61.73" in command]


@pytest.fixture
def tight(handler: User, monkeypatch: pytest.MonkeyPatch) -> User:
    """The handler, in a hurry."""
    monkeypatch.setattr(office, "WALL_SECONDS", 1)
    return handler


@pytest.mark.usefixtures("_no_soffice")
def test_a_machine_without_libreoffice_offers_the_download_with_one_sentence(
    handler: User, handlers_browser: Client
) -> None:
    version = stored(handler, "方案.docx", docx())

    page = handlers_browser.get(page_of(version)).content.decode()

    assert "服务器没有安装 LibreOffice，不能就地查看这种文件，请下载后查看。" in page
    assert "转换并查看" not in page
    assert reverse("documents:download", kwargs={"version_id": version.pk}) in page
    with pytest.raises(RuleViolationError, match="没有安装"):
        request_preview(version, actor=handler, at=NOW)
    with pytest.raises(OfficeError, match="没有安装"):
        office_pdf(docx(), "docx")


@needs_soffice
def test_the_real_libreoffice_draws_what_is_then_shown(
    handler: User, handlers_browser: Client
) -> None:
    version = stored(handler, "清单.xlsx", workbook())

    run_job(request_preview(version, actor=handler, at=NOW).pk, at=NOW)

    frame = handlers_browser.get(frame_of(version))
    drawn = PdfDocument(b"".join(frame.streaming_content))  # type: ignore[attr-defined]
    assert "城市运行管理服务平台" in drawn[0].get_textpage().get_text_bounded()


def workbook() -> bytes:
    return write_list([Column("项目名称", width=40)], [["城市运行管理服务平台"]], title="清单")


def test_pictures_and_pdf_need_no_drawing_and_other_types_say_so(
    soffice: Soffice, handler: User, handlers_browser: Client
) -> None:
    picture = stored(handler, "现场.png", CONTENTS["png"])
    layout = stored(handler, "批复.ofd", CONTENTS["ofd"])

    assert frame_of(picture) in handlers_browser.get(page_of(picture)).content.decode()
    assert "请下载后用相应的软件打开" in handlers_browser.get(page_of(layout)).content.decode()
    assert soffice.calls == ""


def test_a_preview_is_no_clutter_in_the_form_centre(
    soffice: Soffice, handler: User, handlers_browser: Client
) -> None:
    request_preview(stored(handler, "方案.docx", docx()), actor=handler, at=NOW)

    assert "方案.docx" not in handlers_browser.get(reverse("documents:center")).content.decode()
    assert soffice.calls == ""
