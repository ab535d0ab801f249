"""Papers that steer a project: 任务书, 计划书, 授权书."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    any_of,
    day,
    lines,
    money,
    number,
    percent,
    person,
    table,
    text,
    unit,
    yes_no,
)
from documents.sheets.shapes import Block, Formula, Sheet, SignOff, choices

PREPARED = ("INITIATION", "CONSTRUCTION")

TASK_BOOK = Sheet(
    code="task_book",
    title="项目任务书",
    number_prefix="RW",
    stages=PREPARED,
    blocks=(
        Block(
            "一、任务",
            (
                text("project_name", "项目名称*"),
                text("task_source", "任务来源（立项批复文号）*"),
                unit("undertaking_unit", "承担单位*"),
                person("project_leader", "负责人*"),
                day("starts_on", "开始日期*"),
                day("completes_on", "结束日期*"),
                lines("goal", "任务目标*"),
                table(
                    "indicators",
                    "考核指标*",
                    text("indicator", "指标*", share=4),
                    text("target", "目标值*", share=3),
                    text("verification", "验证方式*", share=3),
                ),
            ),
        ),
        Block(
            "二、分工和进度",
            (
                table(
                    "tasks",
                    "主要任务与分工*",
                    text("task", "任务*", share=4),
                    unit("unit", "承担单位*"),
                    person("responsible", "负责人*"),
                ),
                table(
                    "schedule",
                    "进度节点*",
                    text("milestone", "节点*", share=4),
                    day("due_on", "完成日期*"),
                    text("result", "成果", share=3),
                ),
            ),
        ),
        Block(
            "三、经费和成果",
            (
                table(
                    "funds",
                    "经费*",
                    text("source", "来源*"),
                    text("subject", "科目*", share=3),
                    money("amount", "金额*"),
                ),
                money("funds_total", "经费合计", computed=True),
                lines("deliverables", "提交成果*"),
            ),
            note="验收时按本任务书的内容与指标逐项核对。",
        ),
    ),
    sign_offs=(
        SignOff("下达单位（签章）", "data_head"),
        SignOff("承担单位（签章）", "unit_head"),
        SignOff("项目负责人", "contractor"),
    ),
    formulas=(Formula(into="funds_total", how="SUM", table="funds", of=("amount",)),),
)

WORK_PLAN = Sheet(
    code="work_plan",
    title="项目计划书",
    number_prefix="JS",
    landscape=True,
    stages=PREPARED,
    blocks=(
        Block(
            "一、基本信息",
            (
                text("project_name", "项目名称*"),
                text("plan_version", "版本*"),
                person("project_leader", "项目负责人*"),
                day("drafted_on", "编制日期*"),
            ),
        ),
        Block(
            "二、工作分解",
            (
                table(
                    "tasks",
                    "工作分解结构*",
                    text("code", "编号*", share=1),
                    text("task", "任务*", share=4),
                    person("responsible", "负责人*"),
                    text("predecessor", "前置任务"),
                    day("starts_on", "计划开始*"),
                    day("ends_on", "计划完成*"),
                    number("duration", "工期", unit="天"),
                    text("deliverable", "交付物", share=3),
                    percent("done", "完成"),
                ),
                table(
                    "milestones",
                    "里程碑*",
                    text("milestone", "里程碑*", share=4),
                    day("due_on", "计划日期*"),
                    text("criterion", "完成标准", share=4),
                ),
                table(
                    "resources",
                    "资源",
                    text("resource", "资源*", share=3),
                    text("quantity", "数量"),
                    text("period", "使用时间"),
                    text("source", "来源"),
                ),
            ),
        ),
        Block(
            "三、管理计划",
            (
                lines("quality_plan", "质量计划*"),
                lines("communication_plan", "沟通计划*"),
                lines("procurement_plan", "采购计划"),
                lines("risk_summary", "风险摘要*"),
                lines("change_control", "变更控制*"),
            ),
        ),
    ),
    sign_offs=(SignOff("项目负责人", "unit_head"), SignOff("基线批准", "data_review")),
)

AUTHORIZATION = Sheet(
    code="authorization",
    title="项目授权书",
    number_prefix="SQ",
    stages=PREPARED,
    blocks=(
        Block(
            "一、授权双方",
            (
                unit("owner_unit", "授权单位*"),
                text("credit_code", "统一社会信用代码*"),
                person("legal_person", "法定代表人*"),
                person("authorized_person", "被授权人*"),
                text("identity_number", "身份证件号（后四位）*", hint="只填后四位。"),
                text("duty", "被授权人职务*"),
            ),
        ),
        Block(
            "二、授权内容",
            (
                text("project_name", "授权项目*"),
                any_of(
                    "matters",
                    "授权事项*",
                    choices(
                        ORGANIZE="组织项目实施",
                        PROCURE="办理采购",
                        SIGN="签订合同",
                        PAY="申请支付",
                        ACCEPT="组织验收",
                        OTHER="其他",
                    ),
                ),
                money("limit", "授权金额上限*"),
                yes_no("no_delegation", "不得转授权*"),
                day("valid_from", "有效期起*"),
                day("valid_to", "有效期止*"),
                day("authorized_on", "授权日期*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("授权单位（签章）", "unit_head"),
        SignOff("法定代表人", "legal_person"),
        SignOff("被授权人", "authorized"),
    ),
)

catalog.register(TASK_BOOK, WORK_PLAN, AUTHORIZATION)
