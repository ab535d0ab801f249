"""Plans and calls (年度计划、申报批次): seasons, quotas, order of priority, adjustments."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Binding, Rule
from projects.regulations.rulebook.conditions import Condition, InSeason
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.shapes import Code, Label, Message, Shape


class Priority(Shape):
    """Which projects come first in the plan (优先安排)."""

    code: Code = Field(title="优先类代码", description="事实plan.priority给出项目的优先类。")
    label: Label = Field(title="优先类名称", description="例如整合共享项目。")
    when: Condition | None = Field(
        default=None, title="适用情形", description="依次取第一个满足的；不填即其余项目。"
    )
    rule: Rule | None = Field(default=None, title="依据", description="规定优先安排的条款。")


class PlanRule(Binding):
    """How projects enter the plan of a year (年度计划)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="名称", description="例如年度信息化项目计划。")
    gate: Code = Field(title="关口", description="在哪个关口核对，例如application。")
    season: InSeason | None = Field(
        default=None, title="申报时段", description="每年的月-日；时段以外须走增补。"
    )
    for_next_year: bool = Field(default=False, title="报下一年度", description="申报的是下一年度。")
    quota: int | None = Field(
        default=None, ge=1, title="每单位项目数", description="每个单位每年最多几个；不填不限。"
    )
    quota_amount: tuple[Term, ...] = Field(
        default=(), title="每单位金额", description="每个单位每年的金额上限；不填不限。"
    )
    supplement_when: Condition | None = Field(
        default=None, title="增补情形", description="满足时不受时段和数量限制。"
    )
    supplement_gate: Code | None = Field(
        default=None, title="增补关口", description="增补按哪个关口办理。"
    )
    priorities: tuple[Priority, ...] = Field(
        default=(), title="优先安排", description="按优先顺序排列。"
    )
    after: Code | None = Field(
        default=None, title="列入前须通过", description="通过后等待列入计划；不填就是立项批复。"
    )
    lead: Code | None = Field(default=None, title="牵头角色", description="由谁牵头编制。")
    joint: tuple[Code, ...] = Field(default=(), title="会同角色", description="会同编制的角色。")
    message: Message | None = Field(default=None, title="提示", description="不在时段内时的提示。")


class Call(Binding):
    """A call for applications with its days, quota and templates (申报批次)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="批次代码", description="例如CALL_2026_1。")
    label: Label = Field(title="批次名称", description="例如2026年第一批申报。")
    gate: Code = Field(default="application", title="关口", description="哪种申报属于本批次。")
    opens_on: date = Field(title="开始日期", description="含当日。")
    closes_on: date = Field(title="截止日期", description="含当日。")
    when: Condition | None = Field(
        default=None, title="征集范围", description="哪些项目属于本批次。"
    )
    quota: int | None = Field(default=None, ge=1, title="每单位项目数", description="不填不限。")
    templates: tuple[Code, ...] = Field(
        default=(), title="规定的材料", description="材料种类代码，须按模板提交。"
    )
    late: Literal["REFUSED", "WITH_CONSENT"] = Field(
        default="WITH_CONSENT", title="逾期申报", description="不受理，或者经同意可以。"
    )
    message: Message | None = Field(default=None, title="提示", description="批次以外申报的提示。")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Call":
        if self.closes_on < self.opens_on:
            raise ValueError(f"批次“{self.label}”的截止日期早于开始日期。")
        return self
