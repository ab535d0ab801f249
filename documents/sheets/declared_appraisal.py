"""The sheet of the appraisal: 业务调整/开发评审表."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, money, number, one_of, person, table, text, unit
from documents.sheets.shapes import Block, Sheet, SignOff, choices

PASS = choices(PASSED="通过", NOT_PASSED="不通过")

APPRAISAL = Sheet(
    code="appraisal",
    title="业务调整/开发评审表",
    number_prefix="PS",
    blocks=(
        Block(
            "一、基本信息",
            (
                text("requirement_number", "对应需求申请编号*", computed=True),
                text("project_name", "项目名称*", computed=True),
                unit("applicant_unit", "需求部门*", computed=True),
                day("appraised_on", "评审日期*"),
                one_of(
                    "method",
                    "评审方式",
                    choices(MEETING="会议评审", CORRESPONDENCE="书面评审", SITE="现场评审"),
                ),
                table(
                    "participants",
                    "参加人员",
                    person("name", "姓名*"),
                    unit("department", "部门*"),
                    text("duty", "职务"),
                ),
            ),
        ),
        Block(
            "二、技术评估",
            (
                lines("technical_route", "技术实现路线*"),
                one_of(
                    "development_mode",
                    "开发方式*",
                    choices(OWN="自行开发", JOINT="合作开发", OUTSOURCED="委托外包"),
                ),
                lines("risk_assessment", "风险评估*"),
                number("workload", "工作量估算", unit="人月"),
                number("duration", "周期估算", unit="月"),
                money("cost_estimate", "经费估算"),
                one_of("technical_conclusion", "技术评估结论*", PASS),
                lines("technical_opinion", "技术评估意见*"),
                person("technical_assessor", "评估人*"),
            ),
        ),
        Block(
            "三、管理评估",
            (
                lines("business_process", "业务流程*"),
                lines("internal_control", "内控管理*"),
                lines("business_duties", "业务职责*"),
                table(
                    "countersigns",
                    "相关部门会签",
                    unit("department", "部门*"),
                    text("opinion", "意见*", share=4),
                    person("signer", "签字*"),
                    day("signed_on", "日期*"),
                ),
            ),
        ),
        Block(
            "四、经费评审",
            (
                table(
                    "reviewed_lines",
                    "预算逐项评审*",
                    text("item", "名称*", share=3, computed=True),
                    money("submitted", "送审金额*", computed=True),
                    money("reviewed", "审定金额*"),
                    money("reduced", "核减金额", computed=True),
                    text("reason", "核减理由", share=3),
                ),
                money("submitted_amount", "送审总额", computed=True),
                money("reviewed_amount", "审定总额", computed=True),
                money("reduced_amount", "核减总额", computed=True),
            ),
        ),
        Block(
            "五、综合意见与指派",
            (
                lines("suggestion", "项目建议意见*"),
                one_of("decision", "总体结论*", choices(APPROVED="批准", REFUSED="不批准")),
                person("project_leader", "项目负责人*"),
                table(
                    "development_team",
                    "开发小组*",
                    person("name", "姓名*"),
                    text("duty", "分工*", share=3),
                ),
                table(
                    "quality_team",
                    "质量控制人员/小组*",
                    person("name", "姓名*"),
                    text("duty", "分工", share=3),
                ),
                unit("test_and_rollout_unit", "测试及推广单位"),
            ),
        ),
        Block(
            "六、变更记录",
            (
                table(
                    "changes",
                    "评审表变更记录",
                    text("change_number", "变更表编号*"),
                    day("changed_on", "日期*"),
                    text("summary", "摘要*", share=4),
                ),
            ),
        ),
    ),
    sign_offs=(
        SignOff("相关部门会签", "countersign"),
        SignOff("评审负责人", "data_head"),
    ),
)

catalog.register(APPRAISAL)
