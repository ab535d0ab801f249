"""Forms of the rulebook pages."""

from typing import Any

from django import forms

from config.kernel.forms import ChoiceRadio, CleanCharField, CleanTextField, DayField, UiForm
from projects.regulations.models import Regulation, RulebookVersion
from projects.regulations.queries import LedgerFilter, versions_in_force


class LedgerFilterForm(UiForm):
    """What to search the ledger of waivers for."""

    project = CleanCharField(label="项目名称或编号", required=False, max_length=100)
    rule_id = CleanCharField(label="规则编号", required=False, max_length=50)
    valid_on = DayField(label="在该日有效", required=False)

    def wanted(self) -> LedgerFilter:
        """Return the search; a field that cannot be read restricts nothing."""
        self.full_clean()
        return LedgerFilter(
            project=self.cleaned_data.get("project") or "",
            rule_id=self.cleaned_data.get("rule_id") or "",
            valid_on=self.cleaned_data.get("valid_on"),
        )


class RevokeWaiverForm(UiForm):
    """Why a waiver ends before its time."""

    reason = CleanTextField(
        label="撤销理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class NoFieldsForm(UiForm):
    """A button that asks nothing."""


class ReasonForm(UiForm):
    """Why a draft is handed in or given back."""

    reason = CleanTextField(label="说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class BeginForm(UiForm):
    """What a regulation begins with: its name, and its text as it was issued."""

    title = CleanCharField(label="办法名称", max_length=200)
    document_number = CleanCharField(
        label="文号", max_length=100, required=False, help_text="例如：县府办规〔2026〕4号。"
    )
    text_status = ChoiceRadio(
        label="文本状态",
        choices=Regulation.Status.choices,
        initial=Regulation.Status.IN_FORCE,
        help_text="征求意见稿可以试算和演练，不能启用。",
    )
    text = CleanTextField(
        label="正文",
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="粘贴办法全文。系统按换行和“第几条”分段，以后从中选取原文。",
    )
    pattern = forms.ModelChoiceField(
        label="以哪部办法为底稿",
        queryset=RulebookVersion.objects.none(),
        required=False,
        empty_label="不用底稿，从空白开始",
        help_text="沿用它的清单、材料目录、关口和环节作为起点；条款依据不沿用，逐条重新选取。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pattern = self.fields["pattern"]
        assert isinstance(pattern, forms.ModelChoiceField)
        pattern.queryset = versions_in_force()
