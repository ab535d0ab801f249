"""Addresses of the life cycle: each stage brings its own."""

from django.urls import include, path

app_name = "projects"

urlpatterns = [
    path("", include("projects.overview.urls")),
    path("", include("projects.registry.urls")),
    path("", include("projects.regulations.urls")),
    path("", include("projects.application.urls")),
    path("", include("projects.initiation.urls")),
    path("", include("projects.planning.urls")),
    path("", include("projects.procurement.urls")),
    path("", include("projects.construction.urls")),
    path("", include("projects.finance.urls")),
    path("", include("projects.acceptance.urls")),
    path("", include("projects.operation.urls")),
    path("", include("projects.evaluation.urls")),
]
