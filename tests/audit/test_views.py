"""The pages of the trail: who may open them, what they find, what they write themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.exports import safe_cell
from audit.models import AuditEntry
from audit.services import audited, record, record_denial
from projects.regulations.services import import_shipped_packs
from tests.audit.conftest import Login

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@audited
def note(text: str, *, project_id: int | None, actor: User, at: datetime) -> None:
    """Leave one entry."""
    record(
        AuditAction.RECORD_SUBMITTED,
        target=None,
        target_label=text,
        actor=actor,
        at=at,
        project_id=project_id,
        detail={"意见": "同意。"},
    )


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", full_name="钱小满")


@pytest.fixture
def auditor(login_as: Login) -> Client:
    return login_as("AUDIT_ADMIN")


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_audit_administrator_reads_the_whole_trail(auditor: Client, clerk: User) -> None:
    note("智慧水务一期申报书", project_id=7, actor=clerk, at=AT)
    note("调整了会议室", project_id=None, actor=clerk, at=AT)

    page = page_of(auditor)

    assert "智慧水务一期申报书" in page
    assert "调整了会议室" in page
    assert "提交记录" in page
    assert "意见：同意。" in page


@pytest.mark.parametrize("role", ["HANDLER", "SYSTEM_ADMIN", "SECURITY_ADMIN", "DATA_HEAD"])
def test_others_are_turned_away_and_that_is_recorded(login_as: Login, role: str) -> None:
    answer = login_as(role).get("/audit/")

    assert answer.status_code == 403
    entry = AuditEntry.objects.get(action=AuditAction.ACCESS_REFUSED)
    assert (entry.outcome, entry.target_label) == ("DENIED", "打开页面 /audit/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?actor=钱小", {"甲申报书", "乙申报书"}),
        ("?actor=孙", {"丙合同"}),
        ("?project=8", {"乙申报书"}),
        ("?project=合同", {"丙合同"}),
        ("?outcome=DENIED", {"丁页面"}),
        ("?action=projects.record.submit", {"甲申报书", "乙申报书", "丙合同"}),
        ("?first_day=2026-03-03", {"乙申报书", "丙合同", "丁页面"}),
        ("?last_day=2026-03-02", {"甲申报书"}),
        ("?first_day=2026-03-03&last_day=2026-03-03&project=8", {"乙申报书"}),
    ],
)
def test_the_search_finds_by_each_field(
    auditor: Client, clerk: User, query: str, found: set[str]
) -> None:
    other = User.objects.create(username="other", full_name="孙立")
    note("甲申报书", project_id=7, actor=clerk, at=AT)
    note("乙申报书", project_id=8, actor=clerk, at=AT + timedelta(days=1))
    note("丙合同", project_id=7, actor=other, at=AT + timedelta(days=2))
    record_denial(
        AuditAction.ACCESS_REFUSED,
        actor=clerk if "actor" not in query else None,
        at=AT + timedelta(days=3),
        target_label="丁页面",
        reason="无权。",
    )

    page = page_of(auditor, query)

    names = {"甲申报书", "乙申报书", "丙合同", "丁页面"}
    assert {name for name in names if name in page} == found


def test_a_day_that_is_none_is_answered_with_a_sentence(auditor: Client) -> None:
    assert "起" in page_of(auditor, "?first_day=2026-13-40&before=abc")


def test_pages_go_back_by_key_with_the_same_number_of_queries(auditor: Client, clerk: User) -> None:
    note("只有一件", project_id=7, actor=clerk, at=AT)
    with CaptureQueriesContext(connection) as few:
        page_of(auditor)
    for number in range(120):
        note(f"第{number}件事", project_id=7, actor=clerk, at=AT)
    with CaptureQueriesContext(connection) as many:
        first = page_of(auditor)
    second = page_of(auditor, "?before=72")

    assert len(many) == len(few)
    assert "第119件事" in first
    assert "before=72" in first
    assert "第119件事" not in second
    assert "第69件事" in second


def test_verifying_says_that_all_is_whole_and_is_on_the_trail(auditor: Client, clerk: User) -> None:
    note("甲申报书", project_id=7, actor=clerk, at=AT)

    page = auditor.post("/audit/verify/", follow=True).content.decode()

    assert "校验结论：共1条，全部完整" in page
    assert AuditEntry.objects.filter(action=AuditAction.TRAIL_VERIFIED).exists()


def test_verifying_names_the_first_broken_entry(auditor: Client, clerk: User) -> None:
    for number in range(4):
        note(f"第{number}件", project_id=7, actor=clerk, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditentry SET target_label = '别的' WHERE seq = 3")
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")

    page = auditor.post("/audit/verify/", follow=True).content.decode()

    assert "第3条（提交记录）：内容与其散列不符，已被改动。此前2条完整。" in page


def test_an_entry_shows_its_links(auditor: Client, clerk: User) -> None:
    note("甲申报书", project_id=7, actor=clerk, at=AT)
    entry = AuditEntry.objects.get()

    page = auditor.get("/audit/1/").content.decode()

    assert entry.hash in page
    assert "2026-03-02 09:30:00" in page


def test_the_export_holds_what_was_searched_for_and_no_formula(
    auditor: Client, clerk: User
) -> None:
    note("=1+1", project_id=7, actor=clerk, at=AT)
    note("别的项目", project_id=8, actor=clerk, at=AT)

    answer = auditor.post("/audit/export/", {"project": "7"})

    lines = b"".join(answer).decode().splitlines()
    assert lines[0].startswith("\ufeff")
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert AuditEntry.objects.filter(action=AuditAction.TRAIL_EXPORTED).exists()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("address", ["/audit/verify/", "/audit/export/"])
def test_changes_of_state_are_no_plain_links(auditor: Client, address: str) -> None:
    assert auditor.get(address).status_code == 405


def test_readers_of_projects_see_only_what_happened_on_projects(
    login_as: Login, clerk: User
) -> None:
    import_shipped_packs(actor=clerk, at=AT)
    reader = login_as("AUDIT_READ")
    note("甲申报书", project_id=7, actor=clerk, at=AT)
    note("调整了会议室", project_id=None, actor=clerk, at=AT)

    page = page_of(reader)

    assert "甲申报书" in page
    assert "调整了会议室" not in page
    assert 'action="/audit/verify/"' not in page
    assert reader.get(f"/audit/{AuditEntry.objects.count()}/").status_code == 404


def _missing(_request: HttpRequest, **_parts: int) -> HttpResponse:
    raise Http404


def _forbidden(_request: HttpRequest, **_parts: int) -> HttpResponse:
    record_denial(
        AuditAction.DEED_REFUSED, actor=None, at=AT, target_label="其他", reason="", project_id=1
    )
    raise PermissionDenied


urlpatterns = [
    path("projects/<int:project_id>/missing/", _missing),
    path("projects/<int:project_id>/forbidden/", _forbidden),
    path("", include("config.urls")),
]


@pytest.mark.urls("tests.audit.test_views")
def test_a_page_outside_of_ones_scope_is_404_and_one_denial(auditor: Client) -> None:
    auditor.raise_request_exception = False
    answer = auditor.get("/projects/7/missing/", REMOTE_ADDR="10.0.0.9")

    assert answer.status_code == 404
    entry = AuditEntry.objects.get()
    assert (entry.project_id, entry.ip, entry.outcome) == (7, "10.0.0.9", "DENIED")


@pytest.mark.urls("tests.audit.test_views")
def test_a_request_leaves_one_denial_at_most(auditor: Client) -> None:
    auditor.raise_request_exception = False
    auditor.get("/projects/7/forbidden/")

    assert AuditEntry.objects.count() == 1


def test_a_stranger_leaves_no_denial(client: Client) -> None:
    client.get("/projects/7/")
    client.get("/nowhere/")

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        f"/audit/?project={'9' * 40}",
        f"/audit/?before={'9' * 40}",
        f"/audit/{'9' * 40}/",
        "/audit/?action=nonsense&outcome=nonsense",
        f"/audit/?actor={'长' * 10_000}",
        "/audit/?actor=%00&project=%F0%9F%98%80",
    ],
)
def test_strange_searches_never_break_the_page(auditor: Client, address: str) -> None:
    assert auditor.get(address).status_code in {200, 404}
