"""Writing an announcement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.kernel.forms import CleanCharField, CleanTextField, DayField, UiForm


class AnnouncementForm(UiForm):
    """What is said, from when to when, with a paper."""

    title = CleanCharField(label="标题", max_length=120)
    body = CleanTextField(label="正文", max_length=20_000)
    starts_on = DayField(label="有效期起")
    ends_on = DayField(label="有效期止", required=False, help_text="不填则一直显示，直到撤下。")
    upload = forms.FileField(label="附件", required=False)
    is_pinned = forms.BooleanField(label="置顶", required=False)
    tells_all = forms.BooleanField(label="同时给全体人员发一条通知", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 10

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            raise ValidationError("有效期止不能早于有效期起。")
        return found
