"""Our controls are those of Django, to the byte."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from config.kernel.controls import drawn
from config.kernel.forms import UiRenderer

CHOICES = [
    ("", "全部"),
    (1, "一 <b>"),
    ("a&b", SafeString("<i>安全</i>")),
    ("组“甲”", [("x", gettext_lazy("Yes")), (None, "无")]),
    ("时", date(2026, 3, 2)),
]
WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.TelInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.Textarea,
    forms.CheckboxInput,
    forms.PasswordInput,
    forms.FileInput,
    lambda attrs: forms.Select(attrs, CHOICES),
    lambda attrs: forms.SelectMultiple(attrs, CHOICES),
]
VALUES = [None, "", "中文 <script>\"'&", 12345.5, 0, False, True, date(2026, 3, 2), ["x", "1"]]
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"id": "id_名", "class": 'a"b', "maxlength": 1000, "hidden": True, "disabled": False},
    {"data-x": None, "placeholder": SafeString("&lt;")},
]


class Recorder(TemplatesSetting):
    """Django's drawing, which keeps what it was asked to draw."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        self.asked = template_name, context
        return super().render(template_name, context, request)


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_a_control_is_drawn_as_the_template_draws_it(widget: Any, attributes: Any) -> None:
    for value in VALUES:
        recorder = Recorder()
        control = widget(attrs=attributes)
        wanted = control.render("名<", value, {"aria-label": "x&y"}, renderer=recorder)

        template, context = recorder.asked
        assert drawn(template, context["widget"]) == wanted
        assert control.render("名<", value, {"aria-label": "x&y"}, renderer=UiRenderer()) == wanted


def test_other_controls_are_left_to_their_templates() -> None:
    control = forms.RadioSelect({"id": "r", "class": "c"}, CHOICES)

    assert control.render("n", "", renderer=UiRenderer()) == control.render(
        "n", "", renderer=TemplatesSetting()
    )
