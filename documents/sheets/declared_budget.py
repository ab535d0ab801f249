"""Papers that ask for a project: 预算申请表, 启动申请表."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    any_of,
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

BUDGET_APPLICATION = Sheet(
    code="budget_application",
    title="信息化项目预算申请表",
    number_prefix="YS",
    stages=("APPLICATION", "INITIATION"),
    blocks=(
        Block(
            "一、基本情况",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "申报单位*"),
                person("unit_head", "单位负责人*"),
                text("unit_head_phone", "负责人电话*"),
                person("contact", "联系人*"),
                text("contact_phone", "联系人电话*"),
                text("contact_mail", "电子邮箱"),
                number("plan_year", "申报年度*"),
                any_of(
                    "project_types",
                    "项目类型*",
                    choices(
                        INFRASTRUCTURE="基础设施",
                        HARDWARE="硬件设备",
                        SYSTEM="信息系统",
                        OPERATION="运维服务",
                        RESOURCES="数字资源",
                    ),
                ),
                one_of(
                    "nature",
                    "建设性质*",
                    choices(NEW="新建", UPGRADE="升级", CONTINUED="续建", OPERATION="运维"),
                ),
            ),
        ),
        Block(
            "二、预算和资金",
            (
                money("budget_amount", "项目预算*"),
                any_of(
                    "sources",
                    "预算来源*",
                    choices(NATIONAL="国家专项", CITY="市财政", DISTRICT="区县财政", OTHER="其他"),
                ),
                text("source_note", "来源备注"),
                one_of("funds_secured", "资金落实情况*", choices(YES="已落实", NO="未落实")),
                lines("funds_note", "资金落实情况说明*"),
                table(
                    "budget_lines",
                    "预算明细*",
                    text("item", "名称*", share=3),
                    text("specification", "性能指标、功能说明", share=4),
                    number("quantity", "数量*"),
                    money("price", "单价*"),
                    money("total", "总价", computed=True),
                    text("remark", "备注"),
                ),
                money("lines_total", "预算明细合计", computed=True),
                table(
                    "yearly_funds",
                    "分年度资金",
                    number("year", "年度*"),
                    money("fiscal", "财政资金"),
                    money("other", "其他资金"),
                ),
            ),
        ),
        Block(
            "三、依据和目标",
            (
                lines("grounds", "立项依据*"),
                text(
                    "minutes",
                    "“三重一大”会议纪要*",
                    hint="写明会议名称、日期和纪要编号，纪要作为附件上传。",
                ),
                lines("scheme", "项目方案概要*"),
                table(
                    "targets",
                    "绩效目标",
                    text("level_one", "一级指标"),
                    text("level_two", "二级指标"),
                    text("level_three", "三级指标*", share=4),
                    text("value", "指标值*"),
                ),
            ),
        ),
    ),
    sign_offs=(SignOff("申报单位意见", "unit_head"), SignOff("初审意见", "intake")),
    formulas=(
        Formula(into="budget_lines", column="total", how="PRODUCT", of=("quantity", "price")),
        Formula(into="lines_total", how="SUM", table="budget_lines", of=("total",)),
    ),
)

STARTUP_APPLICATION = Sheet(
    code="startup_application",
    title="信息化项目启动申请表",
    number_prefix="QD",
    stages=("INITIATION", "CONSTRUCTION"),
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                text("plan_number", "计划/预算编号*"),
                unit("owner_unit", "业务部门*"),
                person("project_leader", "项目负责人*"),
                person("proposed_manager", "推荐项目经理"),
                person("product_manager", "产品经理"),
                lines("requirements", "需求概述*"),
                text("specification_number", "需求说明书编号*"),
                money("budget_amount", "预算金额*"),
                money("approved_amount", "已批额度"),
                day("starts_on", "拟启动日期*"),
                day("completes_on", "拟完成日期*"),
                one_of(
                    "procurement",
                    "采购方式建议",
                    choices(
                        OPEN="公开招标",
                        INVITED="邀请招标",
                        CONSULTATION="竞争性磋商",
                        NEGOTIATION="竞争性谈判",
                        INQUIRY="询价",
                        SINGLE="单一来源",
                        FRAMEWORK="框架协议采购",
                    ),
                ),
            ),
        ),
        Block(
            "二、前置条件核对",
            (
                any_of(
                    "preconditions",
                    "已具备的条件*",
                    choices(
                        PLANNED="已列入年度计划",
                        FUNDED="经费已落实",
                        REVIEWED="需求已评审",
                        GRADED="安全已定级",
                    ),
                ),
                lines("precondition_note", "未具备条件的说明"),
            ),
        ),
    ),
    sign_offs=(SignOff("业务部门", "unit_head"), SignOff("审核确认", "data_review")),
)

catalog.register(BUDGET_APPLICATION, STARTUP_APPLICATION)
