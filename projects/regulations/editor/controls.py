"""The controls of a form, drawn up from a shape and from what was entered so far."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.looks import Control, Drawing, Row
from projects.regulations.editor.names import Groups
from projects.regulations.editor.places import Place
from projects.regulations.editor.schema import (
    CITATION,
    NESTED,
    Asked,
    field_of,
    fields_of,
    is_cited,
    is_simple,
)
from projects.regulations.editor.values import base_of, kept, kinds_of, plain_value
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape

FACT = "fact"
OWN_USE = "只在本办法内使用"
OPEN = frozenset({"moments", "offers", "registered"})
GONE_NOW = "已不存在的内容，请另选"


def controls_of(
    shape: type[Shape], value: Mapping[str, Any], place: Place, drawing: Drawing
) -> tuple[Control, ...]:
    """Draw up the controls of a thing, without its clause and without what has its own page."""
    skipped = {*CITATION} if is_cited(shape) else set()
    return tuple(
        control
        for asked in fields_of(shape)
        if asked.name not in skipped
        for control in _control(
            asked, value.get(asked.name), asked.name, (*place, asked.name), drawing
        )
    )


def list_control(asked: Asked, value: Any, drawing: Drawing) -> Control:
    """Draw up a list at the top of the draft whose members are rows."""
    return _rows(asked, value, asked.name, (), drawing)


def basics_of(value: Mapping[str, Any], drawing: Drawing) -> tuple[Control, ...]:
    """Draw up what a rulebook says of itself."""
    return tuple(
        control
        for asked in fields_of(Rulebook)
        if asked.ask not in NESTED
        for control in _control(asked, value.get(asked.name), asked.name, (asked.name,), drawing)
    )


def citation_of(
    shape: type[Shape], value: Mapping[str, Any], place: Place, drawing: Drawing
) -> tuple[Control, ...]:
    """Draw up what says on which clause a thing rests; nothing for things that cite none."""
    if not is_cited(shape):
        return ()
    return tuple(
        control
        for name in CITATION
        if name in shape.model_fields
        for control in _control(
            field_of(shape, name), value.get(name), name, (*place, name), drawing
        )
    )


def _control(
    asked: Asked, value: Any, name: str, place: Place, drawing: Drawing
) -> Iterable[Control]:
    if asked.ask in {Ask.OWN, Ask.FIXED, Ask.ENTRIES, Ask.PAGE}:
        return
    if asked.ask in {Ask.PLAIN, Ask.PLAINS}:
        return
    if asked.ask in _MAKERS:
        yield _MAKERS[asked.ask](asked, value, name, place, drawing)
        return
    yield _simple(asked, value, name, place, drawing)


def _simple(asked: Asked, value: Any, name: str, place: Place, drawing: Drawing) -> Control:
    shown = "" if value is None or isinstance(value, list | dict) else str(value)
    values = tuple(str(v) for v in value) if isinstance(value, list) else ()
    if value is None and asked.default is not None and not asked.is_list:
        shown = str(getattr(asked.default, "value", asked.default))
    if isinstance(value, bool):
        shown = "true" if value else "false"
    if asked.ask in {Ask.WORDS, Ask.LINES}:
        shown = ("、" if asked.ask is Ask.WORDS else "\n").join(values)
    if asked.ask is Ask.PICK and drawing.names.knows(asked.of, shown):
        shown = drawing.names.label(asked.of, shown)
    elif asked.ask is Ask.PICK and shown == asked.default:
        shown = ""
    return Control(
        **base_of(asked, name, place, drawing),
        value=shown,
        values=values,
        groups=_offered(asked, values or ((shown,) if shown else ()), place, drawing),
        is_on=value if isinstance(value, bool) else asked.default is True,
        of=asked.of,
    )


def _offered(asked: Asked, chosen: tuple[str, ...], place: Place, drawing: Drawing) -> Groups:
    """Return the choices of a field, with what was chosen although it is not among them."""
    if asked.ask is Ask.PICK or not asked.of:
        return (("", asked.options),) if asked.options else ()
    gone = OWN_USE if asked.of in OPEN else GONE_NOW
    return kept(drawing.names.groups_at(asked.of, (*drawing.base, *place)), chosen, gone)


def _group(asked: Asked, value: Any, name: str, place: Place, drawing: Drawing) -> Control:
    assert asked.shape is not None
    inner = value if isinstance(value, dict) else {}
    return Control(
        **base_of(asked, name, place, drawing),
        is_on=isinstance(value, dict) or not asked.is_optional,
        may_be_off=asked.is_optional,
        controls=_named(asked.shape, inner, name, place, drawing),
    )


def _rows(asked: Asked, value: Any, name: str, place: Place, drawing: Drawing) -> Control:
    assert asked.shape is not None
    items = value if isinstance(value, list) else []
    return Control(
        **base_of(asked, name, place, drawing),
        noun=asked.title,
        is_table=is_simple(asked.shape),
        rows=tuple(
            Row(
                name=f"{name}.{number}",
                number=number,
                is_last=number == len(items) - 1,
                problems=drawing.at((*place, number)),
                controls=_named(asked.shape, item, f"{name}.{number}", (*place, number), drawing),
                **_own(asked.shape, item, f"{name}.{number}"),
            )
            for number, item in enumerate(items)
        ),
    )


def _own(shape: type[Shape], item: Any, name: str) -> dict[str, str]:
    own = next((f.name for f in fields_of(shape) if f.ask is Ask.OWN), "")
    held = item.get(own) if isinstance(item, dict) else ""
    return {"own": str(held or ""), "own_name": f"{name}.{own}" if own else ""}


def _named(
    shape: type[Shape], value: Any, name: str, place: Place, drawing: Drawing
) -> tuple[Control, ...]:
    """Draw up everything of a thing that stands inside another, its clause included."""
    inner = value if isinstance(value, dict) else {}
    return tuple(
        control
        for asked in fields_of(shape)
        for control in _part(asked, inner, f"{name}.{asked.name}", (*place, asked.name), drawing)
    )


def _variant(asked: Asked, value: Any, name: str, place: Place, drawing: Drawing) -> Control:
    """Draw up a thing that may be one of several kinds, the kind chosen first."""
    inner = value if isinstance(value, dict) else {}
    told = str(inner.get(asked.told_by) or "")
    chosen = asked.variant(told)
    parts = [part for part in fields_of(chosen or Shape) if part.name != asked.told_by]
    facts = [part for part in parts if part.name == FACT]
    if chosen is None:
        facts = [*_facts_of(asked)][:1]
    return Control(
        **base_of(asked, name, place, drawing),
        value=told,
        is_on=isinstance(value, dict) or not asked.is_optional,
        may_be_off=asked.is_optional,
        groups=kinds_of(asked, inner, drawing.names),
        fact=_fact(facts[0], inner, name, place, drawing) if facts else None,
        controls=tuple(
            control
            for part in parts
            if part.name != FACT
            for control in _part(part, inner, f"{name}.{part.name}", (*place, part.name), drawing)
        ),
        is_root="." not in name,
        noun=asked.told_by,
    )


def _facts_of(asked: Asked) -> Iterable[Asked]:
    """Return the field by which a condition names its fact, whichever condition it becomes."""
    return (f for v in asked.variants for f in fields_of(v) if f.name == FACT)


def _fact(
    asked: Asked, inner: Mapping[str, Any], name: str, place: Place, drawing: Drawing
) -> Control:
    """Draw up the choice of the fact; another fact may be compared in other ways."""
    found = _simple(asked, inner.get(FACT), f"{name}.{FACT}", (*place, FACT), drawing)
    return replace(found, redraws=True)


def _variants(asked: Asked, value: Any, name: str, place: Place, drawing: Drawing) -> Control:
    items = value if isinstance(value, list) else []
    one = replace(asked, ask=Ask.VARIANT, is_optional=False, hint="")
    return Control(
        **base_of(asked, name, place, drawing),
        rows=tuple(
            Row(
                name=f"{name}.{number}",
                number=number,
                is_last=number == len(items) - 1,
                controls=(_variant(one, item, f"{name}.{number}", (*place, number), drawing),),
            )
            for number, item in enumerate(items)
        ),
    )


def _part(
    part: Asked, inner: Mapping[str, Any], name: str, place: Place, drawing: Drawing
) -> Iterable[Control]:
    """Draw up a field of a condition; a value is asked as its fact is, by 是 or by choice."""
    if part.ask in {Ask.PLAIN, Ask.PLAINS}:
        yield plain_value(part, inner, name, place, drawing)
        return
    yield from _control(part, inner.get(part.name), name, place, drawing)


_MAKERS = {
    Ask.GROUP: _group,
    Ask.ROWS: _rows,
    Ask.VARIANT: _variant,
    Ask.VARIANTS: _variants,
}
