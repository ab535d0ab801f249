"""The facts a rulebook may ask about: names, what they hold, and their Chinese labels.

A pack that names an unknown fact is refused when it is loaded, so a typing error never
becomes a rule that is silently true. Here stand the facts that every rulebook knows; those
that follow from the record kinds, checklists and settings of a pack are made in
`vocabulary`. Stages deliver the values by `registry.facts`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

type Choices = tuple[tuple[str, str], ...]


class FactKind(StrEnum):
    """What a fact holds."""

    TEXT = "TEXT"
    CODE = "CODE"
    CODES = "CODES"
    TRUTH = "TRUTH"
    AMOUNT = "AMOUNT"
    AMOUNTS = "AMOUNTS"
    NUMBER = "NUMBER"
    DAY = "DAY"

    @property
    def label(self) -> str:
        """What it is called."""
        return _KINDS[self]


_KINDS = {
    FactKind.TEXT: "文字",
    FactKind.CODE: "选项",
    FactKind.CODES: "多个选项",
    FactKind.TRUTH: "是否",
    FactKind.AMOUNT: "金额",
    FactKind.AMOUNTS: "分项金额",
    FactKind.NUMBER: "数字",
    FactKind.DAY: "日期",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its label, what it holds, and the codes it may hold where they are known."""

    label: str
    kind: FactKind
    choices: Choices = ()


_TEXT, _CODE, _CODES = FactKind.TEXT, FactKind.CODE, FactKind.CODES
_TRUTH, _AMOUNT, _AMOUNTS, _NUMBER, _DAY = (
    FactKind.TRUTH,
    FactKind.AMOUNT,
    FactKind.AMOUNTS,
    FactKind.NUMBER,
    FactKind.DAY,
)

