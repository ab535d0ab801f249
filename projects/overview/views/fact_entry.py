"""Facts entered by hand: a control for each, and what was typed into it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from projects.regulations.editor.figures import decimal_text
from projects.regulations.editor.looks import Control
from projects.regulations.editor.names import Names
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.facts import FactKind

_ASKS = {
    FactKind.AMOUNT: "number",
    FactKind.NUMBER: "number",
    FactKind.DAY: "day",
    FactKind.TRUTH: "choice",
    FactKind.CODE: "choice",
    FactKind.CODES: "many",
}


def controls_of(
    typed: QueryDict, rulebook: Rulebook, names: Names, facts: Iterable[str], *, prefix: str = ""
) -> list[Control]:
    """Draw up a control for every fact, holding what was typed."""
    found = []
    for name in facts:
        fact, control = rulebook.vocabulary[name], f"{prefix}{name}"
        truth = (("", (("true", "是"), ("false", "否"))),)
        groups = truth if fact.kind is FactKind.TRUTH else names.values_of({"fact": name})
        found.append(
            Control(
                ask=_ASKS.get(fact.kind, "line"),
                name=control,
                label=fact.label,
                unit="元" if fact.kind is FactKind.AMOUNT else "",
                value=typed.get(control, ""),
                values=tuple(typed.getlist(control)),
                groups=groups,
            )
        )
    return found


def facts_from(
    typed: QueryDict, rulebook: Rulebook, facts: Iterable[str], *, prefix: str = ""
) -> dict[str, object]:
    """Return the facts that were typed; what cannot be read is not known."""
    return {
        name: value
        for name in facts
        if (value := _value(typed, f"{prefix}{name}", rulebook.vocabulary[name].kind)) is not None
    }


def _value(typed: QueryDict, name: str, kind: FactKind) -> object:
    text = (typed.get(name) or "").strip()
    if kind is FactKind.CODES:
        return tuple(typed.getlist(name))
    if kind is FactKind.TRUTH:
        return {"true": True, "false": False}.get(text)
    if kind in {FactKind.AMOUNT, FactKind.NUMBER}:
        return _figure(text, is_whole=kind is FactKind.NUMBER)
    if kind is FactKind.DAY:
        return _day(text)
    return text or None


def _figure(typed: str, *, is_whole: bool) -> object:
    try:
        figure = Decimal(decimal_text(typed)) if typed else None
    except InvalidOperation:
        return None
    if figure is not None and is_whole and figure == figure.to_integral():
        return int(figure)
    return figure


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
