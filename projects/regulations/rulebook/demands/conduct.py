"""Demands that follow from conduct: failures, overdue reports, publications, sanctions, lists."""

from collections.abc import Iterator

from projects.regulations.rulebook.conditions import FactPresent, FactTrue, NotBefore, SetsApart
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import demand, either, lacks, no, number
from projects.regulations.rulebook.gates import Requirement


def demands_of_attempts(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Close a gate after so many failures, for the term that the text names."""
    for one in book.attempts:
        fewer = number(f"{one.gate}.failed_count", "below", one.attempts, "次")
        none = no(FactPresent(test="fact_present", fact=f"{one.gate}.failed_count"))
        condition = either(fewer, none)
        words = f"{one.label}：已有{one.attempts}次不通过，不再受理。"
        if one.lock is not None:
            over = NotBefore(
                test="not_before",
                event=f"{one.gate}.last_failed_on",
                count=one.lock.count,
                unit=one.lock.unit,
            )
            condition = either(over, condition)
            words = f"{one.label}：已有{one.attempts}次不通过，{{day}}起才能再次办理。"
        for gate in one.closes or (one.gate,):
            yield gate, demand(one, condition, one.message or words)


def demands_of_recurring_duties(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Close gates while a report that comes again and again is overdue."""
    for duty in book.recurring:
        for gate in duty.blocks:
            words = f"{duty.label}已逾期，请先补报。"
            page = [(duty.label, f"record:{duty.record}")]
            condition = lacks("project.overdue", duty.id)
            yield gate, demand(duty, condition, words, part=gate, missing=page)


def demands_of_publications(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Keep a gate closed until something has been published long enough."""
    for one in book.publications:
        name = f"publication.{one.code}"
        page = [(one.label, _page_of(one.since) or f"{one.gate}#{name}")]
        if one.period is None:
            shown = FactPresent(test="fact_present", fact=one.since_fact)
            words = one.message or f"请先完成{one.label}。"
            yield one.gate, demand(one, shown, words, when=one.when, missing=page)
        else:
            full = NotBefore(
                test="not_before",
                event=one.since_fact,
                count=one.period.count,
                unit=one.period.unit,
            )
            words = one.message or f"{one.label}不少于{one.period.text}，期满后才能办理。"
            yield one.gate, demand(one, full, words, when=one.when, missing=page)
        if one.objections_block:
            settled = no(FactTrue(test="fact_true", fact=one.objections_fact))
            words = f"{one.label}期间的异议尚未处理完毕。"
            yield one.gate, demand(one, settled, words, part="objections", when=one.when)


def _page_of(fact: str | None) -> str:
    """Return where a fact is filled in: the record whose form asks for it."""
    return "" if fact is None else f"record:{fact.partition('.')[0]}"


def demands_of_sanctions(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Keep gates closed to whom a sanction is in force against."""
    for sanction in book.sanctions:
        for gate in sanction.closes:
            condition = lacks("sanctions.active", sanction.code)
            yield gate, demand(sanction, condition, sanction.message, part=gate)


def demands_of_lists(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Keep out whoever is on a black list."""
    for one in book.black_lists:
        condition = SetsApart(test="sets_apart", fact=one.fact, other=f"listed.{one.code}")
        yield one.gate, demand(one, condition, one.message)
