"""Announcements, notices, the channels they leave by, deliveries, and what people want to hear."""

from approvals.notifications.models.announcements import Announcement
from approvals.notifications.models.channels import Delivery, NoticeChannel
from approvals.notifications.models.notices import Notice, NoticePreference

__all__ = ["Announcement", "Delivery", "Notice", "NoticeChannel", "NoticePreference"]
