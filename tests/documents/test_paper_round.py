"""The round of paper: printed, signed, scanned, found again; and what a file tells of itself."""

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from documents.inspection import codes_in
from documents.jobs.models import Job
from documents.models import PrintedSheet
from documents.queries import awaited_scans
from documents.rendering import sheet_pdf
from documents.rules import Authenticity, judge_file
from documents.services import print_sheet, return_scan
from documents.services.jobs import run_job
from documents.sheets import catalog
from documents.sheets.differences import Difference, differences
from documents.sheets.layout import lay_out
from documents.storage import open_kept
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS, snapshot_of, values_of

pytestmark = pytest.mark.django_db
type Printed = Callable[..., tuple[PrintedSheet, bytes]]


@cache
def drawn(number: str) -> bytes:
    """Draw a payment once for all tests; its bytes depend on nothing but its snapshot."""
    snapshot = snapshot_of(catalog.get("payment"), number=number)
    return sheet_pdf(
        lay_out(
            catalog.get("payment"),
            snapshot,
            verification_code=CODES[number],
            verification_url=f"https://example.gov.cn/verify/{CODES[number]}/",
        )
    )


CODES: dict[str, str] = {}


@pytest.fixture
def paper(handler: User) -> Printed:
    """Print a payment and return it with its PDF."""

    def draw(number: str = "ZF-2026-0007") -> tuple[PrintedSheet, bytes]:
        snapshot = snapshot_of(catalog.get("payment"), number=number)
        printed = print_sheet(
            "payment", snapshot, project_ref=None, record_ref=7, actor=handler, at=NOW
        )
        CODES[number] = printed.verification_code
        return printed, drawn(number)

    return draw


def stored(printed: PrintedSheet) -> bytes:
    """Let the worker draw a print, and return what it stored."""
    jobs = Job.objects.filter(kind_code="documents.print_pdf", params__sheet_id=printed.pk)
    run_job(jobs.get().pk, at=NOW)
    printed.refresh_from_db()
    assert printed.pdf is not None
    with open_kept(printed.pdf.file) as stream:
        return bytes(stream.read())


