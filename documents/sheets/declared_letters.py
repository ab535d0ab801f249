"""Official letters: 受理、补正、不予受理、不予立项、立项通知书, 批复 and 会议纪要."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, text, unit
from documents.sheets.letters import (
    ATTENDEES,
    BODY,
    COPIES,
    ENCLOSURES,
    HEADING,
    ISSUER,
    RECIPIENT,
    SIGNED_ON,
)
from documents.sheets.shapes import LETTER, MINUTES, Block, Field, Sheet

TITLES = {
    "letter_acceptance": "受理通知书",
    "letter_correction": "一次性补正告知书",
    "letter_refusal": "不予受理通知书",
    "letter_rejection": "不予立项通知书",
    "letter_initiation": "立项通知书",
    "letter_reply": "批复",
}


def _head() -> tuple[Field, ...]:
    return (
        unit(ISSUER, "发文机关*"),
        text(HEADING, "标题*", share=4),
    )


def _tail() -> tuple[Field, ...]:
    return (
        lines(ENCLOSURES, "附件名称", hint="每行一个，不写序号。"),
        day(SIGNED_ON, "成文日期*"),
        text(COPIES, "抄送", hint="用顿号或者逗号隔开。"),
    )


def _letter(code: str, title: str) -> Sheet:
    body = lines(BODY, "正文*", hint="一行一段；“一、”“（一）”开头的段落按公文格式排印。")
    return Sheet(
        code=code,
        title=title,
        profile=LETTER,
        blocks=(Block("公文", (*_head(), text(RECIPIENT, "主送*", share=4), body, *_tail())),),
    )


MEETING_MINUTES = Sheet(
    code="letter_minutes",
    title="会议纪要",
    profile=MINUTES,
    blocks=(
        Block(
            "纪要",
            (
                *_head(),
                lines(BODY, "纪要内容*", hint="一行一段。"),
                lines(ATTENDEES, "出席人员", hint="每行一类，例如“出席：张三、李四”。"),
                *_tail(),
            ),
        ),
    ),
)

catalog.register(*(_letter(code, title) for code, title in TITLES.items()), MEETING_MINUTES)
