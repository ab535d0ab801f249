"""Telling people: in the system, by mail and by message, once each, and only what has happened."""

from approvals.notifications.services.announcing import publish, withdraw
from approvals.notifications.services.channels import (
    add_channel,
    edit_channel,
    try_channel,
)
from approvals.notifications.services.delivering import (
    deliver_due,
    retry_delivery,
    send_digests,
)
from approvals.notifications.services.telling import (
    choose_preferences,
    mark_all_read,
    mark_read,
    notify,
)

__all__ = [
    "add_channel",
    "choose_preferences",
    "deliver_due",
    "edit_channel",
    "mark_all_read",
    "mark_read",
    "notify",
    "publish",
    "retry_delivery",
    "send_digests",
    "try_channel",
    "withdraw",
]
