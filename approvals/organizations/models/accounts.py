"""What guards an account beside the password, and the first set-up of the system."""

from django.db import models

from approvals.organizations.models.people import User


class SecondFactor(models.Model):
    """A one-time-code app of a person (动态口令); confirmed once a code from it was right.

    The last used step is kept here and compared under a row lock: a code counts once.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    encrypted_secret = models.TextField(editable=False)
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "动态口令"

    def __str__(self) -> str:
        return "已启用" if self.confirmed_at else "未启用"


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost (恢复码); used once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "恢复码"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="approvals_recoverycode_user_digest"
            ),
        ]

    def __str__(self) -> str:
        return "已使用" if self.used_at else "未使用"


class SecurityKey(models.Model):
    """A security key of a person (安全密钥), with the counter that a copy of it would betray."""

    user = models.ForeignKey(User, models.CASCADE, related_name="security_keys")
    name = models.CharField("名称", max_length=40)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField("登记时间")
    last_used_at = models.DateTimeField("最近使用", null=True)

    class Meta:
        verbose_name = "安全密钥"

    def __str__(self) -> str:
        return self.name


class OpenSession(models.Model):
    """A browser in which somebody is signed in (登录会话)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    address = models.GenericIPAddressField("地址", null=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)
    opened_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")

    class Meta:
        verbose_name = "登录会话"

    def __str__(self) -> str:
        return self.browser_words

    @property
    def browser_words(self) -> str:
        """The program and system in words, as far as the browser tells."""
        told = {**_PROGRAMS, **_SYSTEMS}
        program = next((told[sign] for sign in _PROGRAMS if sign in self.browser), "浏览器")
        system = next((told[sign] for sign in _SYSTEMS if sign in self.browser), "")
        return f"{program}（{system}）" if system else program


# The first sign that is found counts: Edge and the domestic browsers also call themselves Chrome.
_PROGRAMS = {
    "Edg/": "Edge",
    "QIHU": "360 浏览器",
    "360": "360 浏览器",
    "QAXBrowser": "奇安信浏览器",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "安卓",
    "HarmonyOS": "鸿蒙",
    "iPhone": "iPhone",
    "Mac OS": "macOS",
    "Kylin": "麒麟",
    "UOS": "统信",
    "Linux": "Linux",
}


class FormerPassword(models.Model):
    """The hash of a password that somebody had before (历史密码)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128, editable=False)
    left_at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = "历史密码"

    def __str__(self) -> str:
        return f"{self.left_at}"


class SetupRun(models.Model):
    """The first set-up of the system (首次设置): its one-time token and the steps done so far."""

    token_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    done_steps = models.JSONField(default=list)
    completed_at = models.DateTimeField(null=True)
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = "首次设置"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_only=True), name="approvals_setuprun_only_one"
            ),
        ]

    def __str__(self) -> str:
        return "已完成" if self.completed_at else "进行中"
