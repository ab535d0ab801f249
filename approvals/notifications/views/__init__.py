"""The pages of notices: one's own, how to be told, and the ways out."""

from approvals.notifications.views.announcements import (
    announcement,
    announcement_file,
    announcements,
    publish,
    withdraw,
)
from approvals.notifications.views.channels import (
    add_channel,
    channels,
    deliveries,
    edit_channel,
    retry_delivery,
    try_channel,
)
from approvals.notifications.views.own import notices, open_notice, preferences, read_all

__all__ = [
    "add_channel",
    "announcement",
    "announcement_file",
    "announcements",
    "channels",
    "deliveries",
    "edit_channel",
    "notices",
    "open_notice",
    "preferences",
    "publish",
    "read_all",
    "retry_delivery",
    "try_channel",
    "withdraw",
]
