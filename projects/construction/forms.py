"""Forms of the construction."""

from typing import Any

from django import forms

from config.kernel.forms import CleanCharField, DayField, UiForm
from config.kernel.rows import rows_of
from projects.construction.rules import MOST_MILESTONES, MilestonePlan


class PlanForm(UiForm):
    """A plan as its reader saw the project."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)


class MilestoneForm(UiForm):
    """One line of the plan."""

    pk = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    name = CleanCharField(label="里程碑", max_length=100)
    planned_start = DayField(label="计划开始")
    planned_end = DayField(label="计划完成")

    def clean(self) -> dict[str, Any]:
        """Keep the days in order."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("planned_start"), cleaned.get("planned_end")
        if starts and ends and ends < starts:
            self.add_error("planned_end", "计划完成早于计划开始。")
        return cleaned

    @staticmethod
    def line(entered: dict[str, Any]) -> MilestonePlan:
        """Return what was entered as a line of a plan."""
        return MilestonePlan(**entered)


MilestoneRows = rows_of(MilestoneForm, most=MOST_MILESTONES)


class ReachForm(UiForm):
    """When a milestone was reached."""

    reached_on = DayField(label="实际完成日期")
