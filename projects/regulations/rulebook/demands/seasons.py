"""Demands of annual plans and calls: the right time, within the quota, with the right papers."""

from collections.abc import Iterator

from config.kernel.periods import chinese_day
from config.kernel.verdicts import Strength
from projects.regulations.rulebook.conditions import AnyOf, Condition, FactEquals, InDates
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import both, demand, either, holds, number
from projects.regulations.rulebook.figures import Amount, Term
from projects.regulations.rulebook.gates import Requirement
from projects.regulations.rulebook.plans import Call, PlanRule
from projects.regulations.rulebook.shapes import MissingItem


def demands_of_plans(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand the season and the quota of an annual plan, where nothing opens the way around."""
    for plan in book.plans:
        for part, condition, words in _of_plan(plan):
            open_ = either(condition, plan.supplement_when)
            yield plan.gate, demand(plan, open_, words, part=part)


def _of_plan(plan: PlanRule) -> Iterator[tuple[str, Condition, str]]:
    if plan.season is not None:
        words = plan.message or f"不在{plan.label}的申报时段内，下一次从{{day}}开始。"
        yield "season", plan.season, words
    if plan.for_next_year:
        next_year = FactEquals(test="fact_equals", fact="plan.years_ahead", value=1)
        yield "year", next_year, plan.message or f"{plan.label}申报的是下一年度，请更正年度。"
    if plan.quota is not None:
        below = number("plan.unit_count", "below", plan.quota, "个")
        yield "quota", below, f"本单位本年度已有{{found}}项目，{plan.label}每个单位最多{{limit}}。"
    if plan.quota_amount:
        amount = Amount(
            test="amount",
            amount=(Term(fact="plan.unit_amount"),),
            relation="at_most",
            limit=plan.quota_amount,
        )
        yield "amount", amount, f"本单位本年度共{{found}}，{plan.label}每个单位最多{{limit}}。"


def demands_of_calls(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that one of the calls for a gate is open, and the quota and papers of each."""
    gates: dict[str, list[Call]] = {}
    for call in book.calls:
        gates.setdefault(call.gate, []).append(call)
        during = both(_dates(call), call.when)
        if call.quota is not None:
            below = number("call.unit_count", "below", call.quota, "个")
            words = f"{call.label}每个单位最多申报{{limit}}，本单位已申报{{found}}。"
            yield call.gate, demand(call, below, words, part="quota", when=during)
        if call.templates:
            words = f"{call.label}要求的材料不齐：{{found}}。"
            missing = [(book.labels.get(code, code), f"papers:{code}") for code in call.templates]
            papers = holds("papers", *call.templates)
            yield (
                call.gate,
                demand(call, papers, words, part="papers", when=during, missing=missing),
            )
    for gate, calls in gates.items():
        yield gate, _one_is_open(calls)


def _one_is_open(calls: list[Call]) -> Requirement:
    """Demand that one call is open; what comes late needs a waiver where that is allowed."""
    ways: list[Condition] = [both(_dates(c), c.when) or _dates(c) for c in calls]
    days = (f"{chinese_day(c.opens_on)}至{chinese_day(c.closes_on)}" for c in calls)
    names = "；".join(f"{c.label}（{day}）" for c, day in zip(calls, days, strict=True))
    words = calls[0].message or f"目前没有开放的申报批次：{names}。"
    found = demand(calls[0], AnyOf(test="any", of=tuple(ways)), words, part="open")
    if all(call.late == "REFUSED" for call in calls):
        return found
    waiver = MissingItem(label="豁免申请", page="record:waiver")
    return found.model_copy(
        update={"strength": Strength.WAIVABLE, "missing": (*found.missing, waiver)}
    )


def _dates(call: Call) -> Condition:
    return InDates(test="in_dates", first=call.opens_on, last=call.closes_on)
