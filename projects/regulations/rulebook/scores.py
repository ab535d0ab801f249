"""Scoring (评分): weighted items, how each is scored, means over experts, grades and floors."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Cited, Rule
from projects.regulations.rulebook.gates import Veto
from projects.regulations.rulebook.rounding import Rounding
from projects.regulations.rulebook.scope import Band
from projects.regulations.rulebook.shapes import Code, FactName, Label, Shape


class ScoreStep(Shape):
    """One of the steps of a score: what is found, and what it earns."""

    code: Code = Field(title="代码", description="评分时选择它。")
    label: Label = Field(title="情形", description="例如目标明确。")
    points: Decimal = Field(ge=0, title="得分", description="不超过本项的分值。")


class ScoreItem(Shape):
    """One item of a sheet; an item with parts is the sum of its parts."""

    code: Code = Field(title="指标代码", description="同一评分表内不重复。")
    label: Label = Field(title="指标名称", description="例如目标完成程度。")
    points: Decimal = Field(gt=0, title="分值", description="各项相加等于上一级的分值。")
    mode: Literal["POINTS", "STEPS", "SHARE", "DEDUCT", "YES_NO"] = Field(
        default="POINTS",
        title="评分方法",
        description="直接打分、分档得分、按比例得分、每项不符扣分、是否得分。",
    )
    steps: tuple[ScoreStep, ...] = Field(default=(), title="各档", description="分档得分时填写。")
    deduct: Decimal = Field(default=Decimal(0), ge=0, title="每项扣分", description="扣分时填写。")
    fact: FactName | None = Field(
        default=None, title="数据来源", description="按比例得分时取哪一项（百分数）。"
    )
    may_not_apply: bool = Field(
        default=False, title="可以不适用", description="不适用时不参与，其余指标按比例折算。"
    )
    floor: Decimal | None = Field(
        default=None, ge=0, title="最低分", description="低于它则不通过，例如56。"
    )
    rule: Rule | None = Field(default=None, title="依据", description="另有条款时填写。")
    parts: tuple["ScoreItem", ...] = Field(
        default=(), title="下级指标", description="有下级就不打分。"
    )

    @model_validator(mode="after")
    def _adds_up(self) -> "ScoreItem":
        total = sum((part.points for part in self.parts), Decimal(0))
        if self.parts and total != self.points:
            raise ValueError(
                f"指标“{self.label}”的分值是{self.points:f}，下级合计{total:f}，应当相等。"
            )
        if (self.mode == "STEPS") != bool(self.steps) and not self.parts:
            raise ValueError(f"指标“{self.label}”：分档得分要列出各档，其他方法不列。")
        if any(step.points > self.points for step in self.steps):
            raise ValueError(f"指标“{self.label}”有一档的得分高于分值。")
        return self


class ScoreSheet(Cited):
    """A scoring sheet with the means over experts and the grades (评分表)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(
        title="评分表代码", description="事实score.代码给出总分，grade.代码给出等级。"
    )
    label: Label = Field(title="名称", description="例如项目绩效评价评分表。")
    gate: Code = Field(title="关口", description="在哪个关口评分。")
    step: Code | None = Field(
        default=None, title="环节", description="在哪个环节核对总分；不填就在提交时。"
    )
    entered: FactName | None = Field(
        default=None,
        title="总分填在哪里",
        description="总分填在哪个表单字段；不填就由评分得出。",
    )
    total: Decimal = Field(default=Decimal(100), gt=0, title="总分", description="通常是100。")
    items: tuple[ScoreItem, ...] = Field(min_length=1, title="指标", description="一级指标。")
    experts: int = Field(default=1, ge=1, title="最少几人评分", description="不足则没有总分。")
    drop_highest: int = Field(default=0, ge=0, title="去掉最高分", description="去掉几个。")
    drop_lowest: int = Field(default=0, ge=0, title="去掉最低分", description="去掉几个。")
    rounding: Rounding = Field(default=Rounding(), title="取舍", description="总分怎样取舍。")
    pass_mark: Decimal | None = Field(
        default=None, ge=0, title="合格分", description="达到它才通过；不填就不看。"
    )
    grades: tuple[Band, ...] = Field(
        default=(), title="等级", description="各等级的分数区间，不得有空档和重叠。"
    )
    vetoes: tuple[Veto, ...] = Field(
        default=(), title="一票否决", description="属于其中一种情形就不通过，不论得分。"
    )

    @model_validator(mode="after")
    def _adds_up(self) -> "ScoreSheet":
        total = sum((item.points for item in self.items), Decimal(0))
        if total != self.total:
            raise ValueError(
                f"评分表“{self.label}”的总分是{self.total:f}，指标合计{total:f}，应当相等。"
            )
        if self.drop_highest + self.drop_lowest >= self.experts and self.experts > 1:
            raise ValueError(f"评分表“{self.label}”去掉的分数太多，没有剩下的。")
        return self
