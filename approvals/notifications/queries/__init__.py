"""Reading announcements, notices, channels and deliveries."""

from approvals.notifications.queries.announcements import (
    announcements_for,
    announcements_on,
    publishing_unit,
)
from approvals.notifications.queries.channels import (
    PURPOSE,
    channels_with_counts,
    deliveries,
    particulars_of,
)
from approvals.notifications.queries.own import (
    MANY,
    notices_of,
    preferences_of,
    remember_unread,
    unread_count,
)

__all__ = [
    "MANY",
    "PURPOSE",
    "announcements_for",
    "announcements_on",
    "channels_with_counts",
    "deliveries",
    "notices_of",
    "particulars_of",
    "preferences_of",
    "publishing_unit",
    "remember_unread",
    "unread_count",
]
