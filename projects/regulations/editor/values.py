"""The values of conditions and settings: asked as their fact demands, offered by their words."""

from collections.abc import Mapping
from typing import Any

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.looks import Control, Drawing
from projects.regulations.editor.names import Groups, Names
from projects.regulations.editor.places import Place
from projects.regulations.editor.schema import Asked, tag_of, variant_noun
from projects.regulations.rulebook.checks.names import fitting_kinds

COMBINES = frozenset({"all", "any", "not"})


def base_of(asked: Asked, name: str, place: Place, drawing: Drawing) -> dict[str, Any]:
    return {
        "ask": asked.ask.value,
        "name": name,
        "label": asked.title,
        "hint": asked.hint,
        "unit": asked.unit,
        "is_required": asked.is_required,
        "problems": drawing.at(place),
    }


def kept(groups: Groups, chosen: tuple[str, ...], called: str = "已不存在的内容，请另选") -> Groups:
    """Keep what was chosen among the choices although it is not offered, so that it stays."""
    known = {code for _, options in groups for code, _ in options}
    rest = tuple((code, called) for code in chosen if code not in known)
    return (*groups, ("其他", rest)) if rest else groups


def plain_value(
    part: Asked, inner: Mapping[str, Any], name: str, place: Place, drawing: Drawing
) -> Control:
    """Draw up a value that is asked as its fact, or the kind chosen beside it, demands."""
    kind = drawing.names.kind_of_value(inner)
    value = inner.get(part.name)
    base = base_of(part, name, place, drawing)
    if kind == "TRUTH":
        options: Groups = (("", (("true", "是"), ("false", "否"))),)
        shown = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
        return Control(**{**base, "ask": "choice"}, groups=options, value=shown)
    if kind in {"CODE", "CODES"}:
        return _code_value(part, inner, base, drawing)
    shown = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
    ask = "words" if part.ask is Ask.PLAINS else "line"
    return Control(**{**base, "ask": ask}, value=shown)


def _code_value(
    part: Asked, inner: Mapping[str, Any], base: dict[str, Any], drawing: Drawing
) -> Control:
    value = inner.get(part.name)
    several = part.ask is Ask.PLAINS
    chosen = tuple(str(v) for v in value) if isinstance(value, list) else ()
    shown = "" if value is None or several else str(value)
    offered = drawing.names.values_of(inner)
    groups = kept(offered, chosen or ((shown,) if shown else ()))
    ask = "many" if several else "choice"
    return Control(**{**base, "ask": ask}, groups=groups, value=shown, values=chosen)


def kinds_of(asked: Asked, inner: Mapping[str, Any], names: Names) -> Groups:
    """Return the kinds a thing may be, those that fit its fact first, groups of several last."""
    about_fact, other, combining = [], [], []
    kind = names.fact_kind(inner.get("fact")) if inner.get("fact") else None
    for variant in asked.variants:
        tag = tag_of(variant, asked.told_by)
        option = (tag, variant_noun(variant, asked.told_by))
        if tag in COMBINES:
            combining.append(option)
        elif "fact" in variant.model_fields:
            fitting = fitting_kinds(tag)
            if kind is None or fitting is None or kind in fitting or tag == inner.get("test"):
                about_fact.append(option)
        else:
            other.append(option)
    groups = (
        ("看一项内容", about_fact),
        ("金额、时间和记录", other),
        ("几个条件合起来", combining),
    )
    return tuple((label, tuple(options)) for label, options in groups if options)
