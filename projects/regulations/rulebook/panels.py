"""Panels (评审组): how large, of whom, how drawn, and who must stay away."""

from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Binding
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Code, FactName, Label, Percent, Shape

# What the columns of a table of members tell of a panel.
COLUMNS = {
    "external": "is_external.yes",
    "senior": "is_senior.yes",
    "drawn": "is_drawn.yes",
    "attended": "is_present.yes",
    "least_years": "years.min",
    "category": "category.counts",
    "recused": "tie",
}

# The fields of knowledge that every installation has (a test compares them with those it creates).
EXPERT_FIELDS = frozenset(
    {"SOFTWARE", "DATA", "SECURITY", "INFRASTRUCTURE", "ECONOMY", "MANAGEMENT", "BUSINESS"}
)
# The pools that members are drawn from.
POOLS = {"EXPERTS": "评审专家库"}


class Share(Shape):
    """A part of the panel that must be large enough."""

    code: Code = Field(title="代码", description="事实panel.评审组.代码给出人数。")
    label: Label = Field(title="哪些成员", description="例如外部专家、技术经济专家。")
    of: Literal["EXTERNAL", "SENIOR", "DRAWN", "CATEGORY"] = Field(
        title="怎样认定", description="外部成员、高级职称、随机抽取，或者某一专业类别。"
    )
    category: Code | None = Field(default=None, title="专业类别", description="认定为类别时填写。")
    at_least: int = Field(default=0, ge=0, title="至少几人", description="0表示只看比例。")
    percent: Percent | None = Field(
        default=None, title="比例", description="例如66.67，按三分之二计算；不填只看人数。"
    )
    relation: Literal["at_least", "above"] = Field(
        default="at_least", title="达到还是超过", description="“过半数”选超过50。"
    )

    @model_validator(mode="after")
    def _asks_something(self) -> "Share":
        if not self.at_least and self.percent is None:
            raise ValueError(f"“{self.label}”要写明人数或者比例。")
        if (self.of == "CATEGORY") != (self.category is not None):
            raise ValueError(f"“{self.label}”：按专业类别认定的写明类别，其他不写。")
        return self


class Draw(Shape):
    """How members are drawn from the pool at random."""

    pool: Code = Field(title="专家库", description="从哪个库抽取。")
    reserve: int = Field(default=0, ge=0, title="候补人数", description="同时抽取的候补。")
    times_as_many: int = Field(
        default=1, ge=1, title="候选倍数", description="候选人数至少是抽取人数的几倍。"
    )


class Panel(Binding):
    """What a panel must look like before it may decide."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="评审组代码", description="环节和事实用它引用。")
    label: Label = Field(title="评审组名称", description="例如专家评审组。")
    gate: Code = Field(title="关口", description="在哪个关口评审。")
    step: Code | None = Field(
        default=None, title="环节", description="在哪个环节核对；不填就在提交时。"
    )
    when: Condition | None = Field(default=None, title="适用情形", description="何时需要评审组。")
    members: FactName | None = Field(
        default=None,
        title="成员表",
        description="哪张表格列出成员，例如review.members；按列代码is_external、is_senior、"
        "is_drawn、is_present（是否）、years（数字）、category、tie（选择）计算。",
    )
    candidates: FactName | None = Field(
        default=None, title="候选人数", description="哪个字段填写抽取时的候选人数。"
    )
    at_least: int = Field(default=1, ge=1, title="最少人数", description="例如5。")
    at_most: int | None = Field(default=None, ge=1, title="最多人数", description="不填不限。")
    count_fact: FactName | None = Field(
        default=None,
        title="一般人数取自",
        description="原文没有规定人数的，取自本办法的一项设置，标明系统默认。",
    )
    is_odd: bool = Field(default=False, title="单数", description="人数必须是单数。")
    shares: tuple[Share, ...] = Field(
        default=(), title="组成", description="各类成员的人数和比例。"
    )
    draw: Draw | None = Field(default=None, title="随机抽取", description="不填就由组织单位确定。")
    attendance: Percent | None = Field(
        default=None, title="到会比例", description="实到人数占应到人数，例如100。"
    )
    least_years: int = Field(
        default=0, ge=0, title="从业年限", description="每名成员至少从业几年；0不限。"
    )
    recusals: tuple[Literal["OWNER_UNIT", "CONTRACTOR", "KIN", "AUTHOR", "PREVIOUS_ROUND"], ...] = (
        Field(
            default=(),
            title="回避",
            description="建设单位、承建单位、近亲属、方案编制人员、前一轮成员不得参加。",
        )
    )

    def fact(self, what: str) -> str:
        """Return the fact that tells one thing about the panel: its table, or `panel.*`."""
        if what == "candidates" and self.candidates is not None:
            return self.candidates
        if self.members is None:
            return f"panel.{self.code}.{what}"
        return {"size": self.members, **{k: f"{self.members}.{v}" for k, v in COLUMNS.items()}}[
            what
        ]
