"""Addresses of one's notices, how one is told, and the ways out."""

from django.urls import path

from approvals.notifications import views

urlpatterns = [
    path("notices/", views.notices, name="notifications-list"),
    path("notices/read-all/", views.read_all, name="notifications-read-all"),
    path("notices/<int:notice_id>/open/", views.open_notice, name="notifications-open"),
    path("notices/preferences/", views.preferences, name="notifications-preferences"),
    path("notices/channels/", views.channels, name="notifications-channels"),
    path("notices/channels/add/<slug:kind>/", views.add_channel, name="notifications-channel-add"),
    path(
        "notices/channels/<int:channel_id>/edit/",
        views.edit_channel,
        name="notifications-channel-edit",
    ),
    path(
        "notices/channels/<int:channel_id>/test/",
        views.try_channel,
        name="notifications-channel-test",
    ),
    path("announcements/", views.announcements, name="notifications-announcements"),
    path("announcements/publish/", views.publish, name="notifications-publish"),
    path(
        "announcements/<int:announcement_id>/",
        views.announcement,
        name="notifications-announcement",
    ),
    path(
        "announcements/<int:announcement_id>/file/",
        views.announcement_file,
        name="notifications-announcement-file",
    ),
    path(
        "announcements/<int:announcement_id>/withdraw/",
        views.withdraw,
        name="notifications-withdraw",
    ),
    path("notices/deliveries/", views.deliveries, name="notifications-deliveries"),
    path(
        "notices/deliveries/<int:delivery_id>/retry/",
        views.retry_delivery,
        name="notifications-delivery-retry",
    ),
]
