"""Steps that do not exist: where something is judged, chosen, returned to or signed."""

from collections.abc import Iterator

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.gates import Gate
from projects.regulations.rulebook.records import RecordKind
from projects.regulations.rulebook.routes import PAPERS
from projects.regulations.rulebook.tree import Place, said_in


def unknown_steps(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find steps that the route of their gate does not have."""
    for at, gate in enumerate(book.gates):
        yield from _in_route(gate, ("gates", at))
        yield from _parts(book, gate, ("gates", at))
        for sort in ("requirements", "papers"):
            for number, piece in enumerate(getattr(gate, sort)):
                yield from _unknown(gate, piece.step, ("gates", at, sort, number, "step"))
    for place, piece in book.pieces:
        gate_code, step = said_in(piece, "gate"), said_in(piece, "step")
        if isinstance(gate_code, str) and isinstance(step, str):
            found = book.gate(gate_code)
            if found is not None:
                yield from _unknown(found, step, (*place, "step"))
    for number, kind in enumerate(book.record_kinds):
        yield from _of_kind(book, kind, ("record_kinds", number))


def _in_route(gate: Gate, place: Place) -> Iterator[tuple[Place, str]]:
    before: set[str] = set()
    last = None
    for number, step in enumerate(gate.route):
        for field in ("chosen_at", "returns_to"):
            code = getattr(step, field)
            if code is not None and code not in before:
                words = f"环节“{step.label}”：前面没有环节{code}。"
                yield (*place, "route", number, field), words
        if step.chosen_at in before and step.chosen_at != last:
            words = f"环节“{step.label}”：办理人由紧接着的前一环节选定，请选前一环节。"
            yield (*place, "route", number, "chosen_at"), words
        before.add(step.code)
        last = step.code


def _parts(book: Contents, gate: Gate, place: Place) -> Iterator[tuple[Place, str]]:
    """Find parts of a form that an opinion is said to be about and the form does not have."""
    kind = book.record_kind(gate.code)
    if kind is None or kind.extends is not None:
        return
    known = {PAPERS, *(block.label for block in kind.blocks)}
    for number, step in enumerate(gate.route):
        for name in step.handling.covers if step.handling else ():
            if name not in known:
                where = (*place, "route", number, "handling", "covers")
                yield where, f"环节“{step.label}”：“{kind.label}”没有“{name}”部分。"


def _unknown(gate: Gate, step: str | None, place: Place) -> Iterator[tuple[Place, str]]:
    if step is not None and all(one.code != step for one in gate.route):
        yield place, f"关口“{gate.label}”没有环节{step}。"


def _of_kind(book: Contents, kind: RecordKind, place: Place) -> Iterator[tuple[Place, str]]:
    gate = book.gate(kind.code)
    steps = {step.code: step for step in gate.route} if gate else {}
    for number, sign in enumerate(kind.sign_offs):
        if sign.step not in steps:
            yield (*place, "sign_offs", number, "step"), f"“{kind.label}”没有环节{sign.step}。"
    outcome = kind.outcome
    if outcome is None:
        return
    if outcome.step is not None and outcome.step not in steps:
        yield (*place, "outcome", "step"), f"“{kind.label}”没有环节{outcome.step}。"
        return
    fields = {field.code for field in kind.fields}
    if outcome.step is not None:
        fields = {field.code for field in steps[outcome.step].all_fields}
    if outcome.field not in fields and kind.extends is None:
        yield (*place, "outcome", "field"), f"“{kind.label}”没有结论字段{outcome.field}。"
