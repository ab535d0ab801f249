"""The sheets of an expert review: 专家评审意见 and 专家签到表."""

from documents.sheets import catalog
from documents.sheets.boxes import lines, number, table, text
from documents.sheets.shapes import Block, Sheet

_BASICS = (
    text("subject", "评审事项", computed=True),
    text("panel", "评审组", computed=True),
    text("deadline", "评审截止", computed=True),
)
_MEMBER = (
    text("name", "姓名", share=3),
    text("employer", "工作单位", share=6),
    text("title", "职称或职务", share=4),
    text("fields", "专业", share=5),
    text("origin", "内外部", share=2),
)

EXPERT_OPINION = Sheet(
    code="expert_opinion",
    title="专家评审意见",
    number_prefix="ZJPS",
    blocks=(
        Block(
            "一、评审事项",
            (
                *_BASICS,
                text("opened_at", "启封时间", computed=True),
                text("chair", "组长", computed=True),
                text("basis", "组成依据", computed=True),
            ),
        ),
        Block(
            "二、评审组",
            (
                table("members", "评审组成员", *_MEMBER),
                table(
                    "left",
                    "回避、不能参加和更换",
                    text("name", "姓名", share=2),
                    text("state", "情形", share=2),
                    text("reason", "原因", share=8),
                ),
            ),
        ),
        Block(
            "三、评分",
            (
                table(
                    "scores",
                    "各项平均分",
                    text("item", "指标", share=6),
                    number("points", "分值"),
                    number("floor", "最低分"),
                    text("mean", "平均分", share=1),
                ),
                table(
                    "totals",
                    "各专家总分",
                    text("name", "姓名", share=4),
                    number("total", "总分", share=2),
                    text("note", "说明", share=4),
                ),
                number("total", "评审组总分", computed=True),
                number("total_points", "满分", computed=True),
            ),
        ),
        Block(
            "四、结论和意见",
            (
                text("conclusion", "评审结论", computed=True),
                lines("opinion", "评审意见", computed=True),
                table(
                    "remarks",
                    "各专家意见",
                    text("name", "姓名", share=2),
                    text("proposal", "建议结论", share=3),
                    text("remarks", "意见", share=9),
                ),
            ),
        ),
        Block(
            "五、抽取记录",
            (
                table(
                    "draws",
                    "随机抽取",
                    text("number", "次序", share=1),
                    text("drawn_at", "时间", share=3),
                    text("reason", "事由", share=4),
                    text("witness", "见证人", share=2),
                    text("seed", "随机种子", share=6),
                ),
            ),
            "用随机种子和当时的专家库可以重复抽取，结果相同。",
        ),
    ),
)

EXPERT_SIGN_IN = Sheet(
    code="expert_sign_in",
    title="评审专家签到表",
    number_prefix="ZJQD",
    landscape=True,
    blocks=(
        Block("一、评审事项", _BASICS),
        Block(
            "二、签到",
            (
                table(
                    "experts",
                    "评审专家",
                    *_MEMBER,
                    text("declared", "声明无利害关系并签到", share=4),
                    text("submitted", "提交评分", share=4),
                    text("signature", "签名", share=4),
                ),
            ),
            "签到即声明与评审事项没有利害关系。",
        ),
    ),
)

catalog.register(EXPERT_OPINION, EXPERT_SIGN_IN)
