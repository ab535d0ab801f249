"""Storing and fetching files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.digests import sha256, sm3
from config.kernel.verdicts import RuleViolationError
from documents.models import Document, DocumentKind, DocumentVersion
from documents.services import add_version, define_kind, store_document
from documents.storage import open_kept
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS, pdf, upload

pytestmark = pytest.mark.django_db


def store(handler: User, name: str, content: bytes) -> Document:
    return store_document("test_kind", upload(name, content), title="", actor=handler, at=NOW)


def message_of(handler: User, name: str, content: bytes) -> str:
    with pytest.raises(RuleViolationError) as refusal:
        store(handler, name, content)
    return refusal.value.verdict.text


@pytest.mark.usefixtures("report_kind")
class TestStoring:
    @pytest.mark.parametrize("extension", sorted(set(CONTENTS) - {"exe"}))
    def test_every_usual_type_is_kept_with_both_digests(
        self, handler: User, extension: str
    ) -> None:
        content = CONTENTS[extension]

        version = store(handler, f"../材料.{extension}", content).versions.get()

        assert (version.sha256, version.sm3) == (sha256(content), sm3(content))
        assert (version.number, version.size) == (1, len(content))
        assert version.original_name == f"材料.{extension}"
        with open_kept(version.file) as stream:
            assert stream.read() == content

    def test_the_stored_name_tells_nothing(self, handler: User) -> None:
        version = store(handler, "秘密.pdf", pdf()).versions.get()

        assert "秘密" not in version.file
        assert version.file.endswith(".pdf")

    def test_a_second_version_leaves_the_first(self, handler: User) -> None:
        document = store(handler, "报告.pdf", pdf())

        add_version(document, upload("报告2.docx", CONTENTS["docx"]), actor=handler, at=NOW)

        numbers = document.versions.order_by("number").values_list("number", "original_name")
        assert list(numbers) == [(1, "报告.pdf"), (2, "报告2.docx")]

    def test_an_empty_file_is_refused_by_name(self, handler: User) -> None:
        assert message_of(handler, "空.pdf", b"") == "“空.pdf”是空文件，请重新选择文件。"

    def test_an_extension_out_of_the_list_is_refused_with_the_list(self, handler: User) -> None:
        message = message_of(handler, "程序.exe", CONTENTS["exe"])

        assert "“程序.exe”的类型不在“可行性研究报告”允许的范围内" in message
        assert "pdf、doc" in message

    def test_a_program_renamed_to_pdf_is_refused(self, handler: User) -> None:
        message = message_of(handler, "报告.pdf", CONTENTS["exe"])

        assert message == "“报告.pdf”内容不是PDF 文件，可能被改过扩展名。"
        assert not Document.objects.exists()

    def test_a_refusal_leaves_no_file_behind(self, handler: User) -> None:
        before = sorted(Path(settings.MEDIA_ROOT).rglob("*.pdf"))

        message_of(handler, "报告.pdf", CONTENTS["exe"])

        assert sorted(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == before
        assert not list(Path(settings.MEDIA_ROOT).rglob("*.part"))


def test_a_file_over_the_limit_of_its_kind_is_refused_with_both_sizes(handler: User) -> None:
    define_kind("test_kind", "会议纪要", max_bytes=300)

    message = message_of(handler, "纪要.pdf", pdf())

    assert message.startswith("“纪要.pdf”有")
    assert "超过“会议纪要”0.3 KB的上限。" in message


def test_an_unknown_kind_is_refused(handler: User) -> None:
    assert message_of(handler, "纪要.pdf", pdf()) == "没有这种材料类型，请重新选择。"


@pytest.mark.usefixtures("report_kind")
class TestFetching:
    def address(self, version: DocumentVersion) -> str:
        return reverse("documents:download", kwargs={"version_id": version.pk})

    def test_a_file_comes_as_an_attachment_in_a_sandbox(
        self, handler: User, handlers_browser: Client
    ) -> None:
        version = store(handler, "可研 报告.pdf", CONTENTS["pdf"]).versions.get()

        response = handlers_browser.get(self.address(version))

        assert response.status_code == 200
        assert b"".join(response.streaming_content) == CONTENTS["pdf"]  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("attachment; ")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in response["Cache-Control"]

    def test_a_pdf_is_shown_in_a_frame_of_our_own_and_runs_nothing(
        self, handler: User, handlers_browser: Client
    ) -> None:
        version = store(handler, "可研报告.pdf", CONTENTS["pdf"]).versions.get()

        response = handlers_browser.get(f"/documents/versions/{version.pk}/show/")

        assert b"".join(response.streaming_content) == CONTENTS["pdf"]  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("inline; ")
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]

    def test_what_browsers_cannot_draw_and_what_strangers_may_not_see_is_not_shown(
        self, handler: User, handlers_browser: Client, outsiders_browser: Client
    ) -> None:
        sheet = store(handler, "清单.xlsx", CONTENTS["xlsx"]).versions.get()
        report = store(handler, "报告.pdf", pdf()).versions.get()

        assert handlers_browser.get(f"/documents/versions/{sheet.pk}/show/").status_code == 404
        assert outsiders_browser.get(f"/documents/versions/{report.pk}/show/").status_code == 404

    def test_a_stranger_does_not_learn_that_the_file_exists(
        self, handler: User, outsiders_browser: Client
    ) -> None:
        version = store(handler, "报告.pdf", pdf()).versions.get()

        assert outsiders_browser.get(self.address(version)).status_code == 404

    def test_a_visitor_is_sent_to_sign_in(self, handler: User, client: Client) -> None:
        version = store(handler, "报告.pdf", pdf()).versions.get()

        assert client.get(self.address(version)).status_code == 302

    def test_a_download_leaves_an_entry_on_the_trail(
        self, handler: User, handlers_browser: Client
    ) -> None:
        version = store(handler, "报告.pdf", pdf()).versions.get()

        response = handlers_browser.get(self.address(version))
        b"".join(response.streaming_content)  # type: ignore[attr-defined]

        assert AuditEntry.objects.filter(action="documents.document.download").count() == 1

    def test_a_changed_file_is_not_sent(self, handler: User, handlers_browser: Client) -> None:
        version = store(handler, "报告.pdf", pdf()).versions.get()
        path = Path(settings.MEDIA_ROOT) / version.file
        path.write_bytes(path.read_bytes()[:-1] + b"?")

        response = handlers_browser.get(self.address(version))

        assert response.status_code == 409
        assert "摘要不一致" in response.content.decode()


def test_a_kind_defined_again_keeps_its_row(report_kind: DocumentKind) -> None:
    again = define_kind("test_kind", "可研报告", extensions=["pdf"])

    assert again.pk == report_kind.pk
    assert again.extensions == ["pdf"]
