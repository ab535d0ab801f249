"""The controls of forms, drawn as Django's templates draw them, in a tenth of their time.

A page of entry has hundreds of controls, and a list of forty choices was forty templates. What
is drawn is the same to the byte: `tests/kernel/test_controls.py` compares every one of them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe

type Widget = Mapping[str, Any]

INPUTS = ("checkbox", "date", "email", "file", "hidden", "number", "password", "tel", "text", "url")


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    name = escaped(widget["name"])
    return f'<input type="{escaped(widget["type"])}" name="{name}"{said}{_attributes(widget)}>'


def _text_area(widget: Widget) -> str:
    text = escaped(localize(widget["value"])) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str:
    lines = "".join(_lines(widget))
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget)}>{lines}\n</select>'


def _lines(widget: Widget) -> Iterator[str]:
    for title, options, _ in widget["optgroups"]:
        if title:
            yield f'\n  <optgroup label="{escaped(localize(title))}">'
        for option in options:
            label = escaped(localize(option["label"]))
            value = escaped(option["value"])
            yield f'\n  <option value="{value}"{_attributes(option)}>{label}</option>\n'
        if title:
            yield "\n  </optgroup>"


_DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
    "django/forms/widgets/textarea.html": _text_area,
    "django/forms/widgets/select.html": _select,
}


def drawn(template: str, widget: Widget) -> SafeString | None:
    """Draw a control that one of Django's templates would draw; None for all others."""
    draw = _DRAWN.get(template)
    return mark_safe(draw(widget)) if draw else None  # noqa: S308 - every part is escaped
