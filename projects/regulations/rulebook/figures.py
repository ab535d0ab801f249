"""What a rule may ask of figures: sums, numbers and shares, each against a limit."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.rounding import Rounding
from projects.regulations.rulebook.shapes import Code, FactName, Shape

type Relation = Literal["at_most", "below", "at_least", "above"]


def relation_field() -> Any:
    """Return the field that says how a figure stands to its limit."""
    return Field(title="关系", description="不超过、小于、不少于、大于；前后两个含本数。")


class Term(Shape):
    """One term of a sum: a fact, a part of a fact, or a number of yuan, taken so many times."""

    fact: FactName | None = Field(default=None, title="取哪一项", description="金额或数量。")
    part: Code | None = Field(
        default=None, title="组成部分", description="分项金额中的哪一项，例如软件部分。"
    )
    yuan: Decimal | None = Field(default=None, title="固定金额", description="单位元。")
    times: Decimal = Field(
        default=Decimal(1), title="倍数", description="例如0.10即10%，-1即减去。"
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Term":
        if (self.fact is None) == (self.yuan is None):
            raise ValueError("金额项要么取自项目，要么是固定金额，二者取一。")
        if self.part is not None and self.fact is None:
            raise ValueError("固定金额没有组成部分。")
        return self


class Amount(Shape):
    """A sum compared with a limit; whether the bound itself counts is said by the relation."""

    test: Literal["amount"] = Field(title="条件", description="金额比较。")
    amount: tuple[Term, ...] = Field(min_length=1, title="金额", description="各项相加。")
    relation: Relation = relation_field()
    limit: tuple[Term, ...] = Field(min_length=1, title="界限", description="各项相加。")
    rounding: Rounding | None = Field(
        default=None, title="界限的取舍", description="不填就用精确值。"
    )


class Number(Shape):
    """A count, a percentage or another number compared with a limit or another fact."""

    test: Literal["number"] = Field(title="条件", description="数量比较。")
    fact: FactName = Field(title="数量", description="要看的数量。")
    relation: Relation = relation_field()
    limit: Decimal | None = Field(
        default=None, title="界限", description="固定数；与“界限取自”二者取一。"
    )
    limit_fact: FactName | None = Field(
        default=None, title="界限取自", description="例如setting.某项设置。"
    )
    unit: str = Field(default="", title="单位", description="提示中跟在数字后面的字，例如人、家。")

    @model_validator(mode="after")
    def _has_one_limit(self) -> "Number":
        if (self.limit is None) == (self.limit_fact is None):
            raise ValueError("界限要么是固定数，要么取自项目，二者取一。")
        return self


class Ratio(Shape):
    """One sum as a percentage of another, compared with a limit."""

    test: Literal["ratio"] = Field(title="条件", description="比例比较。")
    part: tuple[Term, ...] = Field(min_length=1, title="部分", description="分子，各项相加。")
    whole: tuple[Term, ...] = Field(min_length=1, title="整体", description="分母，各项相加。")
    relation: Relation = relation_field()
    percent: Decimal = Field(
        title="百分比", description="例如10即10%；33.33、66.67按三分之一、三分之二计算。"
    )
    is_magnitude: bool = Field(default=False, title="只看幅度", description="增加和减少同样看待。")
    rounding: Rounding | None = Field(
        default=None, title="取舍", description="不填就用精确值比较，不先四舍五入。"
    )
