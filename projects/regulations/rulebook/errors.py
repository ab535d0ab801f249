"""What pydantic refuses, said in Chinese at the place where it is written."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from projects.regulations.rulebook import conditions
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.tree import Place

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "没有填写，必须填写。",
    "string_pattern_mismatch": lambda _: "格式不对。",
    "string_too_short": lambda _: "不能为空。",
    "string_too_long": lambda c: f"太长，最多{c['max_length']}个字。",
    "too_short": lambda c: f"至少要有{c['min_length']}项。",
    "greater_than": lambda c: f"必须大于{c['gt']}。",
    "greater_than_equal": lambda c: f"不能小于{c['ge']}。",
    "less_than_equal": lambda c: f"不能大于{c['le']}。",
    "literal_error": lambda c: f"只能是{_offered(c['expected'])}。",
    "enum": lambda c: f"只能是{_offered(c['expected'])}。",
    "union_tag_invalid": lambda c: f"没有{c['tag']}这种条件。",
    "union_tag_not_found": lambda _: "条件要写明test，说明是哪一种条件。",
    "string_type": lambda _: "应当是文字。",
    "tuple_type": lambda _: "应当是一个列表。",
    "model_type": lambda _: "应当是一组键和值。",
    "model_attributes_type": lambda _: "应当是一组键和值。",
    "dict_type": lambda _: "应当是一组键和值。",
    "int_type": lambda _: "应当是整数。",
    "int_parsing": lambda _: "应当是整数。",
    "int_from_float": lambda _: "应当是整数。",
    "bool_type": lambda _: "应当是true或者false。",
    "bool_parsing": lambda _: "应当是true或者false。",
    "decimal_type": lambda _: "应当是数字。",
    "decimal_parsing": lambda _: "应当是数字。",
    "finite_number": lambda _: "应当是数字。",
    "date_type": lambda _: "应当是日期，例如2026-03-31。",
    "date_parsing": lambda _: "应当是日期，例如2026-03-31。",
    "date_from_datetime_parsing": lambda _: "应当是日期，例如2026-03-31。",
    "date_from_datetime_inexact": lambda _: "应当是日期，例如2026-03-31。",
}
_CONDITIONS = {
    shape.model_fields["test"].annotation.__args__[0]: shape  # type: ignore[union-attr]
    for shape in vars(conditions).values()
    if isinstance(shape, type) and issubclass(shape, BaseModel) and "test" in shape.model_fields
}


def place_of(error: ErrorDetails, data: object) -> Place:
    """Return where the mistake stands in what was written.

    The places of pydantic also name the shapes it tried; those are not written anywhere.
    """
    place: list[str | int] = []
    piece = data
    loc = error["loc"]
    for number, part in enumerate(loc):
        is_last = number == len(loc) - 1
        if isinstance(part, int) and isinstance(piece, Sequence) and not isinstance(piece, str):
            place.append(part)
            piece = piece[part] if part < len(piece) else None
        elif isinstance(piece, Mapping) and part in piece:
            place.append(part)
            piece = piece[part]
        elif is_last and error["type"] == "missing":
            place.append(part)
    return tuple(place)


def is_told(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a mistake is worth telling: a list is not too short because its parts are wrong."""
    inside = error["loc"]
    return error["type"] != "too_short" or not any(
        len(other["loc"]) > len(inside) and other["loc"][: len(inside)] == inside
        for other in errors
    )


def words_of(error: ErrorDetails) -> str:
    """Say in one Chinese sentence what is wrong."""
    context = error.get("ctx") or {}
    kind = error["type"]
    if kind == "value_error":
        return str(context.get("error", "")) or "填写的内容不符合要求。"
    name = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        return f"不认识“{name}”。{_near(name, error)}"
    sentence = _SENTENCES.get(kind)
    said = sentence(context) if sentence else "填写的内容不符合要求。"
    title = _title(error)
    return f"{title}{said}" if title else said


def _offered(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", "或者").replace(", ", "、")


def _near(name: str, error: ErrorDetails) -> str:
    shape = _shape_at(error["loc"][:-1])
    known = list(shape.model_fields) if shape is not None else []
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    return f"是不是{'或者'.join(near)}？" if near else ""


def _title(error: ErrorDetails) -> str:
    names = [part for part in error["loc"] if isinstance(part, str)]
    if not names:
        return ""
    shape = _shape_at(error["loc"][:-1])
    field = shape.model_fields.get(names[-1]) if shape is not None else None
    return f"“{field.title}”" if field is not None and field.title else ""


def _shape_at(loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the shape that a place of pydantic lies in."""
    shape: type[BaseModel] | None = Contents
    for part in loc:
        if isinstance(part, int):
            continue
        if part in _CONDITIONS:
            shape = _CONDITIONS[part]
        elif shape is not None and part in shape.model_fields:
            shape = _shape_in(shape.model_fields[part].annotation)
    return shape


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _shape_in(part)
        if found is not None:
            return found
    return None
