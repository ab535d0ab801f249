"""Addresses of the trail."""

from django.urls import URLPattern, URLResolver, path

from audit import views

app_name = "audit"

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", views.trail, name="trail"),
    path("audit/verify/", views.verify, name="verify"),
    path("audit/export/", views.export, name="export"),
    path("audit/<int:seq>/", views.entry, name="entry"),
]
