"""The filters of the ledger."""

from decimal import Decimal
from typing import Any

from django import forms

from approvals.organizations.models import Unit
from config.kernel.forms import CleanCharField, UiForm
from projects.overview.queries.ledger import LedgerFilter
from projects.registry.models import LedgerBatch, Project, Stage, Standing
from projects.registry.services import LEDGER_FIELDS
from projects.regulations.models import RulebookVersion

ANY = ("", "全部")
WAN = Decimal(10_000)
MOST_BYTES = 20 * 1024 * 1024
MOST_HEADS = 50


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


class UploadLedgerForm(UiForm):
    """A legacy ledger to bring along, and the measures its projects fall under from now on."""

    unit = forms.ModelChoiceField(label="建设单位", queryset=Unit.objects.none())
    rulebook = forms.ModelChoiceField(label="适用办法", queryset=RulebookVersion.objects.none())
    upload = forms.FileField(
        label="历史台账（.xlsx）",
        error_messages={"required": "请选择历史台账。", "empty": "所选文件是空的。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, units: Any, rulebooks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, ids, model in (("unit", units, Unit), ("rulebook", rulebooks, RulebookVersion)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = model._default_manager.filter(pk__in=[one.pk for one in ids])  # noqa: SLF001 - Django's public name
            if len(ids) == 1:
                field.initial = ids[0].pk

    def clean_upload(self) -> Any:
        """Refuse what is too large to be a ledger."""
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 20 MB，请分批导入。")
        return upload

    def arguments(self) -> dict[str, Any]:
        """Hand on the name and the content."""
        upload = self.cleaned_data["upload"]
        chosen = {name: self.cleaned_data[name] for name in ("unit", "rulebook")}
        return {**chosen, "name": upload.name, "stream": upload.file}


class MatchColumnsForm(UiForm):
    """Which column of a ledger means what."""

    head_row = forms.IntegerField(label="列名在第几行", min_value=1, max_value=MOST_HEADS)
    in_wan = forms.TypedChoiceField(
        label="金额单位",
        choices=[("yes", "万元"), ("no", "元")],
        coerce=lambda value: value == "yes",
    )

    def __init__(self, batch: LedgerBatch, heads: Any, data: Any = None) -> None:
        initial = {"head_row": batch.head_row, "in_wan": "yes" if batch.in_wan else "no"}
        initial |= {f"column_{code}": place for code, place in batch.columns.items()}
        super().__init__(data, initial=initial)
        choices = [("", "没有这一列"), *((str(place), label) for place, label in heads)]
        for one in LEDGER_FIELDS:
            self.fields[f"column_{one.code}"] = forms.ChoiceField(
                label=one.label,
                choices=choices,
                required=one.is_required,
                error_messages={"required": f"请选择哪一列是{one.label}。"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one column that is to mean two things."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for one in LEDGER_FIELDS:
            place = cleaned.get(f"column_{one.code}")
            if place and taken.setdefault(place, one.label) != one.label:
                self.add_error(f"column_{one.code}", f"这一列已经对应“{taken[place]}”。")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Hand on the columns by field."""
        columns = {
            one.code: int(self.cleaned_data[f"column_{one.code}"])
            for one in LEDGER_FIELDS
            if self.cleaned_data.get(f"column_{one.code}")
        }
        chosen = {name: self.cleaned_data[name] for name in ("head_row", "in_wan")}
        return {**chosen, "columns": columns}
