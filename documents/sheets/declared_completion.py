"""Sheets around the acceptance: 验收申请包, 验收报告, 整改报告."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, one_of, person, table, text, unit
from documents.sheets.shapes import Block, Sheet, SignOff, choices

ACCEPTED = ("CONSTRUCTION", "ACCEPTANCE")
PACKAGE = (
    "项目建设总结",
    "财务报告",
    "审计报告",
    "安全风险评估报告（等保或者保密测评）",
    "密码应用安全性评估报告",
    "档案验收意见",
)
CONTENTS = (
    "文档完备性和符合性",
    "流程合规性",
    "一致性和适用性：硬件",
    "一致性和适用性：功能性能",
    "一致性和适用性：安全防护",
    "一致性和适用性：数据共享开放",
    "一致性和适用性：网络",
    "一致性和适用性：建设效果",
    "质保和运维评估",
)
CONFORMITY = choices(
    CONFORMING="符合", PARTLY="部分符合", NOT_CONFORMING="不符合", NOT_APPLICABLE="不适用"
)

ACCEPTANCE_PACKAGE = Sheet(
    code="acceptance_package",
    title="竣工验收申请表及附件包",
    number_prefix="YB",
    stages=ACCEPTED,
    blocks=(
        Block(
            "一、申请",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                unit("contractor", "承建单位*"),
                unit("supervision_firm", "监理单位"),
                text("reply_number", "立项批复文号*"),
                day("completed_on", "完工日期*"),
                day("applied_on", "申请日期*"),
                person("contact", "联系人*"),
                lines("completion", "建设任务完成情况*"),
            ),
        ),
        Block(
            "二、附件包",
            (
                table(
                    "papers",
                    "验收申请附件*",
                    text("paper", "附件", share=4),
                    one_of(
                        "state",
                        "是否提交*",
                        choices(DONE="已提交", MISSING="未提交", NOT_APPLICABLE="不适用"),
                    ),
                    text("note", "文件名称或者说明", share=4),
                    rows=PACKAGE,
                ),
            ),
        ),
        Block(
            "三、预审意见",
            (
                one_of("precheck", "预审结论", choices(ACCEPTED="同意验收", AMEND="补充后验收")),
                lines("precheck_opinion", "预审意见"),
            ),
        ),
    ),
    sign_offs=(SignOff("建设单位（签章）", "unit_head"), SignOff("预审部门", "intake")),
)

ACCEPTANCE_REPORT = Sheet(
    code="acceptance_report",
    title="竣工验收报告",
    number_prefix="YG",
    stages=ACCEPTED,
    blocks=(
        Block(
            "一、验收会",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                unit("contractor", "承建单位*"),
                day("accepted_on", "验收日期*"),
                text("place", "地点"),
                table(
                    "experts",
                    "验收专家*",
                    person("name", "姓名*"),
                    unit("unit", "单位*"),
                    text("title", "职称、专业*"),
                ),
            ),
        ),
        Block(
            "二、验收内容",
            (
                table(
                    "contents",
                    "验收内容*",
                    text("content", "验收内容", share=4),
                    one_of("result", "结论*", CONFORMITY),
                    text("note", "说明", share=5),
                    rows=CONTENTS,
                ),
            ),
        ),
        Block(
            "三、结论",
            (
                lines("opinion", "验收意见*"),
                one_of(
                    "conclusion",
                    "验收结论*",
                    choices(PASSED="通过", RECTIFIED="整改后通过", FAILED="不通过"),
                ),
                table(
                    "problems",
                    "遗留问题",
                    text("problem", "问题*", share=5),
                    unit("responsible", "责任单位*"),
                    day("due_on", "期限*"),
                ),
            ),
        ),
    ),
    sign_offs=(
        SignOff("专家组", "experts"),
        SignOff("建设单位（签章）", "unit_head"),
        SignOff("承建单位（签章）", "contractor"),
    ),
)

RECTIFICATION_REPORT = Sheet(
    code="rectification_report",
    title="验收整改报告",
    number_prefix="ZG",
    stages=ACCEPTED,
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                text("report_number", "验收报告编号*"),
                day("reported_on", "报告日期*"),
            ),
        ),
        Block(
            "二、整改情况",
            (
                table(
                    "items",
                    "整改情况*",
                    text("problem", "验收提出的问题*", share=4),
                    text("measure", "整改措施和结果*", share=4),
                    person("responsible", "责任人*"),
                    day("finished_on", "完成日期*"),
                ),
                lines("summary", "整改总体情况*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("承建单位（签章）", "contractor"),
        SignOff("建设单位（签章）", "unit_head"),
        SignOff("专家组复核", "experts"),
    ),
)

catalog.register(ACCEPTANCE_PACKAGE, ACCEPTANCE_REPORT, RECTIFICATION_REPORT)
