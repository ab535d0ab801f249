"""The signing certificate of a unit, and why it is withdrawn."""

from typing import Any

from django import forms

from approvals.organizations.forms.units import UnitChoice, active_units
from approvals.organizations.models import Unit
from config.kernel.forms import CleanCharField, UiForm

LARGEST = 200 * 1024


class SealCertificateForm(UiForm):
    """A unit, its key file and the passphrase that opens it; the passphrase is not kept."""

    unit = UnitChoice(label="单位", queryset=Unit.objects.none())
    key_file = forms.FileField(
        label="证书文件",
        help_text="证书机构发的 PKCS#12 文件（.p12 或 .pfx），含私钥，不超过 200 KB。",
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        error_messages={"required": "请选择证书文件。", "empty": "证书文件是空的，请重新选择。"},
    )
    passphrase = forms.CharField(
        label="证书文件的口令",
        max_length=200,
        strip=False,
        required=False,
        help_text="只用来打开这个文件，系统不保存口令；私钥加密存放，任何页面都不显示。",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = active_units()

    def clean_key_file(self) -> bytes:
        """Read the file; it is small."""
        upload = self.cleaned_data["key_file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("证书文件超过 200 KB，请确认选择的是 .p12 或 .pfx 文件。")
        content: bytes = upload.read()
        return content


class WithdrawCertificateForm(UiForm):
    """Why a unit seals no longer with a certificate."""

    reason = CleanCharField(
        label="停用原因",
        max_length=200,
        help_text="例如：证书到期、单位更名、私钥可能泄露。",
    )
