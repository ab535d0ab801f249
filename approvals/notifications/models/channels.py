"""The ways out of the system (通知渠道), and the outbox: one row for each thing that leaves."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from approvals.notifications.models.notices import Notice
from approvals.organizations.models import Unit, User


class NoticeChannel(models.Model):
    """A mail server, a robot of a group, or a gateway of another system.

    Addresses and passwords are sealed: a copy of the database does not give them away.
    """

    class Kind(models.TextChoices):
        MAIL = "MAIL", "电子邮件"
        WECOM = "WECOM", "企业微信群机器人"
        DINGTALK = "DINGTALK", "钉钉群机器人"
        FEISHU = "FEISHU", "飞书群机器人"
        JSON = "JSON", "消息网关（JSON）"

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=20, choices=Kind.choices)
    sealed_settings = models.TextField(editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="只发给"
    )
    events = ArrayField(models.CharField(max_length=40), verbose_name="事项", default=list)
    is_active = models.BooleanField("在用", default=True)
    tested_at = models.DateTimeField("最近测试时间", null=True)
    test_error = models.TextField("最近测试结果", blank=True)

    class Meta:
        verbose_name = "通知渠道"

    def __str__(self) -> str:
        return self.name

    @property
    def is_mail(self) -> bool:
        """Whether it carries mail."""
        return self.kind == self.Kind.MAIL

    @property
    def is_per_person(self) -> bool:
        """Whether each person gets their own; a robot tells the whole group once."""
        return self.kind in {self.Kind.MAIL, self.Kind.JSON}


class Delivery(models.Model):
    """One thing to send by one channel (投递); its key makes sure that it leaves once."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", "待发送"
        HELD = "HELD", "等待每日汇总"
        SENDING = "SENDING", "发送中"
        SENT = "SENT", "已发送"
        SKIPPED = "SKIPPED", "无需发送"
        DEAD = "DEAD", "发送失败"

    key = models.CharField(max_length=160, unique=True)
    channel = models.ForeignKey(
        NoticeChannel, models.PROTECT, related_name="deliveries", verbose_name="渠道"
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="收件人"
    )
    event = models.CharField("事项", max_length=40)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="deliveries")
    digest = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    due_at = models.DateTimeField("下次发送时间")
    lease = models.UUIDField(null=True)
    cause = models.TextField("未发出的原因", blank=True)
    created_at = models.DateTimeField("产生时间")
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = "通知投递"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="SENDING") | Q(lease__isnull=False),
                name="approvals_delivery_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="SENT") | Q(sent_at__isnull=False),
                name="approvals_delivery_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                F("due_at"),
                F("id"),
                condition=Q(state__in=["QUEUED", "SENDING"]),
                name="approvals_delivery_due",
            ),
            models.Index(
                fields=["channel", "user"],
                condition=Q(state="HELD"),
                name="approvals_delivery_held",
            ),
            models.Index(fields=["-created_at", "-id"], name="approvals_delivery_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(state="DEAD"),
                name="approvals_delivery_dead",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def tint(self) -> str:
        """The tint of its state on a page."""
        tints = {"SENT": "ok", "DEAD": "bad", "SENDING": "info", "QUEUED": "info"}
        return tints.get(self.state, "mute")

    @property
    def is_dead(self) -> bool:
        """Whether the system has given up on it."""
        return self.state == self.State.DEAD
