"""Small forms of the registry; the sheets themselves are built from their declarations."""

from django import forms

from config.kernel.forms import CleanCharField, CleanTextField, UiForm


class VersionForm(UiForm):
    """A button that acts on a record as its reader saw it."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """The same, with a reason."""

    reason = CleanTextField(label="理由", max_length=500)


class PaperForm(UiForm):
    """A paper to file under a project or a record."""

    kind = forms.SlugField(label="材料类型")
    title = CleanCharField(label="材料名称", max_length=200, required=False)
    upload = forms.FileField(label="文件")


class ButtonForm(UiForm):
    """A button that needs nothing but to be pressed."""
