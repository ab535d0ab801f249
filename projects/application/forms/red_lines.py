"""The form with which a word is added to those that applications are scanned for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from config.kernel.forms import CleanCharField, UiForm
from projects.regulations.models import Regulation, RulebookVersion
from projects.regulations.queries import rulebook_of

EVERYWHERE = "全部办法（只要求说明）"


class RedLineTermForm(UiForm):
    """A word, where it belongs, and what is to be explained."""

    word = CleanCharField(label="用语", max_length=40, help_text="例如“视频专网”。")
    place = forms.ChoiceField(label="归入", required=False)
    hint = CleanCharField(
        label="要求说明什么",
        max_length=200,
        required=False,
        help_text="归入“全部办法”时显示给填报人，以句号结尾；不填就用系统的提示。",
    )

    def __init__(
        self, data: QueryDict | None = None, *, versions: Sequence[RulebookVersion]
    ) -> None:
        super().__init__(data)
        self.regulations = {str(v.regulation_id): v.regulation for v in versions}
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", EVERYWHERE)] + [
            (f"{version.regulation_id}:{line.code}", f"《{version.regulation.title}》{line.label}")
            for version in versions
            for line in rulebook_of(version).red_lines
        ]

    def arguments(self) -> dict[str, Any]:
        """Hand on the regulation and the red line that were chosen."""
        number, _, code = self.cleaned_data["place"].partition(":")
        regulation: Regulation | None = self.regulations.get(number)
        kept = {name: self.cleaned_data[name] for name in ("word", "hint")}
        return {**kept, "regulation": regulation, "line_code": code}
