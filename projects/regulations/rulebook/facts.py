"""The facts a rulebook may ask about: names, what they hold, and their Chinese labels.

A pack that names an unknown fact is refused when it is loaded, so a typing error never
becomes a rule that is silently true. Stages deliver the values by `registry.facts`.
"""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact holds."""

    TEXT = "TEXT"
    CODE = "CODE"
    CODES = "CODES"
    TRUTH = "TRUTH"
    AMOUNT = "AMOUNT"
    NUMBER = "NUMBER"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its label and what it holds."""

    label: str
    kind: FactKind


_TEXT, _CODE, _CODES = FactKind.TEXT, FactKind.CODE, FactKind.CODES
_TRUTH, _AMOUNT, _NUMBER, _DAY = (
    FactKind.TRUTH,
    FactKind.AMOUNT,
    FactKind.NUMBER,
    FactKind.DAY,
)

FACTS: dict[str, Fact] = {
    "project.stage": Fact("项目阶段", _CODE),
    "project.standing": Fact("办理状态", _CODE),
    "project.owner_unit": Fact("建设单位", _NUMBER),
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
