"""Notices, the channels they leave by, each delivery, and what each person wants to hear."""

from approvals.notifications.models.channels import Delivery, NoticeChannel
from approvals.notifications.models.notices import Notice, NoticePreference

__all__ = ["Delivery", "Notice", "NoticeChannel", "NoticePreference"]
