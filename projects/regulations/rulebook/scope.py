"""Scope (适用范围) and bands (分档): to what the measures apply, and how size changes the way."""

from decimal import Decimal, InvalidOperation
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Rule
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.gates import Bar, Requirement
from projects.regulations.rulebook.shapes import Choice, Code, Label, Shape

# 民法典 1259: 以上、以下、以内 take the bound in, 超过、不满、以外 leave it out.
INCLUSIVE_WORDS = ("以上", "以下", "以内", "不超过", "不低于", "不少于", "达到", "至")
EXCLUSIVE_WORDS = ("超过", "不满", "以外", "低于", "不足", "高于", "大于", "小于")


class Scope(Shape):
    """To which projects the measures apply (适用范围)."""

    unit_kinds: tuple[Code, ...] = Field(
        default=(), title="适用单位", description="单位类型代码；不填就不限。"
    )
    requirements: tuple[Requirement, ...] = Field(
        default=(), title="适用条件", description="全部满足才适用：资金来源、类别、金额等。"
    )
    exclusions: tuple[Bar, ...] = Field(
        default=(), title="排除情形", description="属于其中一种就不适用，写明原文。"
    )


class Bound(Shape):
    """One end of a band; the word of the text says whether the figure itself counts."""

    value: Decimal = Field(title="数值", description="金额一律为元。")
    word: str = Field(
        default="",
        title="用语",
        description="以上、以下、以内含本数；超过、不满、低于不含本数；不填即含本数。",
    )
    is_inclusive: bool | None = Field(
        default=None, title="是否含本数", description="原文写明（含）或（不含）时填写，优先于用语。"
    )

    @model_validator(mode="after")
    def _knows_its_word(self) -> "Bound":
        if self.word and self.word not in (*INCLUSIVE_WORDS, *EXCLUSIVE_WORDS):
            raise ValueError(f"不认识的界限用语“{self.word}”。")
        return self

    @property
    def counts(self) -> bool:
        """Whether the figure itself lies within."""
        if self.is_inclusive is not None:
            return self.is_inclusive
        return self.word not in EXCLUSIVE_WORDS


class Band(Shape):
    """One band between two bounds; an end that is not named is open."""

    code: Code = Field(title="档次代码", description="条件用它判断属于哪一档。")
    label: Label = Field(title="档次名称", description="例如大型项目。")
    lower: Bound | None = Field(default=None, title="下限", description="不填就是没有下限。")
    upper: Bound | None = Field(default=None, title="上限", description="不填就是没有上限。")
    rule: Rule | None = Field(default=None, title="依据", description="划定这一档的条款。")

    @model_validator(mode="after")
    def _is_not_empty(self) -> "Band":
        if self.lower is None or self.upper is None:
            return self
        low, high = self.lower.value, self.upper.value
        if low > high or (low == high and not (self.lower.counts and self.upper.counts)):
            raise ValueError(f"档次“{self.label}”的下限不小于上限。")
        return self

    def holds(self, value: Decimal) -> bool:
        """Whether a figure lies in this band."""
        low, high = self.lower, self.upper
        above = low is None or value > low.value or (low.counts and value == low.value)
        below = high is None or value < high.value or (high.counts and value == high.value)
        return above and below


class BandSet(Shape):
    """Bands that together cover a figure without gap and without overlap (分档).

    The band of a project is the fact `band.<code>`.
    """

    code: Code = Field(title="分档代码", description="事实band.代码给出项目属于哪一档。")
    label: Label = Field(title="分档名称", description="例如投资规模。")
    measure: tuple[Term, ...] = Field(
        min_length=1, title="按什么分档", description="总金额、某个组成部分或者最高单价。"
    )
    is_money: bool = Field(default=True, title="是金额", description="否则是数量。")
    gaps_allowed: bool = Field(
        default=False, title="允许有空档", description="原文确实没有规定的区间，由管理员确认。"
    )
    resolution: str = Field(
        default="",
        title="空档怎样处理",
        description="允许有空档时必填：由谁确认，落在空档里的项目按什么办理。",
    )
    starts_at: Decimal = Field(
        default=Decimal(0), title="从多少起", description="低于它的不必覆盖。"
    )
    bands: tuple[Band, ...] = Field(min_length=1, title="各档", description="从小到大。")

    @model_validator(mode="after")
    def _says_what_becomes_of_gaps(self) -> "BandSet":
        if self.gaps_allowed and not self.resolution.strip():
            raise ValueError(f"分档“{self.label}”允许有空档，请写明空档由谁确认、怎样处理。")
        return self


class WordList(Shape):
    """A list of words that texts are scanned for (词表)."""

    code: Code = Field(title="词表代码", description="条件text_free_of引用它。")
    label: Label = Field(title="词表名称", description="例如红线用语。")
    words: tuple[str, ...] = Field(min_length=1, title="词", description="出现其中一个就命中。")


class Setting(Shape):
    """A value that the texts leave open and an administrator may change (系统默认，非法规规定).

    It is the fact `setting.<code>`.
    """

    code: Code = Field(title="设置代码", description="事实setting.代码给出它的值。")
    label: Label = Field(title="设置名称", description="例如重大项目的金额。")
    kind: Literal["money", "number", "yes_no", "text", "choice"] = Field(
        title="类型", description="金额、数量、是否、文字或者选择。"
    )
    value: Decimal | bool | str | None = Field(
        title="默认值", description="系统默认，非法规规定；不填表示尚未设置。"
    )
    unit: str = Field(default="", title="单位", description="例如元、个月。")
    choices: tuple[Choice, ...] = Field(
        default=(), title="可选值", description="类型为选择时填写。"
    )
    note: str = Field(default="", title="说明", description="原文为什么没有规定。")

    @model_validator(mode="after")
    def _is_a_figure_where_it_should(self) -> "Setting":
        try:
            self.typed_value  # noqa: B018 - only asked whether it can be read
        except InvalidOperation:
            raise ValueError(f"设置“{self.label}”应为数字，现为“{self.value}”。") from None
        return self

    @property
    def typed_value(self) -> object:
        """The value as its kind says: a figure written as text is a figure."""
        if self.kind in {"money", "number"} and isinstance(self.value, str):
            return Decimal(self.value)
        return self.value
