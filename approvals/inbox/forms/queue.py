"""What a reader wants to see of the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from approvals.flows.matters import label_of
from approvals.flows.queries import QueueFilter, QueueOrder, QueueSample
from approvals.inbox.forms.handling import OnceForm
from config.kernel.forms import CleanCharField, UiForm

NOTHING_SEEN = QueueSample(
    total=0, overdue=0, matter_codes=frozenset(), stages=frozenset(), units=frozenset()
)


class QueueFilterForm(UiForm):
    """What the reader wants to see of the queue."""

    matter = forms.ChoiceField(label="事项", required=False)
    stage = forms.ChoiceField(label="阶段", required=False)
    unit = CleanCharField(label="单位", required=False, max_length=60)
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按办理期限"), (QueueOrder.STAY.value, "按停留时间")],
    )
    overdue = forms.BooleanField(label="只看超期", required=False)
    acting = forms.BooleanField(label="只看代办", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sample: QueueSample, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("matter", ""), self.data.get("stage", "")
        codes = sorted(sample.matter_codes | ({chosen[0]} - {""}), key=label_of)
        stages = sorted(sample.stages | ({chosen[1]} - {""}))
        self.units = sorted(sample.units)
        self._choose("matter", [("", "全部事项"), *((code, label_of(code)) for code in codes)])
        self._choose("stage", [("", "全部阶段"), *((stage, stage) for stage in stages)])
        self.fields["unit"].widget.attrs |= {"list": "queue-units", "placeholder": "全部单位"}

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "QueueFilterForm":
        """Read the filters of an address, without the choices to draw them."""
        return cls(query, sample=NOTHING_SEEN)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self, on: date) -> QueueFilter:
        """Return the filter; what cannot be read filters nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return QueueFilter(
            matter_code=chosen.get("matter", ""),
            stage=chosen.get("stage", ""),
            unit_text=chosen.get("unit", ""),
            overdue_on=on if chosen.get("overdue") else None,
        )

    @property
    def spare(self) -> list[forms.BoundField]:
        """The filters that go out of sight beside a matter; they stay in force."""
        return [self[name] for name in ("stage", "unit", "order")]

    def in_words(self) -> list[str]:
        """Say which filters are in force."""
        asked = self.cleaned_data
        said = [("事项", label_of(asked["matter"]) if asked.get("matter") else "")]
        said += [("阶段", asked.get("stage", "")), ("单位", asked.get("unit", ""))]
        marks = [str(self[name].label) for name in ("overdue", "acting") if asked.get(name)]
        return [f"{label}：{value}" for label, value in said if value] + marks

    @property
    def is_acting(self) -> bool:
        """Whether only the tasks of lent posts are wanted (代办)."""
        return bool(self.cleaned_data.get("acting"))

    @property
    def chosen_order(self) -> QueueOrder:
        """The order of the rows."""
        return QueueOrder.STAY if self.cleaned_data.get("order") else QueueOrder.DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """What the controls of the filters are drawn from: what was asked, and what there is.

    A queue changes with every decision, but hardly ever what it can be filtered by.
    """

    asked: tuple[tuple[str, str], ...]
    matter_codes: frozenset[str]
    stages: frozenset[str]
    units: frozenset[str]
    is_acting: bool

    @classmethod
    def of(cls, query: QueryDict, sample: QueueSample) -> "FilterBar":
        """Take from an address what the filters know."""
        asked = ((name, query.get(name, "")) for name in QueueFilterForm.base_fields)
        return cls(
            asked=tuple((name, value) for name, value in asked if value),
            matter_codes=sample.matter_codes,
            stages=sample.stages,
            units=sample.units,
            is_acting=bool(query.get("acting")),
        )

    @property
    def form(self) -> QueueFilterForm:
        """The controls."""
        seen = replace(
            NOTHING_SEEN, matter_codes=self.matter_codes, stages=self.stages, units=self.units
        )
        return QueueFilterForm(dict(self.asked), sample=seen, auto_id="f-%s")

    def wanted(self, on: date) -> tuple[QueueFilter, QueueOrder]:
        """Return the filter and the order of the rows."""
        if not self.asked:
            return QueueFilter(), QueueOrder.DUE
        form = QueueFilterForm.of(dict(self.asked))
        return form.wanted(on), form.chosen_order


class SavedViewForm(OnceForm):
    """A name for the filters that are in force."""

    name = CleanCharField(label="名称", max_length=20)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Keep what the queue can be filtered by, and nothing else of an address."""
        asked = QueryDict(self.cleaned_data["query"].lstrip("?"))
        kept = QueryDict(mutable=True)
        for name in QueueFilterForm.base_fields:
            if value := asked.get(name):
                kept[name] = value
        if not kept:
            raise forms.ValidationError("请先选定筛选条件，再保存。")
        return str(kept.urlencode())
