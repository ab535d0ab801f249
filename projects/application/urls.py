"""Addresses of applications and appraisals."""

from django.urls import path

from projects.application import views

urlpatterns = [
    path("projects/apply/", views.start, name="application-start"),
    path(
        "projects/<int:project_id>/application/<int:record_id>/",
        views.edit,
        name="application-edit",
    ),
    path(
        "projects/<int:project_id>/application/<int:record_id>/draft/",
        views.draft,
        name="application-draft",
    ),
    path(
        "projects/<int:project_id>/appraisal/<int:record_id>/",
        views.appraise,
        name="application-appraisal",
    ),
]
