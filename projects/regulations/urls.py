"""Addresses of the rulebooks."""

from django.urls import path

from projects.regulations import views

urlpatterns = [
    path("regulations/", views.rulebook_list, name="regulations-list"),
    path("regulations/waivers/", views.waivers, name="regulations-waivers"),
    path(
        "regulations/waivers/<int:waiver_id>/end/",
        views.end_waiver,
        name="regulations-waiver-end",
    ),
    path(
        "regulations/versions/<int:version_id>/start/",
        views.start_force,
        name="regulations-start-force",
    ),
    path("regulations/<slug:code>/", views.rulebook, name="regulations-rulebook"),
    path("regulations/<slug:code>/<int:version>/", views.rulebook, name="regulations-version"),
]
