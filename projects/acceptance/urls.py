"""Addresses of acceptance."""

from django.urls import path

from projects.acceptance import views

urlpatterns = [
    path("projects/<int:project_id>/data-resources/", views.data, name="acceptance-data"),
    path(
        "projects/<int:project_id>/data-resources/catalogue/",
        views.catalogue,
        name="acceptance-catalogue",
    ),
]
