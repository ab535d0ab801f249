"""What is confirmed, answered or shown: declarations, checklists, principles, words, pages."""

from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.citations import Binding, Cited, Rule
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Code, Label, Message, Shape


class Declaration(Binding):
    """A statement that must be confirmed before a record is sent (声明、承诺).

    The fact `declarations` holds the codes of those confirmed.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="声明代码", description="事实declarations中有它就是已确认。")
    gate: Code = Field(title="关口", description="在哪个关口确认。")
    step: Code | None = Field(
        default=None, title="由哪个环节确认", description="不填就由提交人确认。"
    )
    statement: str = Field(min_length=1, title="声明内容", description="确认的文字，以句号结尾。")
    when: Condition | None = Field(default=None, title="适用情形", description="何时需要确认。")
    message: Message | None = Field(default=None, title="提示", description="未确认时的提示。")


class ChecklistItem(Shape):
    """One question of a checklist; without a clause of its own it has that of the list."""

    code: Code = Field(title="条目代码", description="同一清单内不重复。")
    label: Label = Field(title="条目", description="要核对的内容。")
    hint: str = Field(default="", title="说明", description="怎样核对。")
    rule: Rule | None = Field(
        default=None, title="依据", description="要求核对这一条的条款；不填就用清单的依据。"
    )


class Checklist(Binding):
    """Items that must be answered one by one at a gate (核对清单).

    `checklist.<code>` holds the codes answered yes, `checklist.<code>.answered` all answered.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="清单代码", description="事实checklist.代码给出已确认的条目。")
    label: Label = Field(title="清单名称", description="例如评审要点、建设原则对照。")
    gate: Code = Field(title="关口", description="在哪个关口核对。")
    step: Code | None = Field(
        default=None, title="由哪个环节核对", description="不填就由提交人逐项对照。"
    )
    when: Condition | None = Field(default=None, title="适用情形", description="何时需要核对。")
    must_all_hold: bool = Field(
        default=False, title="必须全部符合", description="否则只要求逐项回答，可以答不符合。"
    )
    items: tuple[ChecklistItem, ...] = Field(min_length=1, title="条目", description="至少一条。")
    message: Message | None = Field(
        default=None, title="提示", description="未答完时的提示；{found}是未答的条目。"
    )


class Exhibit(Cited):
    """Something that is shown where it matters: a principle, a norm, a duty, a help text."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="标题", description="例如建设原则。")
    body: str = Field(default="", title="内容", description="不填就显示原文。")
    places: tuple[Code, ...] = Field(
        min_length=1,
        title="显示在哪里",
        description="关口代码、阶段代码，或者regulation（办法页）、project（项目页）、print（打印件）。",
    )
    kind: Literal["PRINCIPLE", "NORM", "HELP", "GAP", "CONFIDENTIALITY"] = Field(
        default="NORM", title="性质", description="原则、规范、帮助、原文缺漏说明或者密级标注。"
    )


class GlossaryWord(Cited):
    """A word that the text defines (术语)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    word: Label = Field(title="术语", description="原文中的词。")
    meaning: str = Field(min_length=1, title="含义", description="原文怎样解释。")
