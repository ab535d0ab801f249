"""Addresses of applications and appraisals."""

from django.urls import path

from projects.application import views

urlpatterns = [
    path("calls/", views.call_list, name="application-calls"),
    path("calls/<int:call_id>/", views.call, name="application-call"),
    path("calls/<int:call_id>/cancel/", views.cancel, name="application-call-cancel"),
    path(
        "calls/<int:call_id>/late/<int:late_id>/decide/",
        views.decide_late,
        name="application-late-decide",
    ),
    path("red-lines/", views.red_lines, name="application-red-lines"),
    path(
        "red-lines/<int:term_id>/retire/",
        views.retire_red_line,
        name="application-red-line-retire",
    ),
    path("projects/<int:project_id>/late/", views.late, name="application-late"),
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
