"""The two sheets that lie in every dossier: 项目档案目录 and 缺项清单."""

from documents.sheets import catalog
from documents.sheets.boxes import day, number, table, text, unit
from documents.sheets.shapes import Block, Sheet

_WHOSE = (
    text("project_name", "项目名称"),
    text("project_number", "项目编号"),
    unit("owner_unit", "建设单位"),
    text("stage", "所处阶段"),
    text("rulebook", "适用办法"),
    day("packed_on", "截止日期"),
)

CATALOGUE = Sheet(
    code="dossier_catalogue",
    title="项目档案目录",
    landscape=True,
    blocks=(
        Block("一、项目", _WHOSE),
        Block(
            "二、目录",
            (
                table(
                    "items",
                    "目录",
                    number("position", "序号"),
                    text("folder", "类目", share=3),
                    text("title", "题名", share=5),
                    text("dated", "日期"),
                    number("size", "字节"),
                    text("sm3", "SM3 摘要", share=5),
                    text("sha256", "SHA-256 摘要", share=5),
                ),
            ),
        ),
    ),
)

MISSING = Sheet(
    code="dossier_missing",
    title="项目档案缺项清单",
    blocks=(
        Block("一、项目", _WHOSE),
        Block(
            "二、缺项",
            (
                table(
                    "items",
                    "缺项",
                    number("position", "序号"),
                    text("what", "缺少的材料或者手续", share=4),
                    text("reason", "原因", share=5),
                    text("clause", "依据", share=3),
                ),
            ),
            note="没有列出内容的，表示按现行办法不缺项。",
        ),
    ),
)

catalog.register(CATALOGUE)
catalog.register(MISSING)
