"""Security keys, and the posts that single sign-on brings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from approvals.organizations.forms.people import PostChoice
from approvals.organizations.models import Post, User
from config.kernel.forms import CleanCharField, UiForm

LONGEST_ANSWER = 20_000


class KeyForm(UiForm):
    """A name for a new key, and what the key answered."""

    name = CleanCharField(
        label="给这把密钥起个名字", max_length=40, help_text="例如：办公室的密钥、备用密钥。"
    )
    response = forms.CharField(
        label="密钥的应答",
        max_length=LONGEST_ANSWER,
        widget=forms.HiddenInput,
        error_messages={"required": "没有读到密钥：请插好密钥再点按钮，并允许浏览器使用。"},
    )


class KeyAnswerForm(UiForm):
    """What a key answered at the login."""

    response = forms.CharField(max_length=LONGEST_ANSWER, widget=forms.HiddenInput, required=False)


class KeyRemovalForm(UiForm):
    """The password shows that it is really the person."""

    current_password = forms.CharField(
        label="现在的密码",
        max_length=512,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
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


class PostClaimForm(UiForm):
    """A value of the claim and the post it brings."""

    value = CleanCharField(label="身份信息中的值", max_length=200)
    post = PostChoice(label="岗位", queryset=Post.objects.none(), empty_label="请选择岗位")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        posts = Post.objects.filter(is_active=True, role__is_administrator=False)
        field.queryset = posts.select_related("unit", "role").order_by("unit__path", "id")
