"""Forms: fields that say in a sentence what is wrong, and `attempt`, which runs a service.

Looks come from one place: `UiRenderer` gives every form of the product the same markup, so a page
writes `{{ form }}` or includes components/form_field.html and is done.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from config.kernel.controls import drawn
from config.kernel.fields import (
    ChoiceRadio,
    CleanCharField,
    CleanTextField,
    CountField,
    DayField,
    Echoing,
    MoneyField,
    SocialCreditCodeField,
    YesNoField,
    name_errors,
)
from config.kernel.verdicts import RuleViolationError, StaleVersionError, Verdict

__all__ = [
    "ChoiceRadio",
    "CleanCharField",
    "CleanTextField",
    "CountField",
    "DayField",
    "MoneyField",
    "SocialCreditCodeField",
    "UiForm",
    "YesNoField",
    "attempt",
]

HTTP_OK, HTTP_CONFLICT, HTTP_INVALID = 200, 409, 422


class UiBoundField(forms.BoundField):
    """A bound field that knows how it looks."""

    @property
    def is_checkbox(self) -> bool:
        """Whether the label stands behind a single box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_wide(self) -> bool:
        """Whether the field takes the whole width of a two-column form."""
        return isinstance(self.field.widget, forms.Textarea) or bool(
            getattr(self.field, "wide", False)
        )

    @property
    def unit(self) -> str:
        """The unit written behind the control."""
        return str(getattr(self.field, "unit", ""))

    @property
    def echoes(self) -> bool:
        """Whether the value is repeated below in other words."""
        return isinstance(self.field, Echoing)

    @property
    def echo(self) -> str:
        """The value in other words: an amount in 万元 and capitals, a day in Chinese."""
        return self.field.echo(self.value()) if isinstance(self.field, Echoing) else ""

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> Any:
        """Draw the control in the classes of the style sheet."""
        control = widget or self.field.widget
        own = (attrs or {}).get("class") or control.attrs.get("class", "")
        css = f"{_control_class(control)} {own}".strip()
        drawn = {**(attrs or {}), **({"class": css} if css else {})}
        if self.field.required and not control.is_hidden:
            drawn["aria-required"] = "true"
        return super().as_widget(widget, drawn, only_initial)


def _control_class(widget: forms.Widget) -> str:
    bare = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
    if widget.is_hidden or isinstance(widget, bare):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class UiRenderer(TemplatesSetting):
    """Every form of the product is drawn by our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/form_field.html"
    bound_field_class = UiBoundField

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a control, or a form by its template."""
        control = drawn(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if control is None else control


class UiForm(forms.Form):
    """A form whose fields are named as the arguments of the service it is for."""

    # Bubbles of the browser speak another language and stop a draft; aria-required tells instead.
    use_required_attribute = False
    verdict: Verdict | None = None
    conflict: StaleVersionError | None = None
    result: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            name_errors(field, str(field.label or name))
            if (
                isinstance(field, forms.ModelChoiceField)
                and field.empty_label == BLANK_CHOICE_LABEL
            ):
                field.empty_label = "请选择"

    def arguments(self) -> dict[str, Any]:
        """Return what the service gets; override where fields and arguments differ."""
        return self.cleaned_data

    def in_words(self) -> list[str]:
        """Return what was chosen in words, for the head of a list that a filter cut."""
        said = []
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if value in (None, "") or field.widget.is_hidden:
                continue
            is_choice = type(field) is forms.ChoiceField
            said.append(
                f"{field.label}：{dict(field.widget.choices)[value] if is_choice else value}"
            )
        return said

    @property
    def is_refused(self) -> bool:
        """Whether the rules refused what the form asked for."""
        return self.verdict is not None

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows the form: 200, 422 or 409."""
        if self.conflict is not None:
            return HTTP_CONFLICT
        return HTTP_INVALID if self.is_bound and self.errors else HTTP_OK

    @property
    def fields_in_error(self) -> list[forms.BoundField]:
        """The visible fields that need a correction."""
        return [field for field in self.visible_fields() if field.errors]


def attempt(form: UiForm, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Run `service` with the form's arguments; put what the rules refuse on the form.

    What the service returns stands in `form.result`; keyword arguments win over fields.
    """
    try:
        form.result = service(*args, **{**form.arguments(), **kwargs})
    except RuleViolationError as violation:
        form.verdict = violation.verdict
        for refusal in violation.verdict.blocking:
            form.add_error(None, refusal.message)
        return False
    except StaleVersionError as conflict:
        form.conflict = conflict
        form.add_error(None, conflict.message)
        for change in conflict.changes:
            form.add_error(None, change)
        return False
    return True
