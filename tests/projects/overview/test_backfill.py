"""Legacy ledgers: matched, checked as a whole, taken over once or not at all."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, Strength
from documents.models import Job
from documents.services import run_job
from projects.overview.exports import faults_workbook
from projects.registry.access import visible_projects
from projects.registry.models import LedgerBatch, LedgerMapping, Project, Stage
from projects.registry.rules import gatekeeper, past_kinds
from projects.registry.services import match_columns, start_backfill, upload_ledger
from tests.builders import OTHER_OWNER, TODAY, County, later
from tests.projects.conftest import Desk

pytestmark = pytest.mark.django_db
HEADS = ["项目名称", "立项年度", "阶段", "总投资", "建设单位", "备注"]
ROWS: list[list[object]] = [
    ["智慧环卫平台", 2021, "运维", 120.5, "县城市管理局", "已运行"],
    ["数字城管二期", "２０２２年", "建设", "80", None, None],
    ["停车诱导系统", 2023, "归档", None, None, "停用"],
]


@dataclass(frozen=True, slots=True)
class Desks:
    """Who takes ledgers over, and for which unit."""

    county: County

    def upload(self, rows: list[list[object]], heads: list[str] | None = None) -> LedgerBatch:
        return upload_ledger(
            unit=self.county.owner,
            rulebook=self.county.rulebook,
            name="历史台账.xlsx",
            stream=BytesIO(workbook(rows, heads)),
            actor=self.county.at("HANDLER"),
            at=later(),
        )

    def checked(self, rows: list[list[object]], heads: list[str] | None = None) -> LedgerBatch:
        batch = self.upload(rows, heads)
        return match_columns(
            batch,
            head_row=batch.head_row,
            columns=batch.columns,
            in_wan=True,
            actor=self.county.at("HANDLER"),
            at=later(),
        )

    def taken_over(self, rows: list[list[object]]) -> LedgerBatch:
        batch = self.checked(rows)
        job = start_backfill(batch, actor=self.county.at("HANDLER"), at=later())
        run_job(job.pk, at=later())
        batch.refresh_from_db()
        return batch


@pytest.fixture
def desks(county: County) -> Desks:
    return Desks(county)


def workbook(rows: list[list[object]], heads: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["县城市管理局信息化项目台账"])
    page.append(heads or HEADS)
    for row in rows:
        page.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_ledger_is_taken_over_with_one_entry_on_the_trail(desks: Desks) -> None:
    before = AuditEntry.objects.count()

    batch = desks.taken_over(ROWS)

    made = list(Project.objects.order_by("plan_year"))
    assert [(p.name, p.plan_year, p.stage, p.number) for p in made] == [
        ("智慧环卫平台", 2021, "OPERATION", "2021-B0001"),
        ("数字城管二期", 2022, "CONSTRUCTION", "2022-B0001"),
        ("停车诱导系统", 2023, "ARCHIVED", "2023-B0001"),
    ]
    assert made[0].approved_amount == 1_205_000
    assert all(project.is_backfilled for project in made)
    assert (batch.status, batch.created_count, batch.known_count) == ("DONE", 3, 0)
    entries = AuditEntry.objects.order_by("seq")[before:]
    assert [entry.action for entry in entries] == [AuditAction.LEDGER_BACKFILLED]
    assert entries[0].detail["摘要"] == batch.digest


def test_the_same_ledger_again_brings_nothing_twice(desks: Desks) -> None:
    desks.taken_over(ROWS)

    again = desks.taken_over([*ROWS, ["新增的老项目", 2020, "验收", 5, None, None]])

    assert Project.objects.count() == 4
    assert (again.created_count, again.known_count) == (1, 3)
    job = Job.objects.latest("pk")
    run_job(job.pk, at=later())
    assert Project.objects.count() == 4


def test_one_bad_row_and_nothing_is_written(desks: Desks) -> None:
    batch = desks.checked([*ROWS, ["", 2021, "不知道", -5, "县教育局", None]])

    assert batch.status == LedgerBatch.Status.FAULTY
    assert [(one["row"], one["column"], one["label"]) for one in batch.problems] == [
        (6, 1, "项目名称"), (6, 3, "所处阶段"), (6, 5, "建设单位"), (6, 4, "批复金额"),
    ]  # fmt: skip
    with pytest.raises(RuleViolationError, match="通过检查"):
        start_backfill(batch, actor=desks.county.at("HANDLER"), at=later())
    assert not Project.objects.exists()


def test_a_ledger_that_no_longer_holds_when_its_turn_comes_writes_nothing(desks: Desks) -> None:
    batch = desks.checked(ROWS)
    job = start_backfill(batch, actor=desks.county.at("HANDLER"), at=later())
    LedgerBatch.objects.filter(pk=batch.pk).update(columns={**batch.columns, "stage": 6})

    run_job(job.pk, at=later())

    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, batch.status) == ("FAILED", "FAULTY")
    assert "一行也没有补录" in job.error
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("row", "place", "why"),
    [
        (["a", 1850, "建设", 1], "B6", "之间的年度"),
        (["a", 2099, "建设", 1], "B6", "之间的年度"),
        (["a", "去年", "建设", 1], "B6", "之间的年度"),
        (["a" * 201, 2021, "建设", 1], "A6", "不能超过 200"),
        (["a", 2021, "施工中", 1], "C6", "没有这个阶段，可以填：申报"),
        (["a", 2021, "建设", "一百"], "D6", "请填写金额"),
        (["a", 2021, "建设", 1e300], "D6", "金额过大"),
        (["a", 2021, "建设", "=1+1"], "D6", "公式"),
        (["a", 2021, "建设", True], "D6", "是或否"),
        (["a", 2021, "建设", "#N/A"], "D6", "公式或错误值"),
        (["a", 2021, "建设", 1, "县财政局"], "E6", "不是本单位"),
        (["智慧环卫平台", 2021, "建设", 1], "A6", "与第 3 行是同一单位、同一年度的同名项目"),
        (["智慧环卫　平台".replace("　", ""), "2021年度", "建设", 1], "A6", "与第 3 行"),
    ],
)
def test_each_bad_cell_is_named_and_marked_in_the_workbook_handed_back(
    desks: Desks, row: list[object], place: str, why: str
) -> None:
    batch = desks.checked([*ROWS, row])

    (problem,) = batch.problems
    assert why in problem["message"]
    page = openpyxl.load_workbook(BytesIO(faults_workbook(batch))).worksheets[0]
    assert page[place].comment is not None
    assert problem["message"] == page[place].comment.text
    assert page[place].fill.fgColor.rgb == "FFFCD5D0"
    assert page["A3"].value == "智慧环卫平台"
    assert problem["message"] in str(page["G6"].value)


def test_columns_are_remembered_for_the_unit_and_doubled_heads_are_not_guessed(
    desks: Desks,
) -> None:
    heads = ["项目名称", "年", "到哪一步", "总投资", "项目名称"]
    batch = desks.upload([["甲", 2021, "建设", 1, "乙"]], heads)
    assert batch.columns == {"approved_amount": 4}
    match_columns(
        batch,
        head_row=2,
        columns={"name": 1, "plan_year": 2, "stage": 3},
        in_wan=False,
        actor=desks.county.at("HANDLER"),
        at=later(),
    )

    again = desks.upload([["甲", 2021, "建设", 1]], heads[:4])

    assert LedgerMapping.objects.get(unit=desks.county.owner).headings["stage"] == "到哪一步"
    assert again.columns == {"name": 1, "plan_year": 2, "stage": 3, "approved_amount": 4}
    assert not again.in_wan


def test_gates_are_spared_for_the_past_only_and_what_is_owed_is_listed(
    desks: Desks, desk: Desk
) -> None:
    desks.taken_over(ROWS)
    project = Project.objects.get(name="数字城管二期")
    keeper = gatekeeper(project, TODAY)

    past = {kind.code for kind in past_kinds(project)}
    page = desk(desks.county.at("HANDLER")).get(f"/projects/{project.pk}/").content.decode()

    assert {"application", "initiation"} <= past
    assert not {"contract", "payment", "final_acceptance"} & past
    assert "补录项目：尚欠的材料" in page
    assert "立项" in page
    application = keeper.judge("application").refusals
    assert application
    assert all(
        refusal.strength is Strength.ADVICE or not refusal.missing for refusal in application
    )
    assert not keeper.judge("final_acceptance")
    assert not past_kinds(Project(rulebook=project.rulebook))


def test_rights_are_those_that_the_stage_would_have_given(desks: Desks) -> None:
    desks.taken_over(ROWS)

    for role in ("HANDLER", "DATA_REVIEW", "NDRC_APPROVAL", "FINANCE_BUDGET", "AUDIT_READ"):
        seen = visible_projects(desks.county.at(role), TODAY)
        assert seen.filter(stage=Stage.CONSTRUCTION).exists(), role
    stranger = desks.county.at("HANDLER", OTHER_OWNER)
    assert not visible_projects(stranger, TODAY).exists()


class TestThePages:
    def post(self, client: Client, address: str, **data: Any) -> Any:
        return client.post(address, data)

    def test_a_ledger_goes_through_the_pages(self, desks: Desks, desk: Desk) -> None:
        browser = desk(desks.county.at("HANDLER"))
        assert "历史项目补录" in browser.get("/projects/backfill/").content.decode()

        led = self.post(
            browser,
            "/projects/backfill/",
            unit=desks.county.owner.pk,
            rulebook=desks.county.rulebook.pk,
            upload=SimpleUploadedFile("台账.xlsx", workbook(ROWS)),
        )
        page = browser.get(led["Location"])
        assert "D 列：总投资" in page.content.decode()
        columns = {
            f"column_{code}": str(place)
            for code, place in LedgerBatch.objects.get().columns.items()
        }
        self.post(browser, led["Location"], head_row="2", in_wan="yes", **columns)
        assert "全部通过检查" in browser.get(led["Location"]).content.decode()
        assert not Project.objects.exists()
        self.post(browser, f"{led['Location']}start/")
        run_job(Job.objects.get(kind_code="projects.backfill").pk, at=later())

        done = browser.get(led["Location"]).content.decode()
        assert "已补录 3 个项目" in done
        ledger = browser.get("/projects/").content.decode()
        assert "2021 年度 · 补录" in ledger

    def test_a_column_cannot_mean_two_things(self, desks: Desks, desk: Desk) -> None:
        batch = desks.upload(ROWS)
        browser = desk(desks.county.at("HANDLER"))

        answer = self.post(
            browser,
            f"/projects/backfill/{batch.pk}/",
            head_row="2", in_wan="yes", column_name="1", column_plan_year="2",
            column_stage="3", column_approved_amount="2",
        )  # fmt: skip

        assert answer.status_code == 422
        assert "这一列已经对应“申报年度”" in answer.content.decode()

    def test_another_unit_does_not_learn_of_it(self, desks: Desks, desk: Desk) -> None:
        batch = desks.checked([*ROWS, ["", 2021, "建设", 1]])
        stranger = desk(desks.county.at("HANDLER", OTHER_OWNER))
        own = desk(desks.county.at("HANDLER"))

        assert stranger.get(f"/projects/backfill/{batch.pk}/").status_code == 404
        assert stranger.get(f"/projects/backfill/{batch.pk}/faults/").status_code == 404
        assert stranger.post(f"/projects/backfill/{batch.pk}/start/").status_code == 404
        assert own.get(f"/projects/backfill/{batch.pk}/faults/").status_code == 200

    def test_what_is_no_workbook_is_said(self, desks: Desks, desk: Desk) -> None:
        browser = desk(desks.county.at("HANDLER"))

        answer = self.post(
            browser,
            "/projects/backfill/",
            unit=desks.county.owner.pk,
            rulebook=desks.county.rulebook.pk,
            upload=SimpleUploadedFile("台账.xlsx", b"nonsense"),
        )

        assert answer.status_code == 422
        assert "工作簿内容不是Excel 工作簿" in answer.content.decode()


def test_days_are_read_however_they_were_written(desks: Desks) -> None:
    heads = ["项目名称", "年度", "阶段", "日期"]
    rows: list[list[object]] = [
        ["甲", 2020, "建设", date(2021, 5, 6)],
        ["乙", 2020, "建设", "2021年5月6日"],
        ["丙", 2020, "建设", "２０２１/5/6"],
    ]
    batch = desks.checked(rows, heads)
    job = start_backfill(batch, actor=desks.county.at("HANDLER"), at=later())
    run_job(job.pk, at=later())

    entered = set(Project.objects.values_list("stage_entered_on", flat=True))
    assert entered == {date(2021, 5, 6)}
