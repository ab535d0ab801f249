"""The filters of the ledger."""

from decimal import Decimal
from typing import Any

from django import forms

from approvals.organizations.models import Unit
from config.kernel.forms import CleanCharField, UiForm
from projects.overview.queries.ledger import LedgerFilter
from projects.registry.models import Project, Stage, Standing

ANY = ("", "全部")
WAN = Decimal(10_000)


class LedgerForm(UiForm):
    """What to show of the ledger; an unreadable value is no filter, and says so."""

    q = CleanCharField(label="名称、编号、单位", max_length=100, required=False)
    stage = forms.ChoiceField(label="阶段", choices=[ANY, *Stage.choices], required=False)
    standing = forms.ChoiceField(label="状态", choices=[ANY, *Standing.choices], required=False)
    unit = forms.ModelChoiceField(
        label="建设单位", queryset=Unit.objects.none(), empty_label="全部", required=False
    )
    build_type = forms.ChoiceField(
        label="建设性质", choices=[ANY, *Project.BuildType.choices], required=False
    )
    year = forms.IntegerField(label="申报年度", min_value=2000, max_value=2100, required=False)
    at_least = forms.DecimalField(
        label="最低金额（万元）", min_value=0, max_digits=12, decimal_places=2, required=False
    )
    at_most = forms.DecimalField(
        label="最高金额（万元）", min_value=0, max_digits=12, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units

    def wanted(self) -> LedgerFilter:
        """Return the filter that was asked for."""
        self.is_valid()
        data = self.cleaned_data
        unit = data.get("unit")
        return LedgerFilter(
            text=data.get("q", ""),
            stage=data.get("stage", ""),
            standing=data.get("standing", ""),
            unit_path=unit.path if unit else "",
            year=data.get("year"),
            build_type=data.get("build_type", ""),
            at_least=_in_yuan(data.get("at_least")),
            at_most=_in_yuan(data.get("at_most")),
        )

    def in_force(self) -> list[tuple[str, str]]:
        """Return the filters that hold, by name, as words for a chip."""
        chips = []
        for name, value in self.cleaned_data.items():
            if value in (None, ""):
                continue
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                shown = value.name
            elif isinstance(field, forms.ChoiceField):
                shown = dict(field.widget.choices)[value]
            else:
                shown = value
            chips.append((name, f"{field.label}：{shown}"))
        return chips


def _in_yuan(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount * WAN
