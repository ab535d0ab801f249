"""Demands of the scope, of the gates themselves, of red lines and of vetoes."""

from collections.abc import Iterator

from projects.regulations.rulebook.conditions import FactIn
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import demand, no
from projects.regulations.rulebook.gates import Requirement


def demands_of_scope(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Make what the scope demands wherever a gate judges it."""
    found = scope_demands(book)
    for gate in book.gates:
        if gate.judges_scope:
            yield from ((gate.code, requirement) for requirement in found)


def scope_demands(book: Contents) -> tuple[Requirement, ...]:
    """Return what must hold for these measures to apply at all."""
    own = (*book.scope.requirements, *(bar.requirement for bar in book.scope.exclusions))
    if not book.scope.unit_kinds:
        return own
    condition = FactIn(test="fact_in", fact="project.owner_kind", values=book.scope.unit_kinds)
    message = "建设单位的类型不在本办法的适用范围内。"
    return (*own, demand(None, condition, message, rule_id="scope.unit_kinds"))


def demands_of_plain_rules(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Return what the gates, the red lines and the vetoes say themselves."""
    for gate in book.gates:
        yield from ((gate.code, requirement) for requirement in gate.requirements)
    for line in book.red_lines:
        yield line.gate, line.requirement
    for veto in book.vetoes:
        missing = [(item.label, item.page) for item in veto.missing]
        yield (
            veto.gate,
            demand(veto, no(veto.when), veto.message, step=veto.step, missing=missing),
        )
