"""The filters of the ledger."""

from django import forms

from config.kernel.forms import CleanCharField, UiForm
from projects.overview.queries.ledger import LedgerFilter
from projects.registry.models import Project, Stage, Standing

ANY = ("", "全部")


class LedgerForm(UiForm):
    """What to show of the ledger; an unreadable value is no filter."""

    q = CleanCharField(label="名称、编号、单位", max_length=100, required=False)
    stage = forms.ChoiceField(label="阶段", choices=[ANY, *Stage.choices], required=False)
    standing = forms.ChoiceField(label="状态", choices=[ANY, *Standing.choices], required=False)
    build_type = forms.ChoiceField(
        label="建设性质", choices=[ANY, *Project.BuildType.choices], required=False
    )
    year = forms.IntegerField(label="申报年度", min_value=2000, max_value=2100, required=False)
    unit = forms.IntegerField(label="单位", required=False, widget=forms.HiddenInput)

    def wanted(self) -> LedgerFilter:
        """Return the filter that was asked for."""
        self.is_valid()
        data = self.cleaned_data
        return LedgerFilter(
            text=data.get("q", ""),
            stage=data.get("stage", ""),
            standing=data.get("standing", ""),
            unit_id=data.get("unit"),
            year=data.get("year"),
            build_type=data.get("build_type", ""),
        )
