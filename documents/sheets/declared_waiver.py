"""The sheet that asks for a waiver (豁免申请表)."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, text, unit
from documents.sheets.shapes import Block, Sheet, SignOff

WAIVER = Sheet(
    code="waiver",
    title="豁免申请表",
    number_prefix="HM",
    blocks=(
        Block(
            "一、申请事项",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "申请单位*"),
                text("rule_id", "拟豁免规则编号*", hint="只有写明“原则上”“一般”的规定可以豁免。"),
                day("applied_on", "申请日期*"),
                lines("rule_text", "规定原文", computed=True),
            ),
        ),
        Block(
            "二、理由和措施",
            (
                lines("reason", "豁免理由*"),
                lines("measures", "替代措施和风险控制*"),
                day("wanted_until", "申请豁免至*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("数据部门负责人", "data_head"),
    ),
)

catalog.register(WAIVER)
