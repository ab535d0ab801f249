"""The life of a project under these measures: stages, tracks, and what must come first."""

from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.citations import Binding, Rule
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Code, Label, Message, Shape

type Phase = Literal[
    "APPLICATION",
    "INITIATION",
    "CONSTRUCTION",
    "ACCEPTANCE",
    "OPERATION",
    "EVALUATION",
    "ARCHIVED",
]

STAGE_LABELS: dict[str, str] = {
    "APPLICATION": "申报",
    "INITIATION": "立项",
    "CONSTRUCTION": "建设",
    "ACCEPTANCE": "验收",
    "OPERATION": "运维",
    "EVALUATION": "绩效评价",
    "ARCHIVED": "归档",
}


class StageRule(Shape):
    """One stage by the words of the text, and the system's stage that it belongs to.

    Several stages of a text may share one stage of the system.
    """

    code: Code = Field(title="阶段代码", description="可以就用系统阶段的代码。")
    label: Label = Field(title="阶段名称", description="用办法原文的说法，例如需求分析。")
    phase: Phase = Field(title="对应的系统阶段", description="申报、立项、建设、验收、运维等。")
    gates: tuple[Code, ...] = Field(
        default=(), title="关口", description="本阶段依次办理的关口（记录种类）代码。"
    )
    ends_with: tuple[Code, ...] = Field(
        default=(), title="完成标志", description="这些关口都通过后才能进入下一阶段。"
    )
    note: str = Field(default="", title="说明", description="显示在阶段旁边。")
    rule: Rule | None = Field(default=None, title="依据", description="规定这个阶段的条款。")


class Track(Shape):
    """A kind of project that goes through only some of the stages (建设、运维、购买服务…)."""

    code: Code = Field(title="类型代码", description="例如CONSTRUCTION、SERVICE。")
    label: Label = Field(title="类型名称", description="例如建设项目、购买服务项目。")
    when: Condition | None = Field(
        default=None, title="适用情形", description="不填就是其余所有项目；依次取第一个满足的。"
    )
    stages: tuple[Code, ...] = Field(
        min_length=1, title="经过的阶段", description="依次经过的阶段代码；不列出的即跳过。"
    )
    skips: tuple[Code, ...] = Field(
        default=(), title="跳过的关口", description="合并或者免于办理的关口代码。"
    )
    rule: Rule | None = Field(default=None, title="依据", description="区分这类项目的条款。")


class Precondition(Binding):
    """What must have passed before a gate opens (先后顺序)."""

    gate: Code = Field(title="后办的关口", description="被挡住的关口代码。")
    after: tuple[Code, ...] = Field(
        min_length=1, title="先办的关口", description="这些记录都通过后才能办理。"
    )
    when: Condition | None = Field(
        default=None, title="适用情形", description="只在满足条件时要求。"
    )
    message: Message | None = Field(
        default=None, title="提示", description="不填就是“某某通过后才能办理某某。”。"
    )


class Life(Shape):
    """The stages in their order, and the tracks through them."""

    stages: tuple[StageRule, ...] = Field(
        default=(), title="阶段", description="按先后排列；不填就用系统的七个阶段。"
    )
    tracks: tuple[Track, ...] = Field(
        default=(), title="类型", description="不填就是所有项目都经过全部阶段。"
    )