def picture_of(content: bytes, kind: str = "PNG", turn: float = 0) -> bytes:
    """Scan the first page, a little askew."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("L")
    stream = io.BytesIO()
    page.rotate(turn, expand=True, fillcolor=255).save(stream, kind)
    return stream.getvalue()


def scanned_pdf(content: bytes) -> bytes:
    stream = io.BytesIO()
    Image.open(io.BytesIO(picture_of(content))).save(stream, "PDF")
    return stream.getvalue()


def upload(content: bytes, name: str = "扫描0001.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_code_is_read_from_text_from_a_scan_and_from_a_picture_askew(paper: Printed) -> None:
    printed, content = paper()
    code = printed.verification_code

    assert codes_in(content, "pdf") == [code]
    assert codes_in(scanned_pdf(content), "pdf") == [code]
    assert codes_in(picture_of(content, turn=2.5), "png") == [code]
    assert codes_in(picture_of(content, "JPEG", turn=180), "jpg") == [code]


@pytest.mark.parametrize(
    ("kind", "content"), [*CONTENTS.items(), ("png", b"junk"), ("pdf", b"%PDF")]
)
def test_a_file_without_a_code_has_none(kind: str, content: bytes) -> None:
    assert codes_in(content, kind) == []


def test_a_scan_finds_its_sheet_and_leaves_the_list(paper: Printed, handler: User) -> None:
    printed, content = paper()
    assert list(awaited_scans(handler)) == [printed]

    found = return_scan(upload(scanned_pdf(content)), actor=handler, at=NOW)

    assert found == printed
    assert found.scan is not None
    assert found.scan.kind.label == "签章扫描件"
    assert not awaited_scans(handler).exists()


def test_a_second_scan_is_the_next_version(paper: Printed, handler: User) -> None:
    _, content = paper()
    return_scan(upload(scanned_pdf(content)), actor=handler, at=NOW)

    found = return_scan(upload(picture_of(content), "盖章.png"), actor=handler, at=NOW)

    assert found.scan is not None
    assert found.scan.versions.count() == 2


def test_a_sheet_signed_by_everybody_in_the_system_is_not_awaited(handler: User) -> None:
    sheet = catalog.get("waiver")
    opinions = [
        {"step": one.step, "name": "李喆", "verdict_label": "同意", "date": "2026-03-05"}
        for one in sheet.sign_offs
    ]

    print_sheet(
        "waiver", snapshot_of(sheet, opinions=opinions),
        project_ref=None, record_ref=8, actor=handler, at=NOW,
    )  # fmt: skip

    assert not awaited_scans(handler).exists()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "没有在“空.pdf”上读到校验码"), ("AAAABBBBCCCCDDDD", "不是您可以查看的表单")],
)
def test_a_scan_without_a_readable_code_is_not_guessed(
    handler: User, typed: str, reason: str
) -> None:
    with pytest.raises(RuleViolationError, match=reason):
        return_scan(upload(CONTENTS["pdf"], "空.pdf"), typed_code=typed, actor=handler, at=NOW)


def test_a_scan_of_another_sheet_than_was_chosen_is_refused(paper: Printed, handler: User) -> None:
    _, content = paper()

    with pytest.raises(RuleViolationError, match="与所选表单的校验码"):
        return_scan(upload(content), typed_code="AAAA-BBBB-CCCC-DDDD", actor=handler, at=NOW)


def test_a_scan_of_a_superseded_print_is_refused(paper: Printed, handler: User) -> None:
    _, content = paper()
    paper(number="ZF-2026-0008")

    with pytest.raises(RuleViolationError, match="已失效"):
        return_scan(upload(content), actor=handler, at=NOW)


def test_a_stranger_returns_nothing(paper: Printed, outsider: User) -> None:
    _, content = paper()

    with pytest.raises(RuleViolationError, match="不是您可以查看的表单"):
        return_scan(upload(content), actor=outsider, at=NOW)


def test_the_page_takes_several_scans_and_says_what_became_of_each(
    paper: Printed, handlers_browser: Client
) -> None:
    printed, content = paper()

    page = handlers_browser.post(
        reverse("documents:scans"),
        {"scans": [upload(content, "一.pdf"), upload(CONTENTS["pdf"], "二.pdf")]},
        follow=True,
    )

    text = page.content.decode()
    assert f"“一.pdf”已归入{printed}。" in text
    assert "没有在“二.pdf”上读到校验码" in text


class TestFiles:
    def found_in(self, content: bytes) -> Authenticity:
        return judge_file(content, "x.pdf", at=NOW).authenticity

    def resaved(self, content: bytes) -> bytes:
        stream = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as document:
            document.save(stream)
        return stream.getvalue()

    def altered(self, content: bytes) -> bytes:
        """Take a line out of the first page."""
        stream = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as document:
            page = document.pages[0]
            steps = pikepdf.parse_content_stream(page)
            shows = [n for n, step in enumerate(steps) if str(step.operator) in {"TJ", "Tj"}]
            del steps[shows[len(shows) // 2]]
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(steps))
            document.save(stream)
        return stream.getvalue()

    def test_the_original_is_genuine(self, paper: Printed) -> None:
        printed, _ = paper()

        found = judge_file(stored(printed), "原件.pdf", at=NOW)

        assert (found.authenticity, found.printed) == (Authenticity.GENUINE, printed)

    def test_an_altered_file_is_told_from_one_that_was_only_saved_again(
        self, paper: Printed
    ) -> None:
        content = stored(paper()[0])

        assert (
            judge_file(self.resaved(content), "x.pdf", at=NOW).authenticity
            is Authenticity.SAME_TEXT
        )
        assert (
            judge_file(self.altered(content), "x.pdf", at=NOW).authenticity is Authenticity.ALTERED
        )

    def test_a_scan_is_left_to_the_eye(self, paper: Printed) -> None:
        _, content = paper()

        assert (
            judge_file(scanned_pdf(content), "x.pdf", at=NOW).authenticity is Authenticity.PICTURE
        )

    def test_a_foreign_file_is_not_vouched_for(self) -> None:
        assert self.found_in(CONTENTS["pdf"]) is Authenticity.UNKNOWN

    def test_anyone_may_ask_and_learns_that_a_print_is_superseded(
        self, paper: Printed, client: Client
    ) -> None:
        content = stored(paper()[0])
        paper(number="ZF-2026-0008")

        page = client.post(reverse("documents:verify-file"), {"file": upload(content)})

        text = page.content.decode()
        assert "文件未被改动。" in text
        assert "真实，但已失效。" in text

    def test_no_file_is_a_sentence(self, client: Client) -> None:
        page = client.post(reverse("documents:verify-file"))

        assert page.status_code == 422
        assert "请选择要核验的" in page.content.decode()


class TestDifferences:
    def test_each_changed_box_is_named_with_both_states(self) -> None:
        sheet = catalog.get("payment")
        older = snapshot_of(sheet)
        values = values_of(sheet)
        box = next(field for field in sheet.fields() if field.kind == "TEXT")
        newer = snapshot_of(sheet, values={**values, box.code: "改过的"}, number="ZF-2")

        assert differences("payment", older, newer) == [
            Difference(box.label, str(values[box.code]), "改过的"),
            Difference("文件编号", "ZF-2026-0007", "ZF-2"),
        ]

    def test_the_page_of_a_superseded_print_shows_them(
        self, paper: Printed, handlers_browser: Client
    ) -> None:
        older, _ = paper()
        paper(number="ZF-2026-0008")

        page = handlers_browser.get(reverse("documents:printed", args=[older.pk]))

        text = page.content.decode()
        assert "与新打印件的差异" in text
        assert "ZF-2026-0008" in text
