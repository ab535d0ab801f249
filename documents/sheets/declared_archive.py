"""The sheet that closes a project: 归档移交清单."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, number, one_of, person, table, text, unit
from documents.sheets.shapes import Block, Sheet, SignOff, choices

CONFORMITY = choices(CONFORMING="符合", NOT_CONFORMING="不符合")

ARCHIVE = Sheet(
    code="archive",
    title="项目档案归档移交清单",
    number_prefix="GD",
    blocks=(
        Block(
            "一、移交",
            (
                text("project_name", "项目名称*"),
                unit("handing_unit", "移交单位*"),
                unit("receiving_unit", "接收单位*"),
                day("handed_on", "移交日期*"),
                person("handed_by", "移交人*"),
                person("received_by", "接收人*"),
                one_of(
                    "retention_period",
                    "保管期限*",
                    choices(PERMANENT="永久", THIRTY="30年", TEN="10年"),
                ),
            ),
        ),
        Block(
            "二、档案清单",
            (
                table(
                    "items",
                    "档案清单*",
                    text("title", "题名*", share=4),
                    text("responsible", "责任者*"),
                    day("dated", "日期*"),
                    number("pages", "页数"),
                    text("digest", "SM3 摘要", share=4),
                    text("remark", "备注"),
                ),
            ),
        ),
        Block(
            "三、检测",
            (
                table(
                    "tests",
                    "四性检测*",
                    text("aspect", "检测项目", share=2),
                    one_of("result", "结果*", CONFORMITY),
                    text("note", "说明", share=5),
                    rows=("真实性", "完整性", "可用性", "安全性"),
                ),
                lines("note", "移交说明"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("移交单位", "unit_head"),
        SignOff("接收单位（数据部门）", "intake"),
    ),
)

catalog.register(ARCHIVE)
