"""The last yard: a message handed to a mail server or, through apprise, to a robot or gateway.

Everything that leaves here leaves within `limited()`: never to a private address that the
operator has not allowed. A gateway of another system gets the key of the delivery with it, and
a mail carries it in its Message-ID, so whoever gets one twice can tell.
"""

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from approvals.notifications.models import NoticeChannel
from config.kernel.outbound import OutboundRefusedError, limited

if TYPE_CHECKING:
    from apprise import NotifyBase

MAIL_SECONDS = 15
NOT_ACCEPTED = "对方没有接受这条消息"
Kind = NoticeChannel.Kind


class SendingFailedError(Exception):
    """It did not go out; `is_final` says that trying again is of no use."""

    def __init__(self, cause: str, *, is_final: bool = False) -> None:
        self.is_final = is_final
        super().__init__(cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent, to whom, and the key that it is known by."""

    key: str
    title: str
    body: str
    link: str
    email: str = ""
    username: str = ""
    full_name: str = ""
    phone: str = ""

    @property
    def text(self) -> str:
        """The body with its link."""
        return "\n\n".join(part for part in (self.body, self.link) if part) or self.title


def send(kind: str, particulars: dict[str, str], message: Message) -> None:
    """Hand a message over, or raise `SendingFailedError` with the cause in words."""
    with limited(settings.OUTBOUND_NETWORKS) as limit:
        try:
            if kind == Kind.MAIL:
                _mail(particulars, message)
            else:
                _post(kind, particulars, message)
        except SendingFailedError as failure:
            if limit.refused:
                cause = str(OutboundRefusedError(limit.refused[0]))
                raise SendingFailedError(cause, is_final=True) from failure
            raise
        except ValueError as error:
            raise SendingFailedError(
                f"这条消息按渠道的设置写不出来（{error}）。", is_final=True
            ) from error


def _mail(particulars: dict[str, str], message: Message) -> None:
    backend = EmailBackend(
        alias="notices",
        host=particulars["host"],
        port=int(particulars["port"]),
        username=particulars["username"],
        password=particulars["password"],
        use_tls=particulars["security"] == "STARTTLS",
        use_ssl=particulars["security"] == "TLS",
        timeout=MAIL_SECONDS,
    )
    domain = particulars["sender"].rpartition("@")[2]
    mail = EmailMessage(
        message.title,
        message.text,
        particulars["sender"],
        [message.email],
        headers={"Message-ID": f"<{message.key.replace(':', '.')}@{domain}>"},
    )
    try:
        backend.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise SendingFailedError(
            f"邮件服务器不接受收件地址 {message.email}（{code} {_words(words)}）。",
            is_final=code >= 500,  # noqa: PLR2004 - SMTP: five hundred and above is for good
        ) from error
    except smtplib.SMTPResponseException as error:
        answer = f"{error.smtp_code} {_words(error.smtp_error)}"
        raise SendingFailedError(f"邮件服务器拒绝（{answer}）。") from error
    except (smtplib.SMTPException, OSError) as error:
        raise SendingFailedError(f"连接不上邮件服务器（{error}）。") from error


def _words(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _post(kind: str, particulars: dict[str, str], message: Message) -> None:
    from apprise import Apprise  # noqa: PLC0415 - half a second of a start, for whoever sends

    plugin = Apprise.instantiate(f"{_ADDRESSES[kind](particulars, message)}redirect=no")
    if plugin is None:
        raise SendingFailedError("渠道的地址不符合该平台的格式，请核对后重新填写。", is_final=True)
    with _causes() as causes:
        is_accepted = _notify(plugin, message)
    if not is_accepted:
        raise SendingFailedError("；".join(causes) or f"{NOT_ACCEPTED}。")


def _notify(plugin: "NotifyBase", message: Message) -> bool:
    return bool(plugin.notify(title=message.title, body=message.text))


def _wecom(particulars: dict[str, str], message: Message) -> str:  # noqa: ARG001
    return f"wecombot://{quote(particulars['token'], safe='')}/?"


def _dingtalk(particulars: dict[str, str], message: Message) -> str:  # noqa: ARG001
    secret = f"{quote(particulars['secret'], safe='')}@" if particulars.get("secret") else ""
    return f"dingtalk://{secret}{quote(particulars['token'], safe='')}/?"


def _feishu(particulars: dict[str, str], message: Message) -> str:  # noqa: ARG001
    return f"feishu://{quote(particulars['token'], safe='')}/?"


def _json(particulars: dict[str, str], message: Message) -> str:
    """Write the address of a gateway, with whom and what the message is about in its payload."""
    parts = urlsplit(particulars["address"])
    scheme = "jsons" if parts.scheme == "https" else "json"
    about = {
        ":key": message.key,
        ":link": message.link,
        ":username": message.username,
        ":full_name": message.full_name,
        ":phone": message.phone,
        ":email": message.email,
    }
    if particulars.get("secret"):
        about["+Authorization"] = f"Bearer {particulars['secret']}"
    query = urlencode({name: value for name, value in about.items() if value}, quote_via=quote)
    return f"{scheme}://{parts.netloc}{parts.path or '/'}?{query}&"


_ADDRESSES: dict[str, Callable[[dict[str, str], Message], str]] = {
    Kind.WECOM: _wecom,
    Kind.DINGTALK: _dingtalk,
    Kind.FEISHU: _feishu,
    Kind.JSON: _json,
}


class _Listener(logging.Handler):
    """Keeps what the library only logs: why something was not accepted."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.causes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.causes.append(record.getMessage())


@contextmanager
def _causes() -> Iterator[list[str]]:
    listener, logger = _Listener(), logging.getLogger("apprise")
    logger.addHandler(listener)
    try:
        yield listener.causes
    finally:
        logger.removeHandler(listener)
