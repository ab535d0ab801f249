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
