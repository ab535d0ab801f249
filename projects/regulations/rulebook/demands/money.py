"""Demands of money and marks: caps, payment nodes, pass marks and floors."""

from collections.abc import Iterator
from decimal import Decimal

from projects.regulations.rulebook.amounts import Cap, PaymentPlan
from projects.regulations.rulebook.conditions import FactIn, FactPresent
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import both, demand, either, equals, no, number
from projects.regulations.rulebook.figures import Amount, Term
from projects.regulations.rulebook.gates import Requirement

HUNDRED = Decimal(100)


def demands_of_caps(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that no figure of the chain passes its cap."""
    links = {link.code: link for link in book.amounts.links}
    for cap in book.amounts.caps:
        amount, limit = links.get(cap.link), links.get(cap.of)
        if amount is None or limit is None:
            continue  # told by the check of references
        condition = Amount(
            test="amount",
            amount=amount.amount,
            relation=cap.relation,
            limit=scaled(limit.amount, cap.percent),
            rounding=cap.rounding,
        )
        missing = [(item.label, item.page) for item in cap.missing]
        message = cap.message or _cap_words(cap, amount.label, limit.label)
        yield cap.gate, demand(cap, condition, message, when=cap.when, missing=missing)


def scaled(terms: tuple[Term, ...], percent: Decimal) -> tuple[Term, ...]:
    """Return a percentage of a sum."""
    return tuple(
        term.model_copy(update={"times": term.times * percent / HUNDRED}) for term in terms
    )


def _cap_words(cap: Cap, amount: str, limit: str) -> str:
    share = "" if cap.percent == HUNDRED else f"的{cap.percent.normalize():f}%"
    bound = "超过" if cap.relation == "at_most" else "达到或者超过"
    return f"{amount}{{found}}{bound}{limit}{share}（{{limit}}），请核对。"


def demands_of_payment_plans(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that each part is paid in its turn and not beyond its share."""
    for plan in book.payment_plans:
        yield plan.gate, _names_a_node(plan)
        reached = Decimal(0)
        for node in plan.nodes:
            reached += node.percent
            when = both(plan.when, equals(plan.node_fact, node.code))
            source = node.rule or plan
            rule_id = (node.rule.id if node.rule else None) or f"{plan.id}.{node.code}"
            if node.opens_when is not None:
                words = node.message or f"{node.label}的付款条件尚未满足。"
                yield (
                    plan.gate,
                    demand(source, node.opens_when, words, rule_id=rule_id, when=when),
                )
            most = Amount(
                test="amount",
                amount=plan.paid,
                relation="at_most",
                limit=scaled(plan.price, reached),
                rounding=plan.rounding,
            )
            share = f"{reached.normalize():f}%（{{limit}}）"
            words = f"付到{node.label}时累计{{found}}，超过价款的{share}。"
            yield (
                plan.gate,
                demand(source, most, words, rule_id=rule_id, part="most", when=when),
            )


def _names_a_node(plan: PaymentPlan) -> Requirement:
    codes = tuple(node.code for node in plan.nodes)
    condition = FactIn(test="fact_in", fact=plan.node_fact, values=codes)
    names = "、".join(node.label for node in plan.nodes)
    words = f"请选择本次支付属于哪个付款节点：{names}。"
    missing = [("付款节点", f"{plan.gate}#{plan.node_fact.rpartition('.')[2]}")]
    return demand(plan, condition, words, part="node", when=plan.when, missing=missing)


def demands_of_scores(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that a score is there, passes, and no floor or veto stands against it."""
    for sheet in book.score_sheets:
        name = f"score.{sheet.code}"
        missing = [(sheet.label, f"{sheet.gate}#{name}")]
        scored = FactPresent(test="fact_present", fact=name)
        words = f"{sheet.label}尚未评完，至少需要{sheet.experts}人评分。"
        yield (
            sheet.gate,
            demand(sheet, scored, words, part="scored", step=sheet.step, missing=missing),
        )
        if sheet.pass_mark is not None:
            passes = either(number(name, "at_least", sheet.pass_mark, "分"), no(scored))
            words = f"{sheet.label}得{{found}}，低于合格分{{limit}}。"
            yield sheet.gate, demand(sheet, passes, words, part="pass", step=sheet.step)
        floors = no(FactPresent(test="fact_present", fact=f"{name}.below_floor"))
        words = f"{sheet.label}有指标低于最低分，不能通过。"
        yield sheet.gate, demand(sheet, floors, words, part="floor", step=sheet.step)
        for veto in sheet.vetoes:
            yield veto.gate, demand(veto, no(veto.when), veto.message, step=veto.step)
