"""The forms of the to-do centre."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from approvals.flows.matters import label_of
from approvals.flows.models import Decision
from approvals.flows.queries import QueueFilter, QueueOrder, QueueSample
from approvals.flows.rules import may_say
from approvals.flows.shapes import Step, StepField
from config.kernel.forms import CleanCharField, CleanTextField, DayField, MoneyField, UiForm

DECISIONS = [
    (decision.value, decision.label)
    for decision in (Decision.APPROVED, Decision.RETURNED, Decision.REJECTED)
]
FIELD_PREFIX = "field_"
NOTHING_SEEN = QueueSample(
    total=0, overdue=0, matter_codes=frozenset(), stages=frozenset(), units=frozenset()
)


class QueueFilterForm(UiForm):
    """What the reader wants to see of the queue."""

    matter = forms.ChoiceField(label="事项", required=False)
    stage = forms.ChoiceField(label="阶段", required=False)
    unit = CleanCharField(label="单位", required=False, max_length=60)
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按办理期限"), (QueueOrder.STAY.value, "按停留时间")],
    )
    overdue = forms.BooleanField(label="只看超期", required=False)

    def __init__(self, *args: Any, sample: QueueSample, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("matter", ""), self.data.get("stage", "")
        codes = sorted(sample.matter_codes | ({chosen[0]} - {""}), key=label_of)
        stages = sorted(sample.stages | ({chosen[1]} - {""}))
        self.units = sorted(sample.units)
        self._choose("matter", [("", "全部事项"), *((code, label_of(code)) for code in codes)])
        self._choose("stage", [("", "全部阶段"), *((stage, stage) for stage in stages)])
        self.fields["unit"].widget.attrs |= {"list": "queue-units", "placeholder": "全部单位"}

    @classmethod
    def of(cls, query: QueryDict) -> "QueueFilterForm":
        """Read the filters of an address, without the choices to draw them."""
        return cls(query, sample=NOTHING_SEEN)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self, on: date) -> QueueFilter:
        """Return the filter; what cannot be read filters nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return QueueFilter(
            matter_code=chosen.get("matter", ""),
            stage=chosen.get("stage", ""),
            unit_text=chosen.get("unit", ""),
            overdue_on=on if chosen.get("overdue") else None,
        )

    @property
    def spare(self) -> list[forms.BoundField]:
        """The filters that go out of sight beside a matter; they stay in force."""
        return [self[name] for name in ("stage", "unit", "order")]

    @property
    def chosen_order(self) -> QueueOrder:
        """The order of the rows."""
        return QueueOrder.STAY if self.cleaned_data.get("order") else QueueOrder.DUE


def _build_field(field: StepField) -> forms.Field:
    built = _control(field)
    built.help_text = "同意时必填。" if field.required else ""
    return built


def _control(field: StepField) -> forms.Field:
    match field.kind:
        case "date":
            return DayField(label=field.label, required=False)
        case "money":
            return MoneyField(label=field.label, required=False, in_wan=True)
        case "choice":
            choices = [("", "请选择"), *((choice, choice) for choice in field.choices)]
            return forms.ChoiceField(label=field.label, required=False, choices=choices)
        case _:
            return CleanCharField(label=field.label, required=False, max_length=200)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


class DecideForm(UiForm):
    """An opinion, the fields of the step, and the button pressed.

    What a consent needs is demanded by the service only when consent is given, so that nobody
    must invent a document number to send something back.
    """

    opinion = CleanTextField(
        label="意见",
        required=False,
        max_length=None,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["opinion"].error_messages["required"] = "请填写意见。"
        self.fields["decision"].error_messages["required"] = "请选择同意、退回补正或不同意。"
        for broken in ("version", "form_key"):
            self.fields[broken].error_messages |= {
                "required": "页面不完整，请重新打开后再办理。",
                "invalid": "页面不完整，请重新打开后再办理。",
            }
        for field in step.fields:
            self.fields[f"{FIELD_PREFIX}{field.code}"] = _build_field(field)

    @classmethod
    def blank(cls, step: Step, *, version: int) -> "DecideForm":
        """Return an empty form for a task seen at `version`."""
        return cls(step=step, initial={"version": version, "form_key": uuid4()})

    @property
    def step_fields(self) -> list[forms.BoundField]:
        """The fields that the step asks for besides the opinion."""
        return [self[name] for name in self.fields if name.startswith(FIELD_PREFIX)]

    def clean(self) -> dict[str, Any]:
        """Put what the button needs on the field that lacks it; the service asks once more."""
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision and not cleaned.get("opinion") and "opinion" not in self.errors:
            for refusal in may_say(Decision(decision), "", self.step).blocking:
                self.add_error("opinion", refusal.message)
        if decision == Decision.APPROVED:
            for field in self.step.fields:
                name = f"{FIELD_PREFIX}{field.code}"
                if field.required and name not in self.errors and cleaned.get(name) in {None, ""}:
                    self.add_error(name, f"同意前请填写“{field.label}”。")
        return cleaned

    @property
    def chosen(self) -> Decision:
        """The button pressed."""
        return Decision(self.cleaned_data["decision"])

    def arguments(self) -> dict[str, Any]:
        """Return what the service of the chosen button gets."""
        found = {name: self.cleaned_data[name] for name in ("opinion", "version", "form_key")}
        if self.chosen == Decision.APPROVED:
            found["extra"] = {
                field.code: _as_text(self.cleaned_data.get(f"{FIELD_PREFIX}{field.code}"))
                for field in self.step.fields
            }
        return found

    def refreshed(self, *, version: int) -> "DecideForm":
        """Return the form for what is there now, with every word that was typed."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"], data["form_key"] = str(version), str(uuid4())
        form = type(self)(data, step=self.step)
        form.is_valid()
        form.conflict = self.conflict
        return form


class WithdrawForm(UiForm):
    """Why something is taken back."""

    reason = CleanTextField(
        label="撤回原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PhraseForm(UiForm):
    """A phrase to keep."""

    text = CleanCharField(label="常用意见", max_length=200)
