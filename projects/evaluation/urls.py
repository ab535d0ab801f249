"""Addresses of the evaluation."""

from django.urls import path

from projects.evaluation import views

urlpatterns = [
    path("projects/<int:project_id>/indicators/", views.indicators, name="evaluation-indicators"),
    path(
        "projects/<int:project_id>/indicators/export/",
        views.export_scores,
        name="evaluation-scores",
    ),
]
