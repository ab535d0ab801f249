"""Sheets of initiation and planning: 立项申请书, 年度计划表."""

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
    yes_no,
)
from documents.sheets.shapes import Block, Sheet, SignOff, choices

FUNDING = choices(
    FISCAL="财政资金", BOND="政府债券", SELF_RAISED="单位自筹", UPPER="上级补助", OTHER="其他"
)

INITIATION = Sheet(
    code="initiation",
    title="信息化项目立项申请书（立项审批表）",
    number_prefix="LX",
    blocks=(
        Block(
            "一、基本情况",
            (
                text("project_name", "项目名称*", computed=True),
                unit("applicant_unit", "项目建设单位*", computed=True),
                any_of(
                    "project_types",
                    "项目类型*",
                    choices(
                        INFRASTRUCTURE="基础设施",
                        HARDWARE="硬件设备",
                        SYSTEM="信息系统",
                        MAINTENANCE="运维服务",
                        RESOURCE="数字资源",
                    ),
                ),
                one_of(
                    "build_type",
                    "建设性质*",
                    choices(NEW="新建", CONTINUED="续建", UPGRADE="升级改造"),
                ),
                day("applied_on", "申报日期*"),
                person("unit_head", "单位负责人*"),
                text("unit_head_phone", "负责人电话*"),
                person("contact", "项目联系人*"),
                text("contact_phone", "联系电话*"),
                text("contact_email", "电子邮箱"),
                unit("lead_unit", "牵头部门"),
                any_of(
                    "deployment",
                    "安装部署方式*",
                    choices(CLOUD="政务云", DATA_CENTRE="数据中心", OTHER="其他"),
                ),
                any_of(
                    "users",
                    "服务对象*",
                    choices(STAFF="本单位人员", OTHER_UNITS="其他单位", PUBLIC="社会公众"),
                ),
                one_of(
                    "access_scope",
                    "访问范围*",
                    choices(INTRANET="政务外网", LOCAL="单位内网", INTERNET="互联网"),
                ),
                money("budget_amount", "项目预算*"),
                any_of("funding_sources", "资金来源*", FUNDING),
                lines("summary", "项目简介*"),
            ),
        ),
        Block(
            "二、必要性与目标",
            (
                lines("necessity", "项目必要性*"),
                lines(
                    "previous_work", "前期情况", hint="非新建项目填写完成、经费、成效、验收情况。"
                ),
                lines("objectives", "建设目标*"),
                lines("requirement_survey", "需求调研*"),
            ),
        ),
        Block(
            "三、建设方案",
            (
                lines("content", "建设内容*"),
                text("connected_systems", "需对接系统"),
                lines("data_sharing", "数据共享*", hint="不能共享的说明理由。"),
                lines("resources", "硬件规格、算力与存储"),
                yes_no("internet_access", "需互联网访问*"),
                yes_no("own_authentication", "独立身份认证*"),
                yes_no("stores_personal_data", "存储个人信息*"),
                one_of(
                    "data_importance",
                    "数据重要程度*",
                    choices(CLOSED="不可公开", AFTER_APPROVAL="审批后公开", OPEN="可公开"),
                ),
                one_of(
                    "data_volume",
                    "数据量级",
                    choices(
                        HUNDREDS="百条",
                        THOUSANDS="千条",
                        TEN_THOUSANDS="万条",
                        HUNDRED_THOUSANDS="十万条",
                        MILLIONS="百万条以上",
                    ),
                ),
                any_of(
                    "security_tests",
                    "网络安全检测建议*",
                    choices(
                        PENETRATION="渗透测试",
                        MLPS_TWO="等保二级预测评",
                        MLPS_THREE="等保三级预测评",
                        REPORT="成品检测报告",
                        NONE="不适用",
                        OTHER="其他",
                    ),
                ),
            ),
        ),
        Block(
            "四、配置清单与预算",
            (
                table(
                    "configuration",
                    "配置清单*",
                    text("name", "名称*"),
                    text("specification", "指标说明*", share=4),
                    number("quantity", "数量*"),
                    money("unit_price", "单价*"),
                    money("amount", "总价*"),
                    text("remark", "备注"),
                ),
                money("total_amount", "总预算", computed=True),
            ),
        ),
        Block(
            "五、实施与经费执行计划",
            (
                table(
                    "schedule",
                    "实施计划*",
                    text("phase", "阶段*"),
                    text("content", "内容*", share=4),
                    day("starts_on", "开始*"),
                    day("ends_on", "完成*"),
                ),
                table(
                    "payments",
                    "经费执行计划*",
                    text("node", "付款节点*", share=3),
                    percent("share", "比例*"),
                    text("condition", "付款条件*", share=4),
                ),
                lines("benefit_forecast", "效益预测"),
            ),
        ),
        Block("六、建设单位承诺", (lines("commitment", "承诺*"),)),
        Block(
            "七、专家组意见",
            (
                lines("expert_opinion", "专家组意见"),
                one_of(
                    "expert_conclusion",
                    "专家组结论",
                    choices(AGREED="同意", AMEND="修改后同意", REFUSED="不同意"),
                ),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人（签章）", "unit_head"),
        SignOff("发改部门审批", "approval"),
    ),
)

ANNUAL_PLAN = Sheet(
    code="annual_plan",
    title="年度信息化项目计划表",
    number_prefix="JH",
    landscape=True,
    blocks=(
        Block(
            "一、计划",
            (
                number("year", "计划年度*"),
                one_of(
                    "edition",
                    "稿别*",
                    choices(SUBMITTED="上报稿", APPROVED="批复稿", ADJUSTED="调整稿"),
                ),
                unit("compiled_by", "编制单位*"),
                day("compiled_on", "编制日期*"),
            ),
        ),
        Block(
            "二、计划项目",
            (
                table(
                    "projects",
                    "计划项目*",
                    text("name", "项目名称*", share=4),
                    unit("owner_unit", "项目建设单位*"),
                    one_of(
                        "build_type",
                        "建设性质*",
                        choices(
                            NEW="新建", CONTINUED="续建", UPGRADE="升级改造", MAINTENANCE="运维"
                        ),
                    ),
                    text("content", "建设内容及规模*", share=5),
                    day("starts_on", "开工*"),
                    day("ends_on", "完工*"),
                    money("total_amount", "项目总投资*"),
                    money("completed_amount", "至上年底累计完成*"),
                    money("year_amount", "年度投资额*"),
                    one_of("funding", "资金来源*", FUNDING),
                    text("year_content", "年度建设内容*", share=4),
                    text("preparation", "前期工作进度（批复文号）*", share=3),
                    text("targets", "绩效目标", share=3),
                    number("priority", "优先级"),
                    unit("department", "主管部门"),
                    text("remark", "备注"),
                ),
                money("total", "总投资合计", computed=True),
                money("year_total", "年度投资合计", computed=True),
            ),
        ),
    ),
    sign_offs=(SignOff("会签（数据、发改、财政部门）", "joint"),),
)

catalog.register(INITIATION, ANNUAL_PLAN)
