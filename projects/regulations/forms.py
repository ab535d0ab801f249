"""Forms of the rulebook pages."""

from django import forms

from config.kernel.forms import CleanCharField, CleanTextField, DayField, UiForm
from projects.regulations.queries import LedgerFilter


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
