"""Compiling together: workbooks out and in, nothing lost, nothing taken over unseen."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.planning.exports import exchange_workbook
from projects.planning.models import PlanImport, PlanVersion
from projects.planning.queries import changes_of
from projects.planning.services import (
    ACCEPT,
    REFUSE,
    adjust_plan,
    begin_plan,
    change_items,
    hand_out_plan,
    settle_import,
    submit_plan,
    take_in_plan,
)
from projects.planning.shapes import Department
from projects.planning.snapshots import columns_of_workbook
from tests.builders import OTHER_OWNER, later
from tests.projects.conftest import Desk
from tests.projects.planning.conftest import Plan, sign_plan

pytestmark = pytest.mark.django_db
ROW = 5
CODES = [getattr(column, "code", "sum") for column in columns_of_workbook()]
ROLES = {
    Department.DATA: "DATA_REVIEW",
    Department.NDRC: "NDRC_APPROVAL",
    Department.FINANCE: "FINANCE_BUDGET",
}
type Edit = Callable[[Worksheet], object]


def column(code: str) -> int:
    return CODES.index(code) + 1


def handed_out(plan: Plan, department: Department = Department.FINANCE) -> PlanVersion:
    return hand_out_plan(
        plan.now,
        department=department,
        version=plan.now.version,
        actor=plan.county.at(ROLES[department]),
        at=later(),
    )


def edited(content: bytes, edit: Edit) -> bytes:
    """Open a workbook as an office would, change it, save it."""
    book = openpyxl.load_workbook(BytesIO(content))
    page = book.worksheets[0]
    edit(page)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(code: str, value: object, row: int = ROW) -> Edit:
    def edit(page: Worksheet) -> None:
        page.cell(row, column(code)).value = value  # type: ignore[assignment]

    return edit


def taken_in(plan: Plan, content: bytes, department: Department = Department.FINANCE) -> PlanImport:
    return take_in_plan(
        plan.now,
        name="填好的.xlsx",
        stream=BytesIO(content),
        department=department,
        actor=plan.county.at(ROLES[department]),
        at=later(),
    )


def settled(plan: Plan, found: PlanImport, **decisions: str) -> PlanImport:
    chosen = {change.place: decisions.get(change.code, ACCEPT) for change in changes_of(found)}
    return settle_import(
        found,
        decisions=chosen,
        version=plan.now.version,
        actor=plan.county.at(ROLES[found.department]),
        at=later(),
    )


def changed_here(plan: Plan, **values: object) -> None:
    change_items(
        plan.now,
        changes={plan.item.pk: values},
        version=plan.now.version,
        actor=plan.compiler,
        at=later(),
    )


def reasons(found: PlanImport) -> list[tuple[str, str]]:
    return [(one["where"], one["message"]) for one in found.refused]


class TestTheWorkbook:
    @pytest.mark.parametrize("department", list(Department))
    def test_only_the_columns_of_the_department_are_open(
        self, plan: Plan, department: Department
    ) -> None:
        content = exchange_workbook(handed_out(plan, department))

        book = openpyxl.load_workbook(BytesIO(content))
        page = book.worksheets[0]
        unlocked = {code for code in CODES if not page.cell(ROW, column(code)).protection.locked}
        own = {
            getattr(one, "code", "")
            for one in columns_of_workbook()
            if getattr(one, "owner", None) is department
        }
        assert page.protection.sheet
        assert unlocked == own
        assert [sheet.sheet_state for sheet in book] == ["visible", "veryHidden"]
        assert page.cell(ROW, len(CODES) + 1).value
        assert page.column_dimensions[openpyxl.utils.get_column_letter(len(CODES) + 1)].hidden
        assert page.freeze_panes == "C5"

    @pytest.mark.parametrize("department", list(Department))
    def test_unchanged_it_comes_back_without_a_difference(
        self, plan: Plan, department: Department
    ) -> None:
        content = exchange_workbook(handed_out(plan, department))

        for back in (content, edited(content, lambda page: page and None)):
            found = taken_in(plan, back, department)
            assert changes_of(found) == []
            assert found.refused == []

    def test_a_plan_that_cannot_be_changed_is_not_handed_out(self, plan: Plan) -> None:
        empty = begin_plan(year=2031, actor=plan.compiler, at=later())

        with pytest.raises(RuleViolationError, match="还没有项目"):
            hand_out_plan(
                empty,
                department=Department.DATA,
                version=empty.version,
                actor=plan.compiler,
                at=later(),
            )


class TestComingBack:
    def test_changed_cells_wait_for_a_decision_and_are_then_taken_over(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        found = taken_in(plan, edited(content, put("fiscal_amount", 42.00005)))
        assert plan.item.fiscal_amount == Decimal("500000.00")
        assert [(c.code, c.theirs, c.is_conflict) for c in changes_of(found)] == [
            ("fiscal_amount", "420000.50", False)
        ]

        settled(plan, found)

        assert plan.item.fiscal_amount == Decimal("420000.50")
        entry = AuditEntry.objects.filter(action=AuditAction.PLAN_IMPORT_SETTLED).latest("seq")
        assert (entry.detail["采用"], entry.detail["摘要"]) == (1, found.digest)
        assert "500000.00 → 420000.50" in entry.detail["改动"][0]

    def test_a_refused_cell_stays_as_it_is(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        found = taken_in(plan, edited(content, put("fiscal_amount", 1)))

        settled(plan, found, fiscal_amount=REFUSE)

        assert plan.item.fiscal_amount == Decimal("500000.00")
        assert PlanImport.objects.get(pk=found.pk).status == "SETTLED"

    def test_a_cell_changed_here_and_there_is_a_conflict_to_be_chosen(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        changed_here(plan, fiscal_amount=Decimal("300000.00"))
        found = taken_in(plan, edited(content, put("fiscal_amount", 20)))

        (change,) = changes_of(found)

        assert (change.base, change.now, change.theirs) == (
            "500000.00", "300000.00", "200000.00",
        )  # fmt: skip
        assert change.is_conflict
        with pytest.raises(RuleViolationError, match="还有 1 处改动没有决定（财政资金）"):
            settle_import(
                found, decisions={}, version=plan.now.version, actor=plan.compiler, at=later()
            )

    def test_two_workbooks_are_merged_without_losing_a_cell(self, plan: Plan) -> None:
        money = exchange_workbook(handed_out(plan, Department.FINANCE))
        whole = exchange_workbook(handed_out(plan, Department.NDRC))
        texts = exchange_workbook(handed_out(plan, Department.DATA))

        settled(plan, taken_in(plan, edited(money, put("bond_amount", 3)), Department.FINANCE))
        settled(plan, taken_in(plan, edited(whole, put("total_amount", 60)), Department.NDRC))
        settled(plan, taken_in(plan, edited(texts, put("note", "加急。")), Department.DATA))

        item = plan.item
        assert (item.bond_amount, item.total_amount, item.note) == (
            Decimal("30000.00"), Decimal("600000.00"), "加急。",
        )  # fmt: skip
        assert item.fiscal_amount == Decimal("500000.00")

    def test_a_page_that_is_no_longer_true_decides_nothing(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        found = taken_in(plan, edited(content, put("fiscal_amount", 20)))
        stale = plan.now.version
        changed_here(plan, note="改过。")

        with pytest.raises(StaleVersionError):
            settle_import(
                found,
                decisions={change.place: ACCEPT for change in changes_of(found)},
                version=stale,
                actor=plan.compiler,
                at=later(),
            )

    def test_what_is_settled_is_not_settled_again(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        found = taken_in(plan, edited(content, put("fiscal_amount", 20)))
        settled(plan, found)

        with pytest.raises(RuleViolationError, match="已确认，不能再改"):
            settled(plan, found)

    def test_days_that_end_up_in_the_wrong_order_are_refused_by_name(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan, Department.DATA))

        def edit(page: Worksheet) -> None:
            put("starts_on", "2026-05-01")(page)
            put("ends_on", "2026年4月1日")(page)

        found = taken_in(plan, edited(content, edit), Department.DATA)

        with pytest.raises(RuleViolationError, match="建设工期的止日早于起日"):
            settled(plan, found)


class TestWhatIsRefused:
    def test_a_cell_of_another_department_is_named_and_not_taken_over(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        found = taken_in(plan, edited(content, put("total_amount", 1)))

        assert reasons(found) == [("H5", "这一列由发展改革部门填写，您的改动没有采用。")]
        assert changes_of(found) == []

    def test_the_name_of_a_project_is_not_changed_by_a_workbook(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        found = taken_in(plan, edited(content, put("name", "别的项目")))

        assert reasons(found) == [("C5", "这一列不能在工作簿里改，没有采用。")]

    def test_sums_are_never_trusted(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        def edit(page: Worksheet) -> None:
            put("sum", 99999)(page)
            put("fiscal_amount", 88888, row=ROW + 1)(page)

        found = taken_in(plan, edited(content, edit))

        assert (changes_of(found), found.refused) == ([], [])

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            ("四十万", "请填写金额"),
            (-1, "金额不能为负数"),
            ("１２．５元角", "请填写金额"),
            (0.1234567, "金额最多精确到分"),
            ("=1+1", "这一格是公式"),
            (1e300, "金额过大"),
            (True, "不能填是或否"),
            ("#REF!", "这一格是公式"),
        ],
    )
    def test_a_bad_amount_is_named_with_its_cell(self, plan: Plan, value: object, why: str) -> None:
        content = exchange_workbook(handed_out(plan))

        found = taken_in(plan, edited(content, put("fiscal_amount", value)))

        ((where, message),) = reasons(found)
        assert where == "K5"
        assert why in message
        assert changes_of(found) == []

    @pytest.mark.parametrize("text", ["４２．５", "42.5万元", " 42.5 ", "¥42.5"])
    def test_an_amount_typed_otherwise_is_understood(self, plan: Plan, text: str) -> None:
        content = exchange_workbook(handed_out(plan))

        found = taken_in(plan, edited(content, put("fiscal_amount", text)))

        assert [change.theirs for change in changes_of(found)] == ["425000.00"]

    def test_added_doubled_and_missing_rows_are_named(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        def double(page: Worksheet) -> None:
            for place in range(1, len(CODES) + 2):
                page.cell(ROW + 2, place).value = page.cell(ROW, place).value
            page.cell(ROW + 3, 3).value = "新项目"

        doubled = taken_in(plan, edited(content, double))
        gone = taken_in(plan, edited(content, lambda page: page.delete_rows(ROW)))

        assert reasons(doubled) == [
            ("第7行", "这个项目在工作簿里出现了两次。"),
            ("第8行", "是新增的行，没有采用；请在计划页面列入项目。"),
        ]
        assert reasons(gone) == [("", "工作簿里没有这一行，计划中的这个项目保持不变。")]
        assert plan.item.pk

    def test_a_key_made_up_is_no_row(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))
        forged = f"{plan.project_id}-{'0' * 20}"

        found = taken_in(
            plan, edited(content, lambda page: page.cell(ROW, len(CODES) + 1, forged) and None)
        )

        assert reasons(found)[0] == ("第5行", "不是导出时的行，没有采用。")

    def test_a_workbook_that_was_not_made_here_is_refused(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        def forge(page: Worksheet) -> None:
            assert page.parent is not None
            page.parent.worksheets[1]["A1"] = "x:y:z"

        def strip(page: Worksheet) -> None:
            assert page.parent is not None
            page.parent.remove(page.parent.worksheets[1])

        for bad in (edited(content, forge), edited(content, strip)):
            with pytest.raises(RuleViolationError, match="不是系统导出的会编工作簿"):
                taken_in(plan, bad)

    def test_the_workbook_of_another_department_or_plan_is_refused(self, plan: Plan) -> None:
        content = exchange_workbook(handed_out(plan))

        with pytest.raises(RuleViolationError, match="为财政部门导出的"):
            taken_in(plan, content, Department.DATA)
        PlanVersion.objects.update(plan=begin_plan(year=2030, actor=plan.compiler, at=later()))
        with pytest.raises(RuleViolationError, match="另一份计划"):
            taken_in(plan, content)

    def test_what_is_no_workbook_is_refused_in_a_sentence(self, plan: Plan) -> None:
        with pytest.raises(RuleViolationError, match="工作簿已损坏，无法打开"):
            taken_in(plan, b"PK\x03\x04nonsense")


class TestThePages:
    def browser(self, plan: Plan, desk: Desk, role: str) -> Client:
        return desk(plan.county.at(role))

    def post(self, client: Client, plan: Plan, what: str, **more: Any) -> Any:
        data = {"version": str(plan.now.version), **more}
        return client.post(f"/plans/{plan.plan_id}/{what}", data)

    def test_a_department_exports_edits_imports_and_decides(self, plan: Plan, desk: Desk) -> None:
        finance = self.browser(plan, desk, "FINANCE_BUDGET")
        assert "三方会编（财政部门）" in finance.get(f"/plans/{plan.plan_id}/").content.decode()
        content = self.post(finance, plan, "workbook/").content
        back = edited(content, put("fiscal_amount", 42))

        led = self.post(
            finance, plan, "imports/", upload=SimpleUploadedFile("财政 填好.xlsx", back)
        )

        assert led.status_code == 302
        page = finance.get(led["Location"]).content.decode()
        assert "财政资金" in page
        assert "42.00" in page
        found = PlanImport.objects.get()
        (change,) = changes_of(found)
        where = f"imports/{found.pk}/settle/"
        undecided = self.post(finance, plan, where)
        assert undecided.status_code == 422
        assert "还有 1 处改动没有决定" in undecided.content.decode()
        self.post(finance, plan, where, **{f"cell-{change.place}": "accept"})
        assert plan.item.fiscal_amount == Decimal("420000.00")
        assert "已经办结" in finance.get(led["Location"]).content.decode()

    def test_a_bad_file_is_said_and_nothing_happens(self, plan: Plan, desk: Desk) -> None:
        finance = self.browser(plan, desk, "FINANCE_BUDGET")

        answer = self.post(
            finance, plan, "imports/", upload=SimpleUploadedFile("a.xlsx", b"nonsense")
        )

        page = finance.get(answer["Location"]).content.decode()
        assert "工作簿内容不是Excel 工作簿" in page
        assert not PlanImport.objects.exists()

    def test_who_only_reads_neither_exports_nor_imports(self, plan: Plan, desk: Desk) -> None:
        auditor = self.browser(plan, desk, "AUDIT_READ")
        stranger = desk(plan.county.at("HANDLER", OTHER_OWNER))

        assert self.post(auditor, plan, "workbook/").status_code == 403
        assert self.post(auditor, plan, "imports/").status_code == 403
        assert "三方会编" not in auditor.get(f"/plans/{plan.plan_id}/").content.decode()
        assert self.post(stranger, plan, "workbook/").status_code == 404

    def test_another_department_reads_but_does_not_decide(self, plan: Plan, desk: Desk) -> None:
        content = exchange_workbook(handed_out(plan))
        found = taken_in(plan, edited(content, put("fiscal_amount", 42)))
        ndrc = self.browser(plan, desk, "NDRC_APPROVAL")
        data = self.browser(plan, desk, "DATA_REVIEW")

        assert ndrc.get(f"/plans/{plan.plan_id}/imports/{found.pk}/").status_code == 200
        assert self.post(ndrc, plan, f"imports/{found.pk}/settle/").status_code == 403
        assert self.post(ndrc, plan, f"imports/{found.pk}/discard/").status_code == 403
        assert self.post(data, plan, f"imports/{found.pk}/discard/").status_code == 302
        assert PlanImport.objects.get().status == "DISCARDED"

    def test_versions_are_kept_and_compared_cell_by_cell(self, plan: Plan, desk: Desk) -> None:
        changed_here(
            plan,
            content="环卫作业监管平台。",
            starts_on=later().date(),
            ends_on=later().date() + timedelta(days=9),
        )
        submit_plan(plan.now, version=plan.now.version, actor=plan.compiler, at=later())
        sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")
        adjusted = adjust_plan(plan.now, actor=plan.compiler, at=later())
        item = adjusted.items.get()
        change_items(
            adjusted,
            changes={item.pk: {"fiscal_amount": Decimal("410000.00")}},
            version=adjusted.version,
            actor=plan.compiler,
            at=later(),
        )
        adjusted.refresh_from_db()
        submit_plan(adjusted, version=adjusted.version, actor=plan.compiler, at=later())
        kept = list(PlanVersion.objects.order_by("pk"))
        assert [version.label for version in kept] == ["上报稿", "批复稿", "调整稿"]
        reader = self.browser(plan, desk, "AUDIT_READ")

        page = reader.get(
            f"/plans/{adjusted.pk}/versions/", {"from": kept[1].pk, "to": kept[2].pk}
        ).content.decode()
        same = reader.get(
            f"/plans/{adjusted.pk}/versions/", {"from": kept[0].pk, "to": kept[1].pk}
        ).content.decode()

        assert "共 1 处不同" in page
        assert "50.00" in page
        assert "41.00" in page
        assert "两个版本逐格一致" in same
        assert reader.get(f"/plans/{adjusted.pk}/versions/", {"from": "x"}).status_code == 404
