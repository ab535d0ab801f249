"""Forms of calls for applications and of late entries."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from config.kernel.forms import CleanCharField, CleanTextField, CountField, DayField, UiForm
from projects.application.queries import paper_choices
from projects.registry.models import ApplicationCall
from projects.regulations.models import Regulation

TERMS = (
    "notice_number",
    "opens_on",
    "closes_on",
    "quota",
    "templates",
    "accepts_late",
    "note",
)


class CallForm(UiForm):
    """The terms of a call; of one that is announced, those that may still change."""

    regulation = forms.ModelChoiceField(
        label="适用办法", queryset=Regulation.objects.none(), empty_label=None
    )
    year = CountField(label="申报年度", unit="年")
    label = CleanCharField(label="批次名称", max_length=100, help_text="例如“2027年度第一批申报”。")
    notice_number = CleanCharField(
        label="通知文号", max_length=60, required=False, help_text="没有就不填。"
    )
    opens_on = DayField(label="开始日期", help_text="含当日。")
    closes_on = DayField(label="截止日期", help_text="含当日。")
    quota = CountField(
        label="每个单位最多申报", unit="个", min_value=1, required=False, help_text="不填就不限。"
    )
    templates = forms.MultipleChoiceField(
        label="随申报提交的材料", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = CleanTextField(
        label="申报要求",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="支持方向、模板下载地址、联系人等，申报单位在“申报”页看到。",
    )
    accepts_late = forms.BooleanField(label="截止以后，接受逾期申报申请。", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        regulations: Sequence[Regulation],
        year: int,
        call: ApplicationCall | None = None,
    ) -> None:
        known = {} if call is None else {name: getattr(call, name) for name in TERMS}
        first = regulations[0].pk if regulations else None
        initial = {"year": year + 1, "regulation": first, "accepts_late": True, **known}
        super().__init__(data, initial=initial)
        offered = self.fields["regulation"]
        assert isinstance(offered, forms.ModelChoiceField)
        offered.queryset = Regulation.objects.filter(pk__in=[r.pk for r in regulations])
        self.papers = {r.pk: dict(paper_choices(r)) for r in regulations}
        templates = self.fields["templates"]
        assert isinstance(templates, forms.MultipleChoiceField)
        every: dict[str, str] = {}
        for papers in self.papers.values():
            every |= papers
        templates.choices = list(every.items())
        if call is not None:
            for name in ("regulation", "year", "label"):
                del self.fields[name]
            self.fields["version"] = forms.IntegerField(
                label="页面版本", min_value=1, initial=call.version, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """Let a call ask only for papers that its measures know."""
        cleaned = super().clean() or self.cleaned_data
        regulation, papers = cleaned.get("regulation"), cleaned.get("templates") or []
        strange = [code for code in papers if regulation and code not in self.papers[regulation.pk]]
        if strange and regulation:
            names = "、".join(dict(self.fields["templates"].choices)[code] for code in strange)  # type: ignore[attr-defined]
            self.add_error("templates", f"《{regulation.title}》没有{names}，请重新选择材料。")
        return cleaned


class CancelForm(UiForm):
    """Cancel a call, with the reason."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)
    reason = CleanTextField(label="取消理由", max_length=500)


class LateForm(UiForm):
    """Why a project is filed late."""

    reason = CleanTextField(
        label="逾期申报的理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LateAnswerForm(UiForm):
    """What the office answers, and until when a project may be filed."""

    until = DayField(label="最迟送审日期", required=False, help_text="同意时填写。")
    answer = CleanTextField(
        label="办理意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
