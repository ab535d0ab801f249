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
