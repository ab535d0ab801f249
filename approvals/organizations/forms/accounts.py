"""Signing in, the one-time code, one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from approvals.organizations.models import User
from config.kernel.forms import CleanCharField, UiForm

LONGEST_TRIED = 512


class SignInForm(UiForm):
    """User name and password."""

    username = CleanCharField(
        label="用户名",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码",
        max_length=LONGEST_TRIED,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """Read it as it is stored."""
        return str(User.normalize_username(self.cleaned_data["username"])).lower()


class CodeForm(UiForm):
    """A code of the app, or a recovery code."""

    code = CleanCharField(
        label="动态口令",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class PasswordForm(UiForm):
    """A new password, typed twice; the present one shows that it is really the person."""

    current_password = forms.CharField(
        label="现在的密码",
        max_length=LONGEST_TRIED,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="新密码",
        max_length=LONGEST_TRIED,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="12 至 128 位，不含姓名、用户名、常见词；可以用一句记得住的话，可以粘贴。",
    )
    repeated = forms.CharField(
        label="再输一次新密码",
        max_length=LONGEST_TRIED,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current_password(self) -> str:
        """Refuse whoever found an open screen."""
        current = str(self.cleaned_data["current_password"])
        if not self.user.check_password(current):
            raise ValidationError("现在的密码不对，请重新输入。")
        return current

    def clean_new_password(self) -> str:
        """Refuse what is easily guessed, or is no change."""
        new = str(self.cleaned_data["new_password"])
        if self.user.check_password(new):
            raise ValidationError("新密码不能与现在的密码相同。")
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        """Compare both."""
        found = super().clean() or {}
        new, repeated = found.get("new_password"), found.get("repeated")
        if new and repeated and new != repeated:
            self.add_error("repeated", "两次输入的新密码不一致，请重新输入。")
        return found

    def arguments(self) -> dict[str, Any]:
        """Hand over the new one only."""
        return {"new_password": self.cleaned_data["new_password"]}
