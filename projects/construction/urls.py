"""Addresses of the construction."""

from django.urls import path

from projects.construction import views

urlpatterns = [
    path("projects/<int:project_id>/milestones/", views.milestones, name="construction-milestones"),
    path("projects/<int:project_id>/milestones/plan/", views.plan, name="construction-plan"),
    path(
        "projects/<int:project_id>/milestones/<int:milestone_id>/reach/",
        views.reach,
        name="construction-reach",
    ),
]
