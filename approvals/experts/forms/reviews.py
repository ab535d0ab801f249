"""The forms of a review: convening, declaring, scoring, concluding."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from approvals.experts.models import ReviewSeat
from approvals.experts.shapes import CONCLUSIONS, Demand, ScoreBox, ScoreForm
from approvals.experts.shapes.scoring import NOT_APPLICABLE, STEPS, YES_NO
from approvals.organizations.forms.witness import WitnessForm
from config.kernel.forms import (
    ChoiceRadio,
    CleanCharField,
    CleanTextField,
    CountField,
    DayField,
    UiForm,
)

HOURS = [(f"{hour:02d}:{minute:02d}",) * 2 for hour in range(9, 19) for minute in (0, 30)]
RATING = "rating-"
LONGEST_RATING = 40


def _deadline(found: dict[str, Any]) -> datetime | None:
    day, hour = found.pop("closes_on", None), found.pop("closes_at", None)
    if day is None or not hour:
        return None
    return make_aware(datetime.combine(day, time.fromisoformat(hour)))


class ConveneForm(WitnessForm):
    """How many are drawn, until when they have time, and who stands by."""

    code = forms.ChoiceField(label="评审组")
    size = CountField(label="抽取人数", unit="人", min_value=1, max_value=99)
    closes_on = DayField(label="评审截止日期")
    closes_at = forms.ChoiceField(label="截止时间", choices=HOURS, initial="17:30")

    def __init__(self, *args: Any, demands: Sequence[Demand], **kwargs: Any) -> None:
        self.demands = {demand.code: demand for demand in demands}
        first = demands[0]
        super().__init__(*args, initial={"code": first.code, "size": first.size}, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(demand.code, demand.label) for demand in demands]

    def arguments(self) -> dict[str, Any]:
        """Hand over the demands themselves, and one moment."""
        given = dict(self.cleaned_data)
        given["demand"] = self.demands[given.pop("code")]
        given["deadline"] = _deadline(given)
        return given


class RefillForm(WitnessForm):
    """Why another draw is held, and who stands by."""

    reason = CleanCharField(label="补抽事由", max_length=200)


class ReleaseForm(UiForm):
    """Why an expert is replaced."""

    reason = CleanCharField(label="更换原因", max_length=200)


class DeadlineForm(UiForm):
    """A later deadline."""

    closes_on = DayField(label="延长到")
    closes_at = forms.ChoiceField(label="截止时间", choices=HOURS, initial="17:30")
    reason = CleanCharField(label="原因", max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Hand over one moment."""
        given = dict(self.cleaned_data)
        given["deadline"] = _deadline(given)
        return given


class DeclarationForm(UiForm):
    """The answer to an invitation."""

    answer = ChoiceRadio(label="利害关系声明", choices=[])
    reason = CleanTextField(
        label="原因",
        max_length=300,
        required=False,
        help_text="申请回避或者不能参加的填写。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, answers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = list(answers.items())  # type: ignore[attr-defined]


class ScoresForm(UiForm):
    """The scoring sheet of one expert; a draft may lack anything."""

    def __init__(self, *args: Any, sheet: ScoreForm, seat: ReviewSeat, **kwargs: Any) -> None:
        initial: dict[str, object] = {"remarks": seat.remarks, "proposal": seat.proposal}
        initial |= {f"{RATING}{code}": value for code, value in seat.ratings.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.sheet = sheet
        for box in sheet.boxes:
            self.fields[f"{RATING}{box.code}"] = _field_of(box)
        self.fields["proposal"] = ChoiceRadio(
            label="建议结论", choices=list(CONCLUSIONS), required=False
        )
        self.fields["remarks"] = CleanTextField(
            label="评审意见",
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 6}),
        )

    def arguments(self) -> dict[str, Any]:
        """Hand over the ratings by item."""
        ratings = {
            box.code: text
            for box in self.sheet.boxes
            if (text := self.cleaned_data[f"{RATING}{box.code}"])
        }
        return {
            "ratings": ratings,
            "remarks": self.cleaned_data["remarks"],
            "proposal": self.cleaned_data["proposal"],
        }

    @property
    def groups(self) -> list[tuple[str, list[tuple[ScoreBox, forms.BoundField]]]]:
        """The items under the headings of the sheet."""
        found: dict[str, list[tuple[ScoreBox, forms.BoundField]]] = {}
        for box in self.sheet.boxes:
            found.setdefault(box.group, []).append((box, self[f"{RATING}{box.code}"]))
        return list(found.items())


def _field_of(box: ScoreBox) -> forms.Field:
    known: list[tuple[str, str]] = []
    if box.mode == STEPS:
        known = [(step.code, f"{step.label}（{step.points} 分）") for step in box.steps]
    if box.mode == YES_NO:
        known = [("yes", f"符合（{box.points} 分）"), ("no", "不符合（0 分）")]
    if known:
        more = [(NOT_APPLICABLE, "不适用")] if box.may_not_apply else []
        return forms.ChoiceField(
            label=box.label, choices=[("", "请选择"), *known, *more], required=False
        )
    hint = f"{box.hint}；不适用的填“{NOT_APPLICABLE}”" if box.may_not_apply else box.hint
    return CleanCharField(
        label=box.label,
        required=False,
        max_length=LONGEST_RATING,
        help_text=f"{hint}。",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class ConclusionForm(UiForm):
    """What the panel comes to."""

    conclusion = ChoiceRadio(label="评审结论", choices=list(CONCLUSIONS))
    opinion = CleanTextField(
        label="评审意见",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
