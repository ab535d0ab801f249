"""The ways out: one form for each kind of channel."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from approvals.notifications.models import Delivery, NoticeChannel
from approvals.notifications.shapes import EVENTS
from approvals.organizations.models import Unit
from config.kernel.forms import CleanCharField, UiForm
from config.kernel.outbound import OutboundRefusedError, is_allowed

TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}\Z")
IN_ADDRESS = re.compile(r"(?:[?&](?:key|access_token)=|/hook/)(?P<token>[A-Za-z0-9_-]+)")
HIGHEST_PORT = 65_535
UNCHANGED = "不填则保持原来的。"
Kind = NoticeChannel.Kind


class ChannelForm(UiForm):
    """What every channel has; the particulars of each kind come below."""

    particulars: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    name = CleanCharField(label="名称", max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="只发给", required=False, empty_label="所有单位的人员"
    )
    events = forms.MultipleChoiceField(
        label="发送哪些事项",
        choices=[(code, event.label) for code, event in EVENTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一项都不选，等于全部发送；每个人还可以在自己的通知开关里调整。",
    )
    is_active = forms.BooleanField(label="启用这个渠道", required=False, initial=True)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = forms.ModelChoiceField(
            Unit.objects.filter(is_active=True).order_by("path"),
            label="只发给",
            required=False,
            empty_label="所有单位的人员",
            help_text="选了单位，就只发给该单位及下属单位的人员。",
        )
        self.fields["unit"] = units
        self.order_fields(["name", *self.particulars, "unit", "events", "is_active"])
        for name in self.secrets:
            if not is_new:
                self.fields[name].required = False
                self.fields[name].help_text = UNCHANGED

    def arguments(self) -> dict[str, Any]:
        """Hand the particulars over together."""
        found = self.cleaned_data
        common = {key: found[key] for key in ("name", "unit", "events", "is_active")}
        return common | {"particulars": {key: str(found[key]) for key in self.particulars}}


def _hidden(label: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=300, strip=True, widget=widget, **kwargs)


def _require_allowed(host: str) -> None:
    """Refuse a literal address that would be refused on sending as well."""
    try:
        ip_address(host)
    except ValueError:
        return
    if not is_allowed(host, settings.OUTBOUND_NETWORKS):
        raise ValidationError(str(OutboundRefusedError(host)))


class MailForm(ChannelForm):
    """A mail server (SMTP)."""

    particulars = ("host", "port", "security", "username", "password", "sender")
    secrets = ("password",)

    host = CleanCharField(label="邮件服务器", max_length=200)
    port = forms.IntegerField(label="端口", min_value=1, max_value=HIGHEST_PORT, initial=465)
    security = forms.ChoiceField(
        label="加密",
        choices=[
            ("TLS", "TLS（465 端口）"),
            ("STARTTLS", "STARTTLS"),
            ("NONE", "不加密（仅限内网）"),
        ],
    )
    username = CleanCharField(label="登录名", max_length=200, required=False)
    password = _hidden("登录密码", required=False)
    sender = CleanCharField(label="发件地址", max_length=200)

    def clean_host(self) -> str:
        """Refuse an inner address that is not allowed."""
        host = str(self.cleaned_data["host"])
        _require_allowed(host)
        return host

    def clean_sender(self) -> str:
        """Refuse what is no address."""
        sender = str(self.cleaned_data["sender"])
        validate_email(sender)
        return sender


class RobotForm(ChannelForm):
    """A robot of a group: the address that the platform shows, or its token alone."""

    particulars: tuple[str, ...] = ("token",)
    secrets: tuple[str, ...] = ("token",)

    token = _hidden("机器人地址或令牌", help_text="粘贴平台给出的 Webhook 地址即可。")

    def clean_token(self) -> str:
        """Take the token out of the address."""
        typed = str(self.cleaned_data["token"])
        if not typed:
            return ""
        found = IN_ADDRESS.search(typed)
        token = found["token"] if found else typed
        if not TOKEN.match(token):
            raise ValidationError("看不出机器人的令牌，请粘贴平台给出的完整 Webhook 地址。")
        return token


class DingTalkForm(RobotForm):
    """A robot of DingTalk, which may sign what it sends."""

    particulars = ("token", "secret")
    secrets = ("token", "secret")

    secret = _hidden("加签密钥", required=False, help_text="机器人安全设置选“加签”时填写。")


class GatewayForm(ChannelForm):
    """An address of another system that takes JSON, one message a person."""

    particulars = ("address", "secret")
    secrets = ("secret",)

    address = forms.URLField(
        label="接口地址",
        max_length=300,
        assume_scheme="https",
        help_text="每条消息以 JSON 提交，含标题、正文、链接、唯一键和收件人的用户名、姓名、电话。",
    )
    secret = _hidden("访问令牌", required=False, help_text="填写后放在 Authorization 请求头中。")

    def clean_address(self) -> str:
        """Refuse other schemes, addresses with a password in them, and inner addresses."""
        address = str(self.cleaned_data["address"])
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or parts.username or parts.query:
            raise ValidationError("接口地址只能是不带参数和口令的 http 或 https 地址。")
        _require_allowed(parts.hostname or "")
        return address

    def clean_secret(self) -> str:
        """Refuse what cannot stand in a header."""
        secret = str(self.cleaned_data["secret"])
        if not secret.isascii() or not secret.isprintable():
            raise ValidationError("访问令牌只能由英文字母、数字和符号组成。")
        return secret


FORMS: dict[str, type[ChannelForm]] = {
    Kind.MAIL: MailForm,
    Kind.WECOM: RobotForm,
    Kind.DINGTALK: DingTalkForm,
    Kind.FEISHU: RobotForm,
    Kind.JSON: GatewayForm,
}


def form_for(kind: str) -> type[ChannelForm] | None:
    """Return the form of a kind of channel."""
    return FORMS.get(kind)


class DeliveryFilter(UiForm):
    """Which deliveries are shown."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Delivery.State.choices]
    )
