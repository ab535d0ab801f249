"""Forms of the data catalogue."""

from typing import Any

from django import forms

from config.kernel.forms import CleanCharField, DayField, UiForm
from config.kernel.rows import rows_of
from projects.acceptance.models import DataResource
from projects.acceptance.rules import MOST_RESOURCES, ResourceLine

UNCHOSEN = ("", "请选择")


class CatalogueForm(UiForm):
    """A catalogue as its reader saw the project."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)


class ResourceForm(UiForm):
    """One data resource."""

    name = CleanCharField(label="资源名称", max_length=200)
    sharing = forms.ChoiceField(label="共享条件", choices=[UNCHOSEN, *DataResource.Sharing.choices])
    sharing_basis = CleanCharField(label="依据或理由", max_length=300, required=False)
    is_open = forms.BooleanField(label="向社会开放", required=False)
    frequency = forms.ChoiceField(
        label="更新频度", choices=[UNCHOSEN, *DataResource.Frequency.choices]
    )
    catalogued_on = DayField(label="编目日期", required=False)
    collected_on = DayField(label="归集日期", required=False)

    @staticmethod
    def line(entered: dict[str, Any]) -> ResourceLine:
        """Return what was entered as a line of a catalogue."""
        return ResourceLine(**entered)


ResourceRows = rows_of(ResourceForm, most=MOST_RESOURCES)
