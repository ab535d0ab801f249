"""For each binding rule of a pack the deed that breaks it: declared, or found by the condition.

A rule is broken mechanically where it asks about the record in hand: every box that its
condition looks at is emptied, denied or moved, one at a time, until exactly this rule refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.db import transaction

from config.kernel.verdicts import RuleViolationError, Strength
from documents.sheets.shapes import Field, FieldKind
from projects.registry import kinds
from projects.regulations.coverage.shapes import Check
from projects.regulations.rulebook import Paper, Requirement, Rulebook
from projects.regulations.rulebook.conditions import RecordPassed
from projects.regulations.rulebook.walking import facts_of_condition, parts_of
from tests.autopilot.checks import blocked_by, demands_paper, refuses
from tests.autopilot.pilot import Pilot
from tests.autopilot.rows import declared, scene_with
from tests.autopilot.theatre import Scene
from tests.autopilot.values import script_of

FILLED_IN = frozenset({"fact_present", "table_has_rows"})
FAR = timedelta(days=400)
HUGE = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A binding rule and the gate where it stands."""

    rule: Requirement | Paper
    gate: str


def bars_of(rulebook: Rulebook) -> list[Bar]:
    """Return the binding rules of a pack that stand at a gate when it is passed.

    That a required box must be filled in is shown by the rows; what a signer has to state, by
    the scenarios of its step.
    """
    written = {rule.id for gate in rulebook.gates for rule in gate.requirements}
    found: list[Bar] = []
    for gate, demands in rulebook.demands.items():
        found += [
            Bar(rule, gate)
            for rule in demands
            if rule.id in written or rule.condition.test not in FILLED_IN
        ]
    found += [Bar(paper, gate.code) for gate in rulebook.gates for paper in gate.papers]
    binding = [bar for bar in found if bar.rule.strength is not Strength.ADVICE]
    return [bar for bar in binding if bar.rule.step is None and bar.rule.id]


def declared_for(pack: str, rule_id: str) -> Check | None:
    """Return what the rows or the pack's own file say how to break a rule."""
    own = [Check.model_validate(given) for given in script_of(pack).counter]
    rows = [
        check
        for row, declaration in declared().values()
        if row.pack == pack
        for check in declaration.checks
    ]
    return next((c for c in (*own, *rows) if c.arguments.get("rule") == rule_id), None)


def scene_of(pack: str, bar: Bar, rulebook: Rulebook) -> Scene:
    """Return the scene in which a rule is broken; its key is pack and rule."""
    key = (pack, bar.rule.id)
    check = declared_for(pack, bar.rule.id or "")
    if check is not None:
        return scene_with(key, check)
    if isinstance(bar.rule, Paper):
        deed = partial(demands_paper, paper=bar.rule.kind, rule=bar.rule.id)
        return Scene(key, bar.gate, deed)
    earlier = _asked_first(bar, rulebook)
    if earlier:
        return Scene(key, earlier, partial(refuses, rule=bar.rule.id, **{"try": bar.gate}))
    return Scene(key, bar.gate, partial(_broken, rule=bar.rule))


def _asked_first(bar: Bar, rulebook: Rulebook) -> str:
    """Return the record that must have passed before, where the rule asks for nothing else."""
    assert isinstance(bar.rule, Requirement)
    parts = parts_of(bar.rule.condition)
    kinds_asked = [part.kind for part in parts if isinstance(part, RecordPassed)]
    passed = [name for name in facts_of_condition(bar.rule.condition) if name.endswith(".passed")]
    kinds_asked += [name.partition(".")[0] for name in passed]
    return kinds_asked[0] if kinds_asked and rulebook.record_kind(kinds_asked[0]) else ""


def _broken(pilot: Pilot, rule: Requirement) -> None:
    """Move one box after the other until exactly this rule refuses."""
    told = []
    for values in _breaks(pilot, rule):
        with transaction.atomic():
            cited = _cited(pilot, values)
            transaction.set_rollback(True)
        if cited == {rule.id}:
            return
        told.append(f"{values}: {sorted(cited) or 'goes through'}")
    raise AssertionError(f"{rule.id} cannot be broken alone:\n" + "\n".join(told))


def _cited(pilot: Pilot, values: dict[str, Any]) -> set[str]:
    try:
        pilot.change(**values)
    except RuleViolationError as error:
        return {str(error)}
    return blocked_by(pilot.try_to_submit())


def _breaks(pilot: Pilot, rule: Requirement) -> Iterator[dict[str, Any]]:
    record = pilot.record
    sheet = kinds.sheet_of(record)
    boxes = {box.code: box for box in sheet.fields() if not box.computed}
    asked = [name.split(".") for name in sorted(facts_of_condition(rule.condition))]
    for kind, code, *rest in (parts for parts in asked if len(parts) > 1):
        if kind == record.kind and code in boxes:
            yield from _moved(boxes[code], rest, kinds.values_of(record).get(code))


def _moved(box: Field, rest: list[str], now: Any) -> Iterator[dict[str, Any]]:
    if box.is_table:
        rows = list(now or ())
        yield from ({box.code: fewer} for fewer in ([], rows[:1], rows[:-1]))
        for column in box.columns:
            if not rest or column.code == rest[0]:
                for value in _others(column, ""):
                    yield {box.code: [{**row, column.code: value} for row in rows]}
                    yield {box.code: [*rows, *({**row, column.code: value} for row in rows[:1])]}
        return
    for value in _others(box, now):
        yield {box.code: value}


def _others(box: Field, now: Any) -> Iterator[Any]:
    match box.kind:
        case FieldKind.YES_NO:
            yield False
        case FieldKind.CHOICE:
            yield from (code for code, _ in box.choices if code != now)
        case FieldKind.CHOICES:
            yield [code for code, _ in box.choices[1:]]
            yield from ([code] for code, _ in box.choices)
        case FieldKind.NUMBER | FieldKind.MONEY:
            yield from ("0", str(HUGE), *_around(now))
        case FieldKind.DATE if now:
            day = date.fromisoformat(str(now)[:10])
            yield from ((day - FAR).isoformat(), (day + FAR).isoformat())
    yield ""


def _around(now: Any) -> Iterator[str]:
    try:
        yield str(Decimal(str(now)) - 1)
    except InvalidOperation:
        return
