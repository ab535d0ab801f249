"""Sheets of acceptance: 试运行效果评估表, 验收评估表."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    any_of,
    day,
    lines,
    number,
    one_of,
    percent,
    person,
    table,
    text,
    unit,
)
from documents.sheets.shapes import Block, Sheet, SignOff, choices

GRADES = choices(EXCELLENT="优", GOOD="良", QUALIFIED="合格", UNQUALIFIED="不合格")
COMPLETENESS = choices(COMPLETE="齐全", INCOMPLETE="不齐全")
CONFORMITY = choices(CONFORMING="符合", NOT_CONFORMING="不符合")

ASPECTS = (
    "稳定性",
    "可用性",
    "业务需求符合性",
    "业务流程符合性",
    "数据处理和存储",
    "响应性能",
    "易用性",
    "安全性",
    "文档与培训",
)
MATERIALS = (
    "《业务调整/开发评审表》及其变更记录",
    "设计方案及测试方案的全部资料",
    "全部源程序",
    "测试记录文档",
    "培训资料",
    "资料的详细清单",
)
ACCEPTANCE_ASPECTS = ("功能", "性能", "安全", "文档", "试运行整改完成情况")

TRIAL_OPERATION = Sheet(
    code="trial_operation",
    title="软件试运行效果评估表",
    number_prefix="SY",
    blocks=(
        Block(
            "一、基本信息",
            (
                text("software_name", "软件名称*"),
                text("software_version", "版本*"),
                text("development_team", "开发小组/负责人*"),
                day("starts_on", "试运行开始日期*"),
                day("ends_on", "试运行结束日期*"),
                number("user_count", "用户数", unit="人"),
                table(
                    "units",
                    "试运行单位*",
                    unit("unit", "单位*"),
                    person("contact", "联系人"),
                    text("phone", "联系电话"),
                ),
            ),
            note="试用期最短不低于 2 个月，最长不超过 6 个月。",
        ),
        Block(
            "二、试运行记录",
            (
                table(
                    "records",
                    "试运行记录",
                    day("found_on", "日期*"),
                    text("module", "模块*"),
                    text("problem", "问题描述*", share=4),
                    one_of(
                        "category",
                        "类别*",
                        choices(
                            FUNCTION="功能",
                            PERFORMANCE="性能",
                            USABILITY="易用",
                            DATA="数据",
                            SECURITY="安全",
                        ),
                    ),
                    one_of(
                        "severity",
                        "严重度*",
                        choices(SERIOUS="严重", ORDINARY="一般", MINOR="轻微"),
                    ),
                    text("result", "处理结果", share=3),
                    person("handler", "处理人"),
                    day("closed_on", "关闭日期"),
                ),
            ),
        ),
        Block(
            "三、效果评估",
            (
                table(
                    "assessments",
                    "效果评估*",
                    text("aspect", "评估项目", share=3),
                    one_of("grade", "评价*", GRADES),
                    text("note", "说明", share=5),
                    rows=ASPECTS,
                ),
            ),
        ),
        Block(
            "四、运行指标",
            (
                number("running_days", "运行天数", unit="天", computed=True),
                percent("availability", "可用率"),
                number("outages", "故障次数", unit="次"),
                number("recovery_hours", "平均恢复时间", unit="小时"),
                number("problem_total", "问题总数", unit="个", computed=True),
                number("problem_closed", "已关闭问题", unit="个", computed=True),
                percent("satisfaction", "用户满意度"),
            ),
        ),
        Block(
            "五、结论",
            (
                one_of(
                    "conclusion",
                    "试运行结论*",
                    choices(PASSED="通过", RECTIFIED="整改后通过", FAILED="不通过"),
                ),
                lines("improvements", "改进意见"),
                table(
                    "countersigns",
                    "使用人员会签*",
                    person("name", "姓名*"),
                    unit("department", "部门*"),
                    text("opinion", "意见*", share=4),
                    day("signed_on", "日期*"),
                ),
            ),
        ),
    ),
    sign_offs=(
        SignOff("开发小组", "development_team"),
        SignOff("业务部门（建设单位负责人）", "unit_head"),
        SignOff("质量控制小组（数据部门评估）", "data_review"),
    ),
)

FINAL_ACCEPTANCE = Sheet(
    code="final_acceptance",
    title="软件验收评估表",
    number_prefix="YS",
    blocks=(
        Block(
            "一、基本信息",
            (
                text("software_name", "软件名称*"),
                text("software_version", "版本*"),
                unit("demand_unit", "需求部门*"),
                unit("user_unit", "使用部门*"),
                text("development_team", "开发小组*"),
                day("accepted_on", "验收日期*"),
                one_of(
                    "method",
                    "验收方式",
                    choices(MEETING="会议验收", SITE="现场验收", CORRESPONDENCE="书面验收"),
                ),
                text("trial_operation_number", "试运行评估表编号*"),
            ),
        ),
        Block(
            "二、验收内容",
            (
                table(
                    "materials",
                    "验收内容*",
                    text("material", "验收内容", share=5),
                    one_of("completeness", "是否齐全*", COMPLETENESS),
                    one_of("conformity", "是否符合*", CONFORMITY),
                    text("note", "备注", share=3),
                    rows=MATERIALS,
                ),
            ),
        ),
        Block(
            "三、数据归集与共享",
            (
                one_of(
                    "platform_access",
                    "接入公共数据平台*",
                    choices(DONE="已接入", NOT_DONE="未接入", NOT_APPLICABLE="无数据资源"),
                ),
                one_of(
                    "catalogue",
                    "编入公共数据目录*",
                    choices(DONE="已编入", NOT_DONE="未编入", NOT_APPLICABLE="无数据资源"),
                ),
                any_of(
                    "quality_ticks",
                    "数据质量确认",
                    choices(COMPLETE="完整性", ACCURATE="准确性", TIMELY="时效性"),
                    hint="逐项核对后勾选；没有数据资源的不勾。",
                ),
            ),
        ),
        Block(
            "四、评估",
            (
                table(
                    "assessments",
                    "评估*",
                    text("aspect", "评估项目", share=3),
                    one_of("grade", "评价*", GRADES),
                    text("note", "说明", share=5),
                    rows=ACCEPTANCE_ASPECTS,
                ),
            ),
        ),
        Block(
            "五、结论",
            (
                one_of(
                    "conclusion",
                    "验收是否合格*",
                    choices(QUALIFIED="合格", UNQUALIFIED="不合格"),
                ),
                table(
                    "open_issues",
                    "遗留问题",
                    text("issue", "问题*", share=5),
                    person("owner", "责任人*"),
                    day("due_on", "期限*"),
                ),
                lines("acceptance_opinion", "验收意见*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("业务需求部门", "unit_head"),
        SignOff("软件使用部门", "user_unit"),
        SignOff("质量控制小组（数据、网信会签）", "countersign"),
        SignOff("数据部门负责人（发布、归档）", "data_head"),
    ),
)

catalog.register(TRIAL_OPERATION, FINAL_ACCEPTANCE)
