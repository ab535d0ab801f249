"""The ledger: one fence, filters, pages by key, sums, an export that is what is shown."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.texts import nfkc_key
from documents.models import Job
from documents.services import run_job
from documents.spreadsheets.lists import MOST_STYLED_ROWS
from documents.storage import open_kept
from projects.overview.exports import COLUMNS
from projects.overview.queries.ledger import COUNT_CAP, PAGE_SIZE, LedgerFilter, ledger, ledger_page
from projects.registry.models import Project
from tests.builders import AT, OTHER_OWNER, TODAY, application_ready
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
type Sow = Callable[[int], None]


@pytest.fixture
def sow(building_site: Site) -> Sow:
    """Bring forth many projects at once, as a load would."""
    template = building_site.project

    def sow_many(count: int) -> None:
        Project.objects.bulk_create(
            Project(
                number=f"2025-{number:04d}",
                name=f"批量项目{number:04d}",
                name_key=nfkc_key(f"批量项目{number:04d}"),
                owner_unit=template.owner_unit,
                handler=template.handler,
                rulebook=template.rulebook,
                plan_year=2025,
                estimated_amount=Decimal(number * 10_000),
                stage_entered_on=TODAY,
                created_at=AT - timedelta(minutes=number // 2),
                changed_at=AT,
            )
            for number in range(1, count + 1)
        )

    return sow_many


@pytest.fixture
def handler(building_site: Site, desk: Desk) -> Client:
    """The browser of the case officer."""
    return desk(building_site.county.at("HANDLER"))


def queries_of(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def test_the_ledger_costs_the_same_for_twenty_and_for_two_thousand(
    handler: Client, sow: Sow
) -> None:
    sow(20)
    few = queries_of(handler, "/projects/")
    Project.objects.filter(name__startswith="批量").delete()
    sow(2000)

    assert queries_of(handler, "/projects/") == few
    assert few <= 20


def test_beyond_a_thousand_the_count_stops(building_site: Site, handler: Client, sow: Sow) -> None:
    sow(COUNT_CAP + 5)

    page = ledger_page(building_site.county.at("HANDLER"), LedgerFilter(), TODAY)

    assert page.count_text == "1000+"
    assert page.amount == sum(Project.objects.values_list("estimated_amount", flat=True))
    assert "共 1000+ 个项目" in handler.get("/projects/").content.decode()


def test_the_pages_go_through_all_projects_once(building_site: Site, sow: Sow) -> None:
    sow(100)
    reader = building_site.county.at("HANDLER")
    seen: list[int] = []
    key = ""

    while True:
        page = ledger_page(reader, LedgerFilter(), TODAY, after=key)
        seen += [project.pk for project in page.rows]
        key = page.next_key
        if not key:
            break

    assert seen == [project.pk for project in ledger(reader, LedgerFilter(), TODAY)]
    assert len(seen) == len(set(seen)) == Project.objects.count() > 3 * PAGE_SIZE


def test_the_next_page_is_a_link_and_keeps_the_filter(handler: Client, sow: Sow) -> None:
    sow(PAGE_SIZE + 1)

    first = handler.get("/projects/", {"q": "批量"})
    pager = first.context["pager"]
    second = handler.get(f"/projects/{pager['next_href']}")

    assert pager["first_href"] == ""
    assert len(second.context["rows"]) == 1
    assert second.context["pager"]["first_href"] == "?q=%E6%89%B9%E9%87%8F"


@pytest.mark.parametrize("after", ["nonsense", "2026-01-01~x", "2026-01-01T00:00:00~1", "~~~"])
def test_an_unreadable_key_is_the_first_page(handler: Client, after: str) -> None:
    assert handler.get("/projects/", {"after": after}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"stage": "CONSTRUCTION"}, 1),
        ({"stage": "APPLICATION"}, 10),
        ({"standing": "SUSPENDED"}, 0),
        ({"year": "2025"}, 10),
        ({"build_type": "UPGRADE"}, 0),
        ({"at_least": "6"}, 6),
        ({"at_least": "3", "at_most": "5"}, 3),
        ({"q": "批量项目0007"}, 1),
        ({"q": "批量 2025-0003"}, 1),
        ({"q": "城市管理"}, 11),
        ({"q": "＂批量＂"}, 0),
    ],
)
def test_each_filter_leaves_what_it_says(
    handler: Client, sow: Sow, asked: dict[str, str], count: int
) -> None:
    sow(10)

    answer = handler.get("/projects/", asked)

    assert len(answer.context["rows"]) == count
    assert len(answer.context["chips"]) == len(asked)


def test_a_unit_is_chosen_with_all_below_it(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    application_ready(county, name="校园安防平台", unit=OTHER_OWNER)
    reader = desk(county.at("DATA_REVIEW"))

    page = reader.get("/projects/", {"unit": county.owner.pk})
    other = reader.get("/projects/", {"unit": county.units[OTHER_OWNER].pk})

    assert [row["project"].name for row in page.context["rows"]] == ["环卫作业监管系统"]
    assert {row["project"].owner_unit.name for row in other.context["rows"]} <= {OTHER_OWNER}


def test_a_chip_takes_its_filter_off(handler: Client) -> None:
    chips = handler.get("/projects/?q=环卫&stage=CONSTRUCTION").context["chips"]

    assert [chip["label"] for chip in chips] == ["名称、编号、单位：环卫", "阶段：建设"]
    assert chips[0]["href"] == "?stage=CONSTRUCTION"


@pytest.mark.parametrize("asked", ["stage=NONSENSE", "year=abc", "at_least=-1", "unit=999999"])
def test_an_unreadable_filter_is_said_and_filters_nothing(handler: Client, asked: str) -> None:
    answer = handler.get(f"/projects/?{asked}")

    assert answer.status_code == 200
    assert len(answer.context["rows"]) == 1
    assert 'id="form-errors"' in answer.content.decode()


@pytest.mark.parametrize("role", ["HANDLER", "UNIT_HEAD", "DATA_HEAD", "AUDIT_READ"])
def test_every_role_sees_one_page_that_differs_by_the_fence_only(
    building_site: Site, desk: Desk, role: str
) -> None:
    county = building_site.county
    application_ready(county, name="校园安防平台", unit=OTHER_OWNER)
    reader = county.at(role)
    expected = [project.name for project in ledger(reader, LedgerFilter(), TODAY)]

    rows = desk(reader).get("/projects/").context["rows"]

    assert [row["project"].name for row in rows] == expected
    assert ("校园安防平台" in expected) == (role in {"DATA_HEAD", "AUDIT_READ"})


def test_the_export_is_cell_by_cell_what_is_listed(handler: Client, sow: Sow) -> None:
    sow(PAGE_SIZE + 10)
    shown = handler.get("/projects/", {"q": "批量", "at_least": "5"})

    answer = handler.get(f"/projects/{shown.context['export_href'].removeprefix('/projects/')}")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert list(rows[0]) == [column.label for column in COLUMNS]
    wanted = Project.objects.filter(name__startswith="批量", estimated_amount__gte=50_000)
    listed = list(wanted.order_by("-created_at", "-pk"))
    for row, project in zip(rows[1 : len(listed) + 1], listed, strict=True):
        assert row[:4] == (project.number, project.name, 2025, project.owner_unit.name)
        assert row[4:6] == ("申报", "在办")
        assert Decimal(str(row[6])) * 10_000 == project.estimated_amount
        assert row[7] is None
    first = shown.context["rows"]
    assert [row["project"].name for row in first] == [p.name for p in listed[: len(first)]]
    entry = AuditEntry.objects.filter(action=AuditAction.WORKBOOK_EXPORTED).latest("seq")
    assert entry.detail["行数"] == len(listed)


def test_the_reader_chooses_the_columns_and_the_trail_names_them(handler: Client, sow: Sow) -> None:
    sow(3)
    page = handler.get("/projects/", {"q": "批量"}).content.decode()
    assert page.count('name="column"') == len(COLUMNS)

    answer = handler.get("/projects/export/", {"q": "批量", "column": ["项目名称", "申报金额"]})

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("项目名称", "申报金额")
    assert rows[1] == ("批量项目0001", 1)
    entry = AuditEntry.objects.filter(action=AuditAction.WORKBOOK_EXPORTED).latest("seq")
    assert entry.detail["列"] == "项目名称、申报金额"


def test_a_long_ledger_is_written_by_a_job_and_fetched_from_the_form_center(
    building_site: Site, handler: Client, sow: Sow
) -> None:
    sow(MOST_STYLED_ROWS + 1)

    answer = handler.get("/projects/export/", {"q": "批量", "after": "x"})
    again = handler.get("/projects/export/", {"q": "批量"})

    assert (answer.status_code, answer["Location"]) == (302, again["Location"])
    job = Job.objects.get(kind_code="documents.list")
    assert job.total == MOST_STYLED_ROWS + 1
    run_job(job.pk, at=AT)
    fetched = handler.get(f"/documents/jobs/{job.pk}/download/")
    content = BytesIO(b"".join(fetched.streaming_content))  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(content, read_only=True).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    reader = building_site.county.at("HANDLER")
    listed = ledger(reader, LedgerFilter(text="批量"), TODAY).values_list("number", flat=True)
    assert [row[0] for row in rows[:-1]] == list(listed)
    assert rows[-1][0] == "合计"


def test_who_lost_the_posts_gets_nothing_from_the_job(
    building_site: Site, handler: Client, sow: Sow
) -> None:
    sow(MOST_STYLED_ROWS + 1)
    handler.get("/projects/export/", {"q": "批量"})
    job = Job.objects.get(kind_code="documents.list")
    User.objects.filter(pk=building_site.county.at("HANDLER").pk).update(is_active=False)

    run_job(job.pk, at=AT)

    job.refresh_from_db()
    assert job.result is not None
    with open_kept(job.result.file) as stream:
        sheet = openpyxl.load_workbook(BytesIO(stream.read())).active
    assert sheet is not None
    assert sheet.max_row == 3
