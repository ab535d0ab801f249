"""Sheets of construction: 采购合同登记, 进展报告, 软件测试报告."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    any_of,
    day,
    lines,
    money,
    number,
    one_of,
    percent,
    person,
    table,
    text,
    unit,
)
from documents.sheets.shapes import Block, Sheet, SignOff, choices

CONTRACT = Sheet(
    code="contract",
    title="采购合同登记表",
    number_prefix="HT",
    blocks=(
        Block(
            "一、采购",
            (
                text("project_name", "项目名称*"),
                one_of(
                    "procurement_method",
                    "采购方式*",
                    choices(
                        OPEN="公开招标",
                        INVITED="邀请招标",
                        CONSULTATION="竞争性磋商",
                        NEGOTIATION="竞争性谈判",
                        SINGLE_SOURCE="单一来源",
                        QUOTATIONS="询价",
                    ),
                ),
                text("tender_number", "采购项目编号"),
                unit("tendering_agent", "招标代理机构"),
                money("price_limit", "最高限价"),
                day("awarded_on", "中标（成交）日期*"),
            ),
        ),
        Block(
            "二、合同",
            (
                text("contract_number", "合同编号*"),
                text("contract_title", "合同名称*"),
                unit("owner_unit", "甲方（建设单位）*"),
                unit("contractor", "乙方（承建单位）*"),
                text("contractor_code", "乙方统一社会信用代码*"),
                person("contractor_leader", "乙方项目经理*"),
                money("contract_amount", "合同金额*"),
                money("retention_amount", "质保金"),
                day("signed_on", "签订日期*"),
                day("starts_on", "合同开始日期*"),
                day("ends_on", "合同完成日期*"),
                lines("content", "合同主要内容*"),
            ),
        ),
        Block(
            "三、付款约定",
            (
                table(
                    "payment_terms",
                    "付款约定*",
                    text("node", "付款节点*", share=3),
                    percent("share", "比例*"),
                    money("amount", "金额*"),
                    text("condition", "付款条件*", share=4),
                ),
                percent("share_total", "比例合计", computed=True),
            ),
        ),
        Block(
            "四、里程碑",
            (
                table(
                    "milestones",
                    "里程碑*",
                    text("name", "里程碑*", share=3),
                    day("due_on", "计划完成日期*"),
                    text("deliverable", "交付成果*", share=4),
                ),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("财政部门（采购监督备案）", "procurement"),
    ),
)

PROGRESS_REPORT = Sheet(
    code="progress_report",
    title="项目进展报告",
    number_prefix="JZ",
    blocks=(
        Block(
            "一、报告期",
            (
                text("project_name", "项目名称*"),
                unit("reporter_unit", "填报单位*"),
                day("period_from", "报告期起*"),
                day("period_to", "报告期止*"),
                person("reporter", "填报人*"),
                percent("physical_progress", "形象进度*"),
                percent("payment_progress", "支付进度", computed=True),
            ),
        ),
        Block(
            "二、进展",
            (
                lines("work_done", "本期完成工作*"),
                table(
                    "milestones",
                    "里程碑完成情况",
                    text("name", "里程碑*", share=3),
                    day("due_on", "计划日期*"),
                    day("completed_on", "完成日期"),
                    percent("progress", "进度*"),
                    text("deviation", "偏差说明", share=3),
                ),
                lines("problems", "存在问题"),
                lines("measures", "整改与应对措施"),
                lines("next_work", "下期计划*"),
            ),
        ),
        Block("三、监理意见", (lines("supervision_opinion", "监理意见"),)),
    ),
    sign_offs=(
        SignOff("项目负责人", "unit_head"),
        SignOff("监理单位", "supervision"),
    ),
)

SEVERITIES = choices(FATAL="致命", SERIOUS="严重", ORDINARY="一般", ADVICE="建议")

TEST_REPORT = Sheet(
    code="test_report",
    title="软件测试报告",
    number_prefix="CS",
    blocks=(
        Block(
            "1 测试概要",
            (
                text("software_name", "软件名称*"),
                text("software_version", "版本*"),
                unit("test_unit", "测试单位*"),
                day("tested_from", "测试开始日期*"),
                day("tested_to", "测试结束日期*"),
                text("test_plan_number", "测试方案编号"),
                lines("statement", "声明*"),
                lines("scope", "范围*"),
                lines("purpose", "目的*"),
            ),
        ),
        Block("2 测试环境配置", (lines("environment", "测试环境配置*"),)),
        Block("3 测试方法和工具", (lines("methods", "测试方法和工具*"),)),
        Block(
            "4 测试内容和执行情况",
            (
                lines("content", "测试内容*"),
                table(
                    "executions",
                    "执行统计*",
                    text("module", "模块*", share=3),
                    number("cases", "用例数*"),
                    number("passed", "通过*"),
                    number("failed", "失败*"),
                    number("blocked", "阻塞"),
                    percent("pass_rate", "通过率", computed=True),
                ),
                number("rounds", "回归轮次*", unit="轮"),
            ),
        ),
        Block(
            "5 缺陷统计与分析",
            (
                table(
                    "defects",
                    "缺陷清单",
                    text("defect_number", "编号*", share=1),
                    text("title", "标题*", share=4),
                    one_of("severity", "严重程度*", SEVERITIES),
                    one_of(
                        "state",
                        "状态*",
                        choices(OPEN="未解决", FIXED="已修复", CLOSED="已关闭", LEFT="遗留"),
                    ),
                    text("regression", "回归结果"),
                    person("owner", "责任人"),
                ),
                lines("defect_analysis", "缺陷分析*"),
            ),
        ),
        Block(
            "6 测试结论与建议",
            (
                any_of(
                    "qualities",
                    "评价的质量特性",
                    choices(
                        FUNCTION="功能性",
                        PERFORMANCE="性能效率",
                        COMPATIBILITY="兼容性",
                        USABILITY="易用性",
                        RELIABILITY="可靠性",
                        SECURITY="信息安全性",
                        MAINTENANCE="维护性",
                        PORTABILITY="可移植性",
                    ),
                ),
                one_of("conclusion", "测试结论*", choices(PASSED="通过", FAILED="不通过")),
                lines("suggestions", "结论说明与建议*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("测试人员", "tester"),
        SignOff("建设单位负责人", "unit_head"),
        SignOff("质量控制小组（数据部门评审）", "data_review"),
    ),
)

catalog.register(CONTRACT, PROGRESS_REPORT, TEST_REPORT)
