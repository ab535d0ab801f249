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


class SavedView(models.Model):
    """Filters of the queue that somebody often uses (常用筛选), as the end of an address."""

    user = models.ForeignKey(
        User, verbose_name="使用人", on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="approvals_savedview_one_name_per_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """The secret address under which a person's deadlines are read (日历订阅)."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("开通时间")

    class Meta:
        verbose_name = "日历订阅"

    def __str__(self) -> str:
        return f"{self.created_at}"
