"""Forms of the annual plan."""

from collections.abc import Mapping
from typing import Any

from django import forms

from config.kernel.forms import CleanCharField, CleanTextField, DayField, MoneyField, UiForm
from projects.planning.models import PlanItem
from projects.planning.shapes import LOWEST_PRIORITY, CellChange
from projects.registry.models import Project

MOST_BYTES = 20 * 1024 * 1024


class BeginPlanForm(UiForm):
    """Begin the plan of a year."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)


class PlanButtonForm(UiForm):
    """A button on a plan, as its reader saw it."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)


class WithdrawPlanForm(PlanButtonForm):
    """Take a plan back, with the reason."""

    reason = CleanTextField(label="撤回理由", max_length=500)


class AddProjectsForm(PlanButtonForm):
    """Choose projects for a plan."""

    project_ids = forms.ModelMultipleChoiceField(
        label="项目",
        queryset=Project.objects.all(),
        error_messages={"required": "请至少选择一个项目。"},
    )

    def arguments(self) -> dict[str, Any]:
        """Hand on the numbers of the projects."""
        chosen = [project.pk for project in self.cleaned_data["project_ids"]]
        return {**self.cleaned_data, "project_ids": chosen}


class PlanItemForm(PlanButtonForm):
    """One line of a plan."""

    position = forms.IntegerField(label="序号", min_value=1, max_value=9999)
    content = CleanTextField(label="建设内容及规模", max_length=4000)
    year_content = CleanTextField(label="年度建设内容", max_length=4000, required=False)
    starts_on = DayField(label="建设工期起")
    ends_on = DayField(label="建设工期止")
    total_amount = MoneyField(label="项目总投资")
    spent_before_amount = MoneyField(label="至上年底累计完成")
    fiscal_amount = MoneyField(label="年度财政资金")
    bond_amount = MoneyField(label="年度债券资金")
    upper_amount = MoneyField(label="年度上级资金")
    self_raised_amount = MoneyField(label="年度自筹资金")
    priority = forms.IntegerField(label="优先级（1 最高）", min_value=1, max_value=LOWEST_PRIORITY)
    target = CleanTextField(label="绩效目标", max_length=2000, required=False)
    note = CleanCharField(label="备注", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Keep dates in order and the year within the whole."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "建设工期的止日早于起日。")
        return cleaned

    def __init__(self, item: PlanItem, data: Mapping[str, Any] | None = None) -> None:
        names = [name for name in self.base_fields if name != "version"]
        super().__init__(data, initial={name: getattr(item, name) for name in names})
        self.item = item

    def arguments(self) -> dict[str, Any]:
        """Hand on the new values of the line."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {"changes": {self.item.pk: values}, "version": self.cleaned_data["version"]}


class TakeInForm(UiForm):
    """A filled-in workbook that comes back."""

    upload = forms.FileField(
        label="填好的会编工作簿",
        max_length=200,
        error_messages={"required": "请选择填好的会编工作簿。", "empty": "所选文件是空的。"},
    )

    def clean_upload(self) -> Any:
        """Refuse what is too large to be a plan."""
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 20 MB，不是导出的会编工作簿。")
        return upload

    def arguments(self) -> dict[str, Any]:
        """Hand on the name and the content."""
        upload = self.cleaned_data["upload"]
        return {"name": upload.name, "stream": upload.file}


class SettleForm(PlanButtonForm):
    """What is decided on each cell that a workbook changed."""

    def __init__(self, changes: list[CellChange], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.changes = changes
        self.chosen = {
            change.place: (data or {}).get(f"cell-{change.place}", "") for change in changes
        }

    def arguments(self) -> dict[str, Any]:
        """Hand on the decisions, cell by cell."""
        return {"decisions": self.chosen, "version": self.cleaned_data["version"]}
