"""Tables of initiation."""

from django.db import models

from config.kernel.models import AmountField
from projects.registry.models import Record


class Initiation(Record):
    """An application for initiation and the official reply that ends it (立项、批复)."""

    reply_number = models.CharField("批复文号", max_length=60, blank=True)
    replied_on = models.DateField("批复日期", null=True, blank=True)
    approved_amount = AmountField("批复金额", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "立项审批"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reply_number"],
                condition=~models.Q(reply_number=""),
                name="initiation_reply_number_once",
            )
        ]
