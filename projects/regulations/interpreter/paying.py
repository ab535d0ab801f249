"""Payment nodes: what each part of a price comes to, and whether it may be paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.prose import describe
from projects.regulations.interpreter.situation import Facts, Situation
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.amounts import PaymentNode, PaymentPlan

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeState:
    """One part of the price: its amount, whether it may be paid, and if not, what is missing."""

    plan: PaymentPlan
    node: PaymentNode
    amount: Decimal | None
    is_open: bool
    words: str


def payment_nodes(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[NodeState, ...]:
    """Return the parts of the price by the plan that applies; the last takes what rounding left."""
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    return tuple(
        state
        for plan in rulebook.payment_plans
        if plan.when is None or evaluate(plan.when, situation).met
        for state in _of_plan(plan, situation)
    )


def payment_node(
    rulebook: Rulebook, code: str, facts: Facts, on: date, calendar: Calendar | None = None
) -> NodeState | None:
    """Return one part of the price."""
    states = payment_nodes(rulebook, facts, on, calendar)
    return next((state for state in states if state.node.code == code), None)


def _of_plan(plan: PaymentPlan, situation: Situation) -> list[NodeState]:
    price = situation.sum(plan.price, default=None)
    states: list[NodeState] = []
    spent = Decimal(0)
    for number, node in enumerate(plan.nodes):
        amount = None
        if price is not None:
            is_last = number == len(plan.nodes) - 1
            amount = (
                price - spent if is_last else plan.rounding.round(price * node.percent / HUNDRED)
            )
            spent += amount
        is_open = node.opens_when is None or evaluate(node.opens_when, situation).met
        words = ""
        if not is_open and node.opens_when is not None:
            words = node.message or f"付款条件：{describe(node.opens_when, situation.rulebook)}。"
        states.append(NodeState(plan=plan, node=node, amount=amount, is_open=is_open, words=words))
    return states
