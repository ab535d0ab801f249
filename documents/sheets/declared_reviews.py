"""Sheets of reviews and filings: 备案表, 建设需求申请表, 专家论证, 评分汇总, 终止评审."""

from decimal import Decimal

from documents.sheets import catalog
from documents.sheets.boxes import (
    day,
    lines,
    money,
    number,
    one_of,
    person,
    table,
    text,
    unit,
)
from documents.sheets.shapes import Block, Formula, Sheet, SignOff, choices

DIMENSIONS = (
    "必要性",
    "技术可行性",
    "先进性",
    "安全性",
    "方案科学性",
    "人员和进度合理性",
    "预算合理性",
    "与战略规划的契合度",
)
EXPERTS = tuple(f"expert_{n}" for n in range(1, 8))

FILING = Sheet(
    code="record_filing",
    title="信息化项目备案表",
    number_prefix="BA",
    stages=("APPLICATION", "INITIATION", "CONSTRUCTION"),
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                unit("approving_authority", "审批部门*"),
                day("filed_on", "备案日期*"),
                lines("targets", "绩效目标及指标*"),
                money("approved_amount", "投资额度*"),
                money("maintenance_amount", "运行维护经费"),
                text("funding_channel", "经费渠道*"),
            ),
        ),
        Block(
            "二、数据和系统",
            (
                lines("resource_catalogue", "信息资源目录*"),
                lines("sharing", "信息共享开放*"),
                lines("systems", "应用系统*"),
            ),
        ),
        Block(
            "三、安全",
            (
                lines("mlps_filing", "等级保护或者分级保护备案情况*"),
                lines("crypto_scheme", "密码应用方案*"),
                lines("crypto_assessment", "密码应用安全性评估报告"),
                lines("post_evaluation", "后评价报告（改建、扩建项目）"),
            ),
        ),
    ),
    sign_offs=(SignOff("建设单位（签章）", "unit_head"), SignOff("备案部门", "intake")),
)

DEMAND_REQUEST = Sheet(
    code="demand_request",
    title="信息化项目建设需求申请表",
    number_prefix="JX",
    stages=("APPLICATION",),
    blocks=(
        Block(
            "一、申请",
            (
                text("project_name", "项目名称*"),
                money("budget_amount", "项目预算*"),
                unit("owner_unit", "用户单位*"),
                day("applied_on", "申请日期*"),
                person("leader", "负责人*"),
                text("leader_phone", "负责人联系方式*"),
                person("contact", "联系人*"),
                text("contact_phone", "联系人联系方式*"),
            ),
        ),
        Block("二、概述及建设需求", (lines("demand", "概述及建设需求*"),), note="本表一式两份。"),
    ),
    sign_offs=(SignOff("负责人签字（盖章）", "unit_head"),),
)

EXPERT_ARGUMENT = Sheet(
    code="expert_argument",
    title="专家论证意见表",
    number_prefix="LZ",
    stages=("APPLICATION", "INITIATION", "CONSTRUCTION"),
    blocks=(
        Block(
            "一、论证会",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                day("argued_on", "论证日期*"),
                text("place", "地点"),
                table(
                    "experts",
                    "论证专家*",
                    person("name", "姓名*"),
                    unit("unit", "单位*"),
                    text("title", "职称、专业*"),
                ),
            ),
        ),
        Block(
            "二、分项意见",
            (
                table(
                    "dimensions",
                    "分项意见*",
                    text("dimension", "论证内容", share=3),
                    number("score", "评分*", low=Decimal(1), high=Decimal(5)),
                    text("opinion", "意见", share=6),
                    rows=DIMENSIONS,
                ),
            ),
            note="评分 1 至 5 分，5 分最高。",
        ),
        Block(
            "三、结论",
            (
                lines("opinion", "总体意见*"),
                one_of(
                    "conclusion",
                    "总体结论*",
                    choices(PASSED="通过", AMENDED="修改后通过", FAILED="不通过"),
                ),
            ),
        ),
    ),
    sign_offs=(SignOff("专家组组长", "expert_leader"), SignOff("专家组成员", "experts")),
)

SCORE_SUMMARY = Sheet(
    code="score_summary",
    title="评分汇总表",
    number_prefix="PF",
    landscape=True,
    stages=("APPLICATION", "ACCEPTANCE", "EVALUATION"),
    blocks=(
        Block(
            "一、评审",
            (
                text("project_name", "项目名称*"),
                day("scored_on", "评分日期*"),
                number("expert_count", "专家人数*", low=Decimal(1), high=Decimal(7)),
            ),
        ),
        Block(
            "二、评分",
            (
                table(
                    "scores",
                    "评分*",
                    text("index", "索引号", share=1),
                    text("indicator", "具体指标*", share=4),
                    one_of("group", "类别*", choices(BUSINESS="业务指标", FINANCE="财务指标")),
                    number("full", "分值*"),
                    *(number(code, f"专家{n}") for n, code in enumerate(EXPERTS, start=1)),
                    number("mean", "评价得分", computed=True),
                ),
                number("business_total", "业务指标小计", unit="分", computed=True),
                number("finance_total", "财务指标小计", unit="分", computed=True),
                number("total", "合计", unit="分", computed=True),
            ),
            note="评价得分 = 各专家评分之和 ÷ 已评分的专家人数。",
        ),
        Block("三、签署", (person("filled_by", "填写人*"), person("checked_by", "复核人*"))),
    ),
    sign_offs=(SignOff("填写人", "unit_head"), SignOff("复核人", "data_review")),
    formulas=(
        Formula(into="scores", column="mean", how="MEAN", of=EXPERTS),
        *(
            Formula(into=into, how="SUM", table="scores", of=("mean",), only=("group", group))
            for into, group in (("business_total", "BUSINESS"), ("finance_total", "FINANCE"))
        ),
        Formula(into="total", how="SUM", table="scores", of=("mean",)),
    ),
)

TERMINATION_REVIEW = Sheet(
    code="termination_review",
    title="项目终止专家评审意见表",
    number_prefix="ZZ",
    stages=("CONSTRUCTION", "ACCEPTANCE", "OPERATION"),
    blocks=(
        Block(
            "一、项目和合同",
            (
                text("project_name", "项目名称*"),
                text("contract_number", "合同编号*"),
                money("contract_amount", "合同金额*"),
                text("contract_period", "合同有效期*"),
                unit("owner_unit", "甲方*"),
                unit("contractor", "乙方*"),
                lines("reason", "终止原因*"),
            ),
        ),
        Block(
            "二、专家意见",
            (
                lines("execution", "执行完成情况*"),
                money("settlement_amount", "建议结算金额*"),
                lines("opinion", "专家意见*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("专家签字", "experts"),
        SignOff("甲方意见（签章）", "unit_head"),
        SignOff("乙方意见（签章）", "contractor"),
        SignOff("归口部门意见（签章）", "data_head"),
    ),
)

catalog.register(FILING, DEMAND_REQUEST, EXPERT_ARGUMENT, SCORE_SUMMARY, TERMINATION_REVIEW)
