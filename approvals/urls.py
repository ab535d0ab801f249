"""Addresses of everything about people and approvals."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "approvals"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("approvals.inbox.urls")),
    path("", include("approvals.experts.urls")),
    path("", include("approvals.notifications.urls")),
    path("", include("approvals.calendars.urls")),
    path("", include("approvals.organizations.urls")),
]