FACTS: dict[str, Fact] = {
    "project.stage": Fact("项目阶段", _CODE),
    "project.standing": Fact("办理状态", _CODE),
    "project.owner_unit": Fact("建设单位", _NUMBER),
    "project.owner_kind": Fact("建设单位的类型", _CODE),
    "project.owner_posts": Fact("建设单位现有的岗位角色", _CODES),
    "project.begun_on": Fact("项目开始申报的日期", _DAY),
    "project.plan_year": Fact("项目所属年度", _NUMBER),
    "project.track": Fact("办理类型", _CODE),
    "project.team": Fact("项目成员的角色", _CODES),
    "project.overdue": Fact("已逾期的事项", _CODES),
    "today": Fact("办理日期", _DAY),
    "plan.years_ahead": Fact("计划年度距今年数", _NUMBER),
    "signer": Fact("本次签署人", _TEXT),
    "signed": Fact("已签署的环节", _CODES),
    "declarations": Fact("已确认的声明", _CODES),
    "sanctions.active": Fact("正在执行的限制", _CODES),
    "call.unit_count": Fact("本批次本单位已申报数", _NUMBER),
    "plan.unit_count": Fact("本年度本单位列入计划数", _NUMBER),
    "plan.unit_amount": Fact("本年度本单位计划金额", _AMOUNT),
    "change.route": Fact("变更办理方式", _CODE),
    "change.amount": Fact("本次变更金额", _AMOUNT),
    "change.percent": Fact("本次变更占批复金额的比例", _NUMBER),
    "change.total": Fact("累计变更金额", _AMOUNT),
    "change.total_percent": Fact("累计变更占批复金额的比例", _NUMBER),
    "change.kinds": Fact("变更类别", _CODES),
    "change.reason": Fact("变更事由", _CODE),
    "change.target_unchanged": Fact("建设目标不变", _TRUTH),
    "record.passed": Fact("已通过的记录", _CODES),
    "record.open": Fact("在办的记录", _CODES),
    "papers": Fact("已归入的材料", _CODES),
    "application.total_amount": Fact("申报金额", _AMOUNT),
    "application.fiscal_amount": Fact("申报的财政资金", _AMOUNT),
    "application.fund_kinds": Fact("资金来源", _CODES),
    "application.build_type": Fact("建设性质", _CODE),
    "application.object_kind": Fact("项目类别", _CODE),
    "application.purpose": Fact("建设用途", _CODE),
    "application.no_state_secrets": Fact("不涉及国家秘密的声明", _TRUTH),
    "application.cloud_target": Fact("部署位置", _CODE),
    "application.cloud_reason": Fact("不部署到市级政务云平台的理由", _TEXT),
    "application.plan_conformity": Fact("符合规划的说明", _TEXT),
    "application.data_sharing": Fact("业务协同和数据共享的说明", _TEXT),
    "application.principles": Fact("已对照的建设原则", _CODES),
    "application.duplicate_check_done": Fact("已查重", _TRUTH),
    "application.isolated_system_answer": Fact("不形成信息孤岛的说明", _TEXT),
    "application.amounts": Fact("各项建设内容的金额", _AMOUNTS),
    "application.largest_line": Fact("预算中金额最大的一行", _AMOUNT),
    "application.largest_unit_price": Fact("预算中最高的单价", _AMOUNT),
    "application.line_kinds": Fact("预算行的内容性质", _CODES),
    "application.red_line_hits": Fact("未作说明的红线内容", _CODES),
    "application.excluded_only": Fact("全部为不纳入管理的内容", _TRUTH),
    "appraisal.reviewed_amount": Fact("审定金额", _AMOUNT),
    "initiation.approved_amount": Fact("批复金额", _AMOUNT),
    "initiation.replied_on": Fact("批复日期", _DAY),
    "plan.issued": Fact("已列入下达的年度计划", _TRUTH),
    "plan.year_amount": Fact("年度计划投资", _AMOUNT),
    "contract.total_amount": Fact("已生效合同金额", _AMOUNT),
    "contract.requested": Fact("本次合同金额", _AMOUNT),
    "contract.signed_on": Fact("合同签订日期", _DAY),
    "appropriation.total": Fact("已下达指标", _AMOUNT),
    "appropriation.requested": Fact("本次下达指标", _AMOUNT),
    "payment.total_passed": Fact("已支付金额", _AMOUNT),
    "payment.requested": Fact("本次支付金额", _AMOUNT),
    "final_accounts.settled_amount": Fact("决算金额", _AMOUNT),
    "test_report.conclusion": Fact("测试结论", _CODE),
    "trial.started_on": Fact("试运行开始日期", _DAY),
    "trial.ended_on": Fact("试运行结束日期", _DAY),
    "trial.conclusion": Fact("试运行结论", _CODE),
    "acceptance.materials": Fact("已齐全的验收资料", _CODES),
    "data.platform_access": Fact("已接入公共数据平台", _TRUTH),
    "data.catalogue_complete": Fact("数据目录已编制完整", _TRUTH),
    "data.resource_count": Fact("数据资源数", _NUMBER),
    "data.collected": Fact("数据已归集", _TRUTH),
    "data.quality_ticks": Fact("已确认的数据质量", _CODES),
    "operation.system_count": Fact("已登记的系统数", _NUMBER),
    "evaluation.self_done": Fact("已完成绩效自评", _TRUTH),
    "evaluation.grade": Fact("评价等级", _CODE),
}

# Facts of the system that say what a box of a built-in form says.
SAME_AS_BOX = {
    "application.fund_kinds": "application.budget_lines.source",
    "change.kinds": "change_request.change_kinds",
    "data.quality_ticks": "final_acceptance.quality_ticks",
    "trial.conclusion": "trial_operation.conclusion",
}

type KindFacts = Mapping[str, tuple[str, dict[str, Fact]]]

_forms: list[Callable[[], KindFacts]] = []


def declare_forms(source: Callable[[], KindFacts]) -> None:
    """Name the source of the forms of the built-in kinds; it is asked once, when needed first."""
    _forms.append(source)


@cache
def built_in_kinds() -> KindFacts:
    """Return the built-in record kinds by code: the label and the facts of the boxes."""
    return {code: kind for source in _forms for code, kind in source().items()}
