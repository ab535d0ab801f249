"""What people keep for their own comfort while deciding."""

from django.db import models

from approvals.organizations.models import User


class Phrase(models.Model):
    """A phrase that somebody often writes (常用意见)."""

    user = models.ForeignKey(
        User, verbose_name="使用人", on_delete=models.CASCADE, related_name="phrases"
    )
    text = models.CharField("常用意见", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "常用意见"
        constraints = [
            models.UniqueConstraint(fields=["user", "text"], name="approvals_phrase_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.text


class CalendarFeed(models.Model):
    """The secret address under which a person's deadlines are read (日历订阅)."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("开通时间")

    class Meta:
        verbose_name = "日历订阅"

    def __str__(self) -> str:
        return f"{self.created_at}"
