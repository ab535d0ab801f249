"""Forms of the money."""

from django import forms

from config.kernel.forms import CleanCharField, UiForm
from projects.finance.queries import MoneyFilter
from projects.registry.models import Stage

APPROVED_IN = [stage for stage in Stage if stage != Stage.APPLICATION]


class MoneyFilterForm(UiForm):
    """What the reader wants to see of the ledger of money."""

    q = CleanCharField(label="项目或单位", required=False, max_length=60)
    stage = forms.ChoiceField(
        label="阶段",
        required=False,
        choices=[("", "全部阶段"), *((stage.value, stage.label) for stage in APPROVED_IN)],
    )
    year = forms.IntegerField(
        label="申报年度",
        required=False,
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    waiting = forms.ChoiceField(
        label="待办",
        required=False,
        choices=[("", "全部"), ("payment", "有支付在办"), ("appropriation", "尚未下达指标")],
    )

    def wanted(self) -> MoneyFilter:
        """Return the filter; what cannot be read filters nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return MoneyFilter(
            text=chosen.get("q", ""),
            stage=chosen.get("stage", ""),
            year=chosen.get("year"),
            waiting=chosen.get("waiting", ""),
        )
