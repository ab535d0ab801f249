"""Money (资金): the chain from estimate to final accounts, and in which parts it is paid."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Binding, Cited, Rule
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.rounding import Rounding
from projects.regulations.rulebook.shapes import (
    Code,
    FactName,
    Label,
    Message,
    MissingItem,
    Percent,
    Shape,
)


class Link(Shape):
    """One figure of the chain (估算、概算、预算、合同、补充合同、决算)."""

    code: Code = Field(title="环节代码", description="上限用它引用这个金额。")
    label: Label = Field(title="名称", description="例如概算。")
    amount: tuple[Term, ...] = Field(min_length=1, title="金额", description="各项相加。")


class Cap(Binding):
    """How much one figure of the chain may be of another (控制上限)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    gate: Code = Field(title="关口", description="在哪个关口核对。")
    link: Code = Field(title="被控制的金额", description="金额链中的环节代码。")
    of: Code = Field(title="以什么为准", description="金额链中的环节代码。")
    percent: Percent = Field(
        default=Decimal(100), title="百分比", description="例如110即不超过110%。"
    )
    relation: Literal["at_most", "below"] = Field(
        default="at_most", title="含不含本数", description="不超过（含）或者小于（不含）。"
    )
    rounding: Rounding | None = Field(
        default=None, title="取舍", description="上限怎样取舍；不填就用精确值。"
    )
    when: Condition | None = Field(
        default=None, title="适用情形", description="只在满足条件时核对。"
    )
    message: Message | None = Field(
        default=None, title="提示", description="可用{found}、{limit}；不填就用标准说法。"
    )
    missing: tuple[MissingItem, ...] = Field(
        default=(), title="要补充的内容", description="缺什么，到哪里补。"
    )


class AmountChain(Shape):
    """The figures in their order with the caps between them."""

    links: tuple[Link, ...] = Field(default=(), title="各个金额", description="按先后排列。")
    caps: tuple[Cap, ...] = Field(default=(), title="上限", description="后面的金额不超过前面的。")


class PaymentNode(Shape):
    """One part of the price and when it may be paid."""

    code: Code = Field(title="节点代码", description="同一付款方案内不重复。")
    label: Label = Field(title="节点名称", description="例如初验合格后支付。")
    percent: Percent = Field(title="比例", description="各节点相加必须等于100。")
    opens_when: Condition | None = Field(
        default=None, title="付款条件", description="不填就随时可以付。"
    )
    is_retention: bool = Field(default=False, title="是质保金", description="质量保证金。")
    message: Message | None = Field(default=None, title="提示", description="条件不满足时的提示。")
    rule: Rule | None = Field(default=None, title="依据", description="另有条款时填写。")


class PaymentPlan(Cited):
    """In which parts the price is paid (付款节点)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="名称", description="例如建设合同付款方案。")
    gate: Code = Field(default="payment", title="关口", description="在哪个关口核对。")
    node_fact: FactName = Field(
        default="payment.node",
        title="付款节点",
        description="支付表单中选择节点的字段；没有的，先扩展资金支付。",
    )
    price: tuple[Term, ...] = Field(min_length=1, title="价款", description="比例以什么为基数。")
    paid: tuple[Term, ...] = Field(
        min_length=1, title="累计支付", description="含本次的累计支付金额。"
    )
    when: Condition | None = Field(default=None, title="适用情形", description="例如合同种类。")
    rounding: Rounding = Field(
        default=Rounding(), title="取舍", description="每个节点的金额怎样取舍。"
    )
    nodes: tuple[PaymentNode, ...] = Field(min_length=1, title="节点", description="按先后排列。")

    @model_validator(mode="after")
    def _adds_up(self) -> "PaymentPlan":
        total = sum((node.percent for node in self.nodes), Decimal(0))
        if total != Decimal(100):
            raise ValueError(f"付款方案“{self.label}”的比例合计为{total:f}%，应当是100%。")
        return self
