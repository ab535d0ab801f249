"""What people fill in about notices: how to be told, and the ways out."""

from approvals.notifications.forms.announcements import AnnouncementForm
from approvals.notifications.forms.channels import ChannelForm, DeliveryFilter, form_for
from approvals.notifications.forms.preferences import PreferencesForm

__all__ = ["AnnouncementForm", "ChannelForm", "DeliveryFilter", "PreferencesForm", "form_for"]
