"""Addresses of one's notices."""

from django.urls import path

from approvals.notifications import views

urlpatterns = [
    path("notices/", views.notices, name="notifications-list"),
    path("notices/read-all/", views.read_all, name="notifications-read-all"),
    path("notices/<int:notice_id>/open/", views.open_notice, name="notifications-open"),
]
