"""Demands of panels: how many, of whom, drawn how, and nobody who must stay away."""

from collections.abc import Iterator
from decimal import Decimal

from projects.regulations.rulebook.conditions import Condition, FactPresent, IsOdd
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import demand, lacks, no, number
from projects.regulations.rulebook.figures import Amount, Number, Ratio, Relation, Term
from projects.regulations.rulebook.gates import Requirement
from projects.regulations.rulebook.panels import Panel, Share

HUNDRED = Decimal(100)
USUAL = "usual"  # what the text leaves open and the system fills in


def demands_of_panels(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand what a panel must look like."""
    for panel in book.panels:
        for part, condition, message in (*_size(panel), *_members(panel), *_conduct(panel)):
            yield (
                panel.gate,
                demand(
                    None if part == USUAL else panel,
                    condition,
                    message,
                    part=part,
                    rule_id=panel.id,
                    when=panel.when,
                    step=panel.step,
                    missing=[(panel.label, f"{panel.gate}#panel.{panel.code}")],
                ),
            )


def _size(panel: Panel) -> Iterator[tuple[str, Condition, str]]:
    size, label = panel.fact("size"), panel.label
    least = number(size, "at_least", panel.at_least, "人")
    yield "size", least, f"{label}不得少于{panel.at_least}人。"
    if panel.count_fact is not None:
        usual = Number(
            test="number",
            fact=size,
            relation="at_least",
            limit_fact=panel.count_fact,
            unit="人",
        )
        yield USUAL, usual, f"{label}只有{{found}}，一般不少于{{limit}}。"
    if panel.at_most is not None:
        most = number(size, "at_most", panel.at_most, "人")
        yield "most", most, f"{label}不得超过{panel.at_most}人，现有{{found}}。"
    if panel.is_odd:
        yield "odd", IsOdd(test="is_odd", fact=size), f"{label}的人数必须是单数。"


def _members(panel: Panel) -> Iterator[tuple[str, Condition, str]]:
    label = panel.label
    for share in panel.shares:
        counted = _counted(panel, share)
        if share.at_least:
            least = Amount(
                test="amount",
                amount=(counted,),
                relation="at_least",
                limit=(Term(yuan=Decimal(share.at_least)),),
            )
            words = f"{label}中{share.label}不得少于{share.at_least}人。"
            yield share.code, least, words
        if share.percent is not None:
            bound = "超过" if share.relation == "above" else "达到"
            words = f"{label}中{share.label}应当{bound}{share.percent.normalize():f}%。"
            part = f"{share.code}.share"
            yield part, _share(panel, counted, share.relation, share.percent), words
    if panel.draw is not None and not any(share.of == "DRAWN" for share in panel.shares):
        drawn = _share(panel, Term(fact=panel.fact("drawn")), "at_least", HUNDRED)
        yield "drawn", drawn, f"{label}的成员必须全部从专家库随机抽取。"
    if panel.draw is not None and panel.draw.times_as_many > 1:
        enough = Ratio(
            test="ratio",
            part=(Term(fact=panel.fact("candidates")),),
            whole=(Term(fact=panel.fact("drawn")),),
            relation="at_least",
            percent=panel.draw.times_as_many * HUNDRED,
        )
        words = f"{label}抽取时的候选人数应当不少于抽取人数的{panel.draw.times_as_many}倍。"
        yield "candidates", enough, words


def _conduct(panel: Panel) -> Iterator[tuple[str, Condition, str]]:
    label = panel.label
    if panel.attendance is not None:
        attended = Term(fact=panel.fact("attended"))
        present = _share(panel, attended, "at_least", panel.attendance)
        words = f"{label}到会人数应当达到{panel.attendance.normalize():f}%，目前{{found}}。"
        yield "attendance", present, words
    if panel.least_years:
        years = number(panel.fact("least_years"), "at_least", panel.least_years, "年")
        yield "years", years, f"{label}成员从业都应当满{panel.least_years}年。"
    if panel.recusals:
        recused: Condition = no(FactPresent(test="fact_present", fact=panel.fact("recused")))
        if panel.members is not None:
            recused = lacks(panel.fact("recused"), *panel.recusals)
        yield "recusal", recused, f"{label}中有应当回避的成员，请更换。"


def _counted(panel: Panel, share: Share) -> Term:
    """Return how many members are of a sort."""
    if panel.members is None:
        return Term(fact=f"panel.{panel.code}.{share.code}")
    if share.of == "CATEGORY":
        return Term(fact=panel.fact("category"), part=share.category)
    return Term(fact=panel.fact(share.of.lower()))


def _share(panel: Panel, counted: Term, relation: Relation, percent: Decimal) -> Condition:
    size = (Term(fact=panel.fact("size")),)
    return Ratio(test="ratio", part=(counted,), whole=size, relation=relation, percent=percent)
