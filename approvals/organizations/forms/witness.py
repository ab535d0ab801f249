"""A second administrator at the same desk (两人办理): their name and password, checked at once."""

from collections.abc import Callable
from typing import Any

from django import forms

from approvals.organizations.models import User
from config.kernel.forms import CleanCharField, UiForm

type Check = Callable[[str, str], User | None]


class WitnessForm(UiForm):
    """Who stands by; empty where no administrator is concerned."""

    witness_username = CleanCharField(
        label="见证人用户名",
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    witness_password = forms.CharField(
        label="见证人密码",
        max_length=512,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check

    def clean(self) -> dict[str, Any]:
        """Look the witness up once both are given."""
        found = super().clean() or {}
        username = found.pop("witness_username", "")
        password = found.pop("witness_password", "")
        found["witness"] = None
        if username or password:
            found["witness"] = self.check(username, password)
            if found["witness"] is None:
                self.add_error("witness_password", "见证人的用户名或密码不对，请重新输入。")
        return found

    @property
    def witness_fields(self) -> list[forms.BoundField]:
        """The two fields, drawn apart from the others."""
        return [self["witness_username"], self["witness_password"]]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self.visible_fields() if not field.name.startswith("witness_")]
