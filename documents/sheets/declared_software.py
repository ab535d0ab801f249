"""Papers of software development: 需求说明书, 开发设计方案, 测试方案, 用户试用报告."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    day,
    lines,
    number,
    one_of,
    person,
    table,
    text,
    unit,
    yes_no,
)
from documents.sheets.shapes import Block, Field, Sheet, SignOff, choices

PASS = choices(PASSED="通过", NOT_PASSED="不通过")


def _cover() -> Block:
    return Block(
        "文件控制",
        (
            text("project_name", "项目名称*"),
            text("document_version", "版本*"),
            person("drafted_by", "编制*"),
            person("checked_by", "审核"),
            person("approved_by", "批准"),
            day("drafted_on", "编制日期*"),
            _revisions(),
        ),
    )


def _revisions() -> Field:
    return table(
        "revisions",
        "修订记录",
        text("version", "版本号*", share=1),
        day("revised_on", "修订日期*"),
        text("content", "修订内容*", share=4),
        person("revised_by", "修订人*"),
        person("checked_by", "审核人"),
        person("approved_by", "批准人"),
    )


REQUIREMENT_SPECIFICATION = Sheet(
    code="requirement_specification",
    title="软件需求说明书",
    number_prefix="XS",
    stages=("APPLICATION", "INITIATION", "CONSTRUCTION"),
    blocks=(
        _cover(),
        Block("1 任务名称", (text("task_name", "任务名称*"),)),
        Block("2 任务来源", (lines("task_source", "任务来源*"),)),
        Block("3 运行环境", (lines("environment", "运行环境*"),)),
        Block(
            "4 功能需求",
            (
                lines("functions", "功能需求*", hint="用文字和图、表描述，图表可作为附件上传。"),
                table(
                    "function_items",
                    "功能需求清单",
                    text("code", "需求编号*", share=1),
                    text("name", "功能名称*"),
                    text("description", "需求描述*", share=5),
                    one_of("priority", "优先级", choices(MUST="必须", SHOULD="应当", MAY="可以")),
                ),
            ),
        ),
        Block(
            "5 技术性能要求",
            (
                lines("security", "安全性*"),
                lines("reliability", "可靠性*"),
                lines("response", "实时响应性*"),
                lines("availability", "可用性*"),
            ),
        ),
        Block(
            "6 功能模块描述",
            (
                table(
                    "modules",
                    "功能模块*",
                    text("name", "模块名称*"),
                    text("function", "功能*", share=4),
                    text("relation", "与其他模块的关系", share=3),
                ),
            ),
        ),
        Block(
            "7 对人机交互的要求",
            (
                yes_no("is_interactive", "是否需要人机交互*"),
                text("interaction_mode", "交互方式"),
                lines("interaction_purpose", "交互目的"),
                lines("interaction_process", "主要过程"),
            ),
        ),
        Block("评审", (one_of("review_conclusion", "质量控制小组评审结论", PASS),)),
    ),
    sign_offs=(
        SignOff("业务部门", "unit_head"),
        SignOff("开发小组", "contractor"),
        SignOff("质量控制小组", "data_review"),
    ),
)

DESIGN_SCHEME = Sheet(
    code="design_scheme",
    title="开发设计方案",
    number_prefix="SJ",
    stages=("CONSTRUCTION",),
    blocks=(
        _cover(),
        Block("1 需求规定", (lines("requirements", "需求规定*"),)),
        Block("2 运行环境", (lines("environment", "运行环境*"),)),
        Block("3 基本设计概念和处理流程", (lines("concept", "基本设计概念和处理流程*"),)),
        Block(
            "4 系统功能结构图",
            (lines("structure", "系统功能结构*", hint="结构图作为附件上传，此处写明图号和说明。"),),
        ),
        Block(
            "5 接口设计",
            (
                lines("user_interface", "用户接口*"),
                lines("external_interface", "外部接口*"),
                lines("internal_interface", "内部接口*"),
            ),
        ),
        Block(
            "6 运行设计",
            (
                lines("module_combination", "运行模块组合*"),
                lines("run_control", "运行控制*"),
                lines("run_time", "运行时间*"),
            ),
        ),
        Block(
            "7 系统数据结构设计",
            (
                lines("logical_structure", "逻辑结构*"),
                lines("physical_structure", "物理结构*"),
                lines("data_and_programs", "数据结构与程序的关系*"),
            ),
        ),
        Block("评审", (one_of("review_conclusion", "质量控制小组评审结论", PASS),)),
    ),
    sign_offs=(
        SignOff("开发小组", "contractor"),
        SignOff("质量控制小组", "data_review"),
    ),
)

TEST_SCHEME = Sheet(
    code="test_scheme",
    title="测试方案",
    number_prefix="CF",
    landscape=True,
    stages=("CONSTRUCTION",),
    blocks=(
        _cover(),
        Block(
            "1 测试的目的和任务",
            (lines("purpose", "测试的目的*"), lines("tasks", "测试的任务*")),
        ),
        Block("2 界定测试的范围", (lines("scope", "测试的范围*"),)),
        Block(
            "3 确定测试的环境和方法",
            (lines("environment", "测试的环境*"), lines("methods", "测试的方法*")),
        ),
        Block(
            "4 测试内容",
            (
                table(
                    "cases",
                    "4.1 详细操作步骤*",
                    text("code", "用例编号*", share=2),
                    text("requirement", "需求条目*", share=3),
                    text("precondition", "前置条件", share=3),
                    text("steps", "步骤*", share=5),
                    text("input", "输入", share=3),
                    text("expected", "预期结果*", share=4),
                    one_of("priority", "优先级", choices(HIGH="高", MIDDLE="中", LOW="低")),
                    person("tester", "执行人"),
                ),
                lines("pass_criteria", "4.2 合格的标准*"),
            ),
        ),
        Block("评审", (one_of("review_conclusion", "质量控制小组评审结论", PASS),)),
    ),
    sign_offs=(
        SignOff("测试人员", "tester"),
        SignOff("质量控制小组", "data_review"),
    ),
)

USER_TRIAL_REPORT = Sheet(
    code="user_trial_report",
    title="用户试用报告",
    number_prefix="SB",
    stages=("CONSTRUCTION", "ACCEPTANCE"),
    blocks=(
        Block(
            "一、试用情况",
            (
                text("project_name", "系统名称*"),
                unit("owner_unit", "试用单位*"),
                day("starts_on", "试用开始日期*"),
                day("ends_on", "试用结束日期*"),
                person("trial_users", "试用人员*"),
                number("user_count", "试用人数*", unit="人"),
                lines("environment", "试用环境"),
            ),
        ),
        Block(
            "二、功能试用情况",
            (
                table(
                    "functions",
                    "功能试用情况*",
                    text("function", "功能点*", share=3),
                    one_of(
                        "usable", "是否可用*", choices(YES="可用", PARTLY="部分可用", NO="不可用")
                    ),
                    text("problem", "存在问题", share=5),
                ),
                lines("performance", "性能体验"),
                lines("training", "培训情况"),
            ),
        ),
        Block(
            "三、评价",
            (
                lines("problems", "存在问题及建议*"),
                one_of(
                    "grade",
                    "总体评价*",
                    choices(EXCELLENT="优", GOOD="良", QUALIFIED="合格", UNQUALIFIED="不合格"),
                ),
                yes_no("agrees_to_acceptance", "是否同意验收*"),
            ),
        ),
    ),
    sign_offs=(SignOff("试用单位意见（签章）", "unit_head"),),
)

catalog.register(REQUIREMENT_SPECIFICATION, DESIGN_SCHEME, TEST_SCHEME, USER_TRIAL_REPORT)
