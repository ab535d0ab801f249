"""Demands of forms, declarations and checklists: what must be filled in, said and answered."""

from collections.abc import Iterator

from projects.regulations.rulebook.citations import Cited, Rule
from projects.regulations.rulebook.conditions import Condition, FactPresent, TableHasRows
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import both, demand, holds, number
from projects.regulations.rulebook.displays import Checklist, ChecklistItem
from projects.regulations.rulebook.gates import Need, Requirement
from projects.regulations.rulebook.records import FormField, RecordKind


def demands_of_forms(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand the fields that must be filled in, each by the clause nearest to it."""
    for kind in book.record_kinds:
        if kind.is_off:
            continue
        if kind.when is not None:
            message = f"本项目不需要办理{kind.label}。"
            yield (
                kind.code,
                demand(kind.rule, kind.when, message, rule_id=kind.code, part="when", shape=Need),
            )
        for block in kind.blocks:
            for field in block.fields:
                shared = block.rule or kind.rule
                yield from ((kind.code, r) for r in _of_field(kind, field, shared))


def _of_field(kind: RecordKind, field: FormField, shared: Rule | None) -> Iterator[Requirement]:
    name, rule = f"{kind.code}.{field.code}", field.rule or shared
    rule_id = _rule_id(field.rule, shared, name, field.code)
    when = both(field.shown_when, None if field.required else field.required_when)
    page = f"papers:{field.paper_kind}" if field.kind == "paper" else f"{kind.code}#{field.code}"
    missing = [(field.label, page)]
    if field.required or field.required_when is not None:
        message = (field.rule.message if field.rule else None) or f"请填写{field.label}。"
        yield demand(
            rule, _filled(name, field), message, rule_id=rule_id, when=when, missing=missing
        )
    if field.min_rows:
        rows = TableHasRows(test="table_has_rows", fact=name, at_least=field.min_rows)
        message = f"{field.label}至少填写{field.min_rows}行。"
        yield demand(
            rule, rows, message, rule_id=f"{rule_id}.rows", when=field.shown_when, missing=missing
        )
    for column in field.columns:
        if column.required and len(field.columns) > 1:
            yield demand(
                column.rule or rule,
                number(f"{name}.{column.code}.blank", "at_most", 0, "行"),
                f"{field.label}中有{{found}}没有填写{column.label}。",
                rule_id=_rule_id(column.rule, None, f"{rule_id}.{column.code}", column.code),
                when=field.shown_when,
                missing=missing,
            )


def _rule_id(own: Rule | None, shared: Rule | None, name: str, code: str) -> str:
    """Name a demand after its own clause, else after the shared one, else after the field."""
    if own is not None:
        return own.id or name
    return f"{shared.id}.{code}" if shared is not None and shared.id else name


def _filled(name: str, field: FormField) -> Condition:
    if field.kind == "paper":
        return holds("papers", str(field.paper_kind))
    if field.kind == "table":
        return TableHasRows(test="table_has_rows", fact=name)
    return FactPresent(test="fact_present", fact=name)


def demands_of_declarations(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that statements are confirmed."""
    for one in book.declarations:
        yield (
            one.gate,
            demand(
                one,
                holds("declarations", one.code),
                one.message or f"请确认声明：{one.statement.rstrip('。')}。",
                when=one.when,
                step=one.step,
                missing=[("声明", f"{one.gate}#declarations")],
            ),
        )


def demands_of_checklists(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that every item is answered, and where the list says so answered yes."""
    for checklist in book.checklists:
        plain = [item for item in checklist.items if item.rule is None]
        if plain:
            yield from _of_items(checklist, plain, checklist)
        for item in checklist.items:
            if item.rule is not None:
                yield from _of_items(checklist, [item], item.rule)


def _of_items(
    checklist: Checklist, items: list[ChecklistItem], source: Cited
) -> Iterator[tuple[str, Requirement]]:
    codes = [item.code for item in items]
    name = f"checklist.{checklist.code}"
    rule_id = source.id or f"{checklist.id}.{codes[0]}"
    missing = [(checklist.label, f"{checklist.gate}#{name}")]
    asked = holds(f"{name}.answered", *codes), holds(name, *codes)
    words = (
        checklist.message or f"请逐项回答{checklist.label}，尚未回答：{{found}}。",
        f"{checklist.label}中有不符合的条目：{{found}}。",
    )
    for which, part in enumerate(("", "hold") if checklist.must_all_hold else ("",)):
        yield (
            checklist.gate,
            demand(
                source,
                asked[which],
                words[which],
                rule_id=rule_id,
                part=part,
                when=checklist.when,
                step=checklist.step,
                missing=missing,
            ),
        )
