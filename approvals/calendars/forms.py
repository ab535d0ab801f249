"""One day of the calendar, and the years to fill."""

from django import forms

from config.kernel.forms import ChoiceRadio, CleanCharField, CountField, UiForm


class DayForm(UiForm):
    """What a day is."""

    kind = ChoiceRadio(label="这一天", choices=[("work", "工作日"), ("rest", "休息日")])
    note = CleanCharField(
        label="说明",
        max_length=60,
        required=False,
        help_text="例如：国庆节、春节调休上班、县里统一停电。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def arguments(self) -> dict[str, object]:
        """Hand over a truth, not a choice."""
        return {
            "is_workday": self.cleaned_data["kind"] == "work",
            "note": self.cleaned_data["note"],
        }


class YearsForm(UiForm):
    """The years a calendar is wanted for."""

    first = CountField(label="起始年份", unit="年", min_value=2004, max_value=2099)
    last = CountField(label="终止年份", unit="年", min_value=2004, max_value=2099)
