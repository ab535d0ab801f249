"""Reading notices, channels and deliveries."""

from approvals.notifications.queries.channels import (
    PURPOSE,
    channels_with_counts,
    deliveries,
    particulars_of,
)
from approvals.notifications.queries.own import notices_of, preferences_of, unread_count

__all__ = [
    "PURPOSE",
    "channels_with_counts",
    "deliveries",
    "notices_of",
    "particulars_of",
    "preferences_of",
    "unread_count",
]
