"""What leaves the system: only what has happened, once, by real servers, dead ones with a cause."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from approvals.notifications import services
from approvals.notifications.forms import form_for
from approvals.notifications.models import Delivery, Notice, NoticeChannel
from approvals.notifications.services import deliver_due, notify, send_digests
from approvals.notifications.services.delivering import WAITS
from approvals.organizations.models import User
from audit.models import AuditEntry
from tests.approvals.organizations.conftest import AT
from tests.peers import LOOPBACK, MailPeer, WebPeer, serving

type Browser = Callable[[User], Client]
State = Delivery.State
SOON = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Settings) -> None:
    settings.OUTBOUND_NETWORKS = ["127.0.0.0/8"]
    settings.PUBLIC_URL = "https://projects.example.gov.cn"


@pytest.fixture
def mail_peer() -> Iterator[MailPeer]:
    """A mail server on loopback."""
    with serving(MailPeer()) as peer:
        yield peer


@pytest.fixture
def web_peer() -> Iterator[WebPeer]:
    """A gateway on loopback."""
    with serving(WebPeer()) as peer:
        yield peer


@pytest.fixture
def mail(mail_peer: MailPeer, system_admin: User, handler: User) -> NoticeChannel:
    """Mail is set up, and the handler has an address."""
    User.objects.filter(pk=handler.pk).update(email="handler@example.gov.cn")
    handler.email = "handler@example.gov.cn"
    particulars = {
        "host": LOOPBACK,
        "port": str(mail_peer.port),
        "security": "NONE",
        "username": "",
        "password": "",
        "sender": "noreply@example.gov.cn",
    }
    return services.add_channel(
        kind="MAIL", name="邮件", particulars=particulars, actor=system_admin, at=AT
    )


@pytest.fixture
def gateway(web_peer: WebPeer, system_admin: User) -> NoticeChannel:
    """A gateway is set up."""
    particulars = {"address": web_peer.address, "secret": "token-abc"}
    return services.add_channel(
        kind="JSON", name="网关", particulars=particulars, actor=system_admin, at=AT
    )


def test_a_new_task_reaches_the_mailbox_with_a_link_that_leads_to_it(
    mail: NoticeChannel, mail_peer: MailPeer, handler: User
) -> None:
    notify([handler], title="待办：项目甲", body="请审核。", url="/todo/1/", event="task", at=AT)

    deliver_due(at=AT)

    letter = mail_peer.mails[0]
    assert letter["To"] == "handler@example.gov.cn"
    assert letter["Subject"] == "待办：项目甲"
    assert "https://projects.example.gov.cn/todo/1/" in letter.get_content()
    assert letter["Message-ID"] == f"<{mail.pk}.notice.{Notice.objects.get().pk}@example.gov.cn>"
    assert Delivery.objects.get().state == State.SENT


def test_a_gateway_gets_whom_what_and_the_key_and_the_token_in_the_header(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User
) -> None:
    notify([handler], title="催办：项目甲", url="/todo/1/", event="press", at=AT)

    deliver_due(at=AT)

    found = web_peer.received[0]
    assert found["title"] == "催办：项目甲"
    assert found["username"] == handler.username
    assert found["link"] == "https://projects.example.gov.cn/todo/1/"
    assert found["key"] == Delivery.objects.get(channel=gateway).key
    assert web_peer.headers_received[0]["Authorization"].startswith("Bearer ")


def test_what_did_not_commit_tells_nobody(
    gateway: NoticeChannel, mail: NoticeChannel, handler: User
) -> None:
    del gateway, mail
    with transaction.atomic():
        notify([handler], title="没有发生", event="task", at=AT)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_what_was_sent_is_not_sent_again(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User
) -> None:
    del gateway
    notify([handler], title="一次", event="task", at=AT)

    assert [deliver_due(at=AT), deliver_due(at=AT + SOON)] == [1, 0]
    assert len(web_peer.received) == 1


def test_a_row_that_a_dead_worker_left_behind_goes_out_under_the_same_key(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User
) -> None:
    del gateway
    notify([handler], title="接着发", event="task", at=AT)
    row = Delivery.objects.get()
    lease = uuid.uuid4()
    Delivery.objects.update(state=State.SENDING, lease=lease, due_at=AT + SOON)

    early = deliver_due(at=AT)
    late = deliver_due(at=AT + SOON)

    assert (early, late) == (0, 1)
    assert web_peer.received[0]["key"] == row.key


def test_a_row_that_breaks_its_worker_again_and_again_is_given_up(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User
) -> None:
    del gateway
    notify([handler], title="断了又断", event="task", at=AT)
    lease = uuid.uuid4()
    Delivery.objects.update(state=State.SENDING, lease=lease, attempts=len(WAITS) + 1)

    deliver_due(at=AT)

    assert Delivery.objects.get().state == State.DEAD
    assert not web_peer.received


def test_a_failure_is_tried_again_later_each_time_and_given_up_with_its_cause(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User, system_admin: User
) -> None:
    del gateway
    web_peer.answers = [503] * 20
    notify([handler], title="送不到", event="task", at=AT)
    at = AT
    for wait in WAITS:
        deliver_due(at=at)
        row = Delivery.objects.get()
        assert (row.state, row.due_at) == (State.QUEUED, at + wait)
        at = row.due_at

    deliver_due(at=at)

    dead = Delivery.objects.get()
    assert dead.state == State.DEAD
    assert "503" in dead.cause
    web_peer.answers = []
    services.retry_delivery(dead, actor=system_admin, at=at)
    deliver_due(at=at)
    assert Delivery.objects.get().state == State.SENT
    assert len(web_peer.received) == 1


def test_an_address_that_the_mail_server_refuses_for_good_is_given_up_at_once(
    mail: NoticeChannel, mail_peer: MailPeer, handler: User
) -> None:
    del mail
    mail_peer.refuses = {"handler@": "550 no such mailbox"}
    notify([handler], title="无此人", event="task", at=AT)

    deliver_due(at=AT)

    dead = Delivery.objects.get()
    assert dead.state == State.DEAD
    assert "550 no such mailbox" in dead.cause


def test_an_inner_address_that_is_not_allowed_is_refused_also_after_a_redirect(
    gateway: NoticeChannel, web_peer: WebPeer, handler: User, settings: Settings
) -> None:
    del gateway
    settings.OUTBOUND_NETWORKS = []
    notify([handler], title="不许出门", event="task", at=AT)
    deliver_due(at=AT)
    refused = Delivery.objects.get()
    assert refused.state == State.DEAD
    assert "127.0.0.1" in refused.cause
    assert "OUTBOUND_NETWORKS" in refused.cause

    settings.OUTBOUND_NETWORKS = ["127.0.0.1/32"]
    web_peer.answers, web_peer.leads_to = [302], "http://127.0.0.2:9/"
    notify([handler], title="转走", event="task", at=AT + SOON)
    deliver_due(at=AT + SOON)
    led = Delivery.objects.exclude(pk=refused.pk).get()
    assert led.state == State.QUEUED
    assert not web_peer.received


def test_each_person_hears_by_mail_and_message_what_they_chose(
    mail: NoticeChannel, gateway: NoticeChannel, handler: User, signed_in: Browser
) -> None:
    client = signed_in(handler)
    page = client.get("/notices/preferences/").content.decode()
    assert "handler@example.gov.cn" in page
    wanted = {f"mail_{code}": "NOW" for code in ("task", "outcome", "deadline", "press")}
    wanted |= {f"mail_{code}": "DAILY" for code in ("copy", "project", "announcement", "other")}
    client.post("/notices/preferences/", {**wanted, "mail_task": "OFF", "message_task": "on"})

    notify([handler], title="待办", event="task", at=AT)
    notify([handler], title="催办", event="press", at=AT)

    left = {(row.event, row.channel) for row in Delivery.objects.select_related("channel")}
    assert left == {("task", gateway), ("press", mail)}


def test_the_daily_summary_is_one_mail_of_what_is_still_unread(
    mail: NoticeChannel, mail_peer: MailPeer, handler: User
) -> None:
    del mail
    for number in range(3):
        notify([handler], title=f"动态{number}", event="project", at=AT)
    services.mark_read(Notice.objects.earliest("pk"), at=AT)

    deliver_due(at=AT)
    assert not mail_peer.mails
    assert [send_digests(at=AT + SOON), send_digests(at=AT + SOON)] == [1, 0]
    deliver_due(at=AT + SOON)

    assert len(mail_peer.mails) == 1
    text = mail_peer.mails[0].get_content()
    assert "2 条未读" in mail_peer.mails[0]["Subject"]
    assert "动态0" not in text
    assert "动态2" in text
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_group_is_told_once_however_many_of_it_are_concerned(
    system_admin: User, security_admin: User, handler: User
) -> None:
    services.add_channel(
        kind="FEISHU", name="群", particulars={"token": "abcdefgh"}, actor=system_admin, at=AT
    )

    notify([handler, security_admin], title="同一件事", event="press", at=AT)

    row = Delivery.objects.get()
    assert row.user is None


def test_a_channel_of_one_unit_carries_nothing_for_the_others(
    system_admin: User, handler: User, web_peer: WebPeer, school: object
) -> None:
    del school
    unit = handler.appointments.get().post.unit
    User.objects.filter(pk=handler.pk).update(unit=unit)
    services.add_channel(
        kind="JSON",
        name="学校",
        particulars={"address": web_peer.address, "secret": ""},
        unit=unit,
        actor=system_admin,
        at=AT,
    )

    notify([handler, system_admin], title="本单位", event="task", at=AT)

    assert [row.user for row in Delivery.objects.all()] == [handler]


def test_the_administrator_sets_a_channel_up_tries_it_and_sees_the_answer(
    system_admin: User, signed_in: Browser, web_peer: WebPeer
) -> None:
    client = signed_in(system_admin)
    client.post(
        "/notices/channels/add/JSON/",
        {"name": "网关", "address": web_peer.address, "secret": "s3cret", "is_active": "on"},
    )
    channel = NoticeChannel.objects.get()
    web_peer.answers = [401]

    failed = client.post(f"/notices/channels/{channel.pk}/test/", follow=True).content.decode()
    worked = client.post(f"/notices/channels/{channel.pk}/test/", follow=True).content.decode()

    assert "测试没有成功" in failed
    assert "401" in failed
    assert "测试消息已发出" in worked
    assert web_peer.received[0]["title"] == "通知渠道测试"
    assert "s3cret" not in channel.sealed_settings
    kept = client.get(f"/notices/channels/{channel.pk}/edit/").content.decode()
    assert "s3cret" not in kept
    assert AuditEntry.objects.filter(action="approvals.channel.change").count() == 3


def test_a_secret_left_empty_stays_as_it_was(
    gateway: NoticeChannel, web_peer: WebPeer, system_admin: User, signed_in: Browser
) -> None:
    form = {"name": "改名", "address": web_peer.address, "secret": "", "is_active": "on"}
    signed_in(system_admin).post(f"/notices/channels/{gateway.pk}/edit/", form)

    services.try_channel(gateway, actor=system_admin, at=AT)

    assert NoticeChannel.objects.get().name == "改名"
    assert len(web_peer.headers_received[0]["Authorization"]) > len("Bearer ")


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("JSON", "address", "http://10.0.0.8/hook", "内部地址"),
        ("JSON", "address", "https://user:pw@example.com/hook", "不带参数和口令"),
        ("WECOM", "token", "https://example.com/nothing", "看不出机器人的令牌"),
        ("MAIL", "host", "192.168.0.9", "内部地址"),
        ("MAIL", "sender", "不是地址", "电子邮件"),
    ],
)
def test_a_wrong_particular_is_named(  # noqa: PLR0913, PLR0917 - a table of cases
    system_admin: User, signed_in: Browser, kind: str, field: str, value: str, said: str
) -> None:
    form = {"name": "渠道", "port": "25", "security": "NONE", field: value}

    answer = signed_in(system_admin).post(f"/notices/channels/add/{kind}/", form)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not NoticeChannel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "token"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx", "693a91f6-7xxx"),
        ("https://oapi.dingtalk.com/robot/send?access_token=ab12cd34ef", "ab12cd34ef"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/1f2e3d4c-5b6a", "1f2e3d4c-5b6a"),
        ("abcdefgh-1234", "abcdefgh-1234"),
    ],
)
def test_the_token_is_read_out_of_the_address_that_the_platform_shows(
    typed: str, token: str
) -> None:
    form_class = form_for("WECOM")
    assert form_class is not None
    form = form_class({"name": "群", "token": typed})

    assert form.fields["token"].clean(typed) == typed
    form.cleaned_data = {"token": typed}
    assert form.clean_token() == token  # type: ignore[attr-defined]


def test_deliveries_show_their_state_and_cause_but_not_what_they_say(
    gateway: NoticeChannel, handler: User, system_admin: User, signed_in: Browser
) -> None:
    del gateway
    notify([handler], title="项目甲的秘密", event="task", at=AT)
    Delivery.objects.update(state=State.DEAD, cause="对方没有回应。")

    page = signed_in(system_admin).get("/notices/deliveries/?state=DEAD").content.decode()

    assert "对方没有回应。" in page
    assert "重新发送" in page
    assert "项目甲的秘密" not in page
