"""Addresses of records and papers."""

from django.urls import path

from projects.registry import views

urlpatterns = [
    path(
        "projects/<int:project_id>/records/<slug:kind>/new/",
        views.open_record,
        name="registry-open",
    ),
    path(
        "projects/<int:project_id>/records/<int:record_id>/",
        views.record,
        name="registry-record",
    ),
    path(
        "projects/<int:project_id>/records/<int:record_id>/withdraw/",
        views.withdraw_record,
        name="registry-withdraw",
    ),
    path(
        "projects/<int:project_id>/records/<int:record_id>/discard/",
        views.discard_record,
        name="registry-discard",
    ),
    path(
        "projects/<int:project_id>/records/<int:record_id>/print/",
        views.print_record,
        name="registry-print",
    ),
    path(
        "projects/<int:project_id>/records/<int:record_id>/papers/attach/",
        views.attach_paper,
        name="registry-attach-to-record",
    ),
    path("projects/<int:project_id>/papers/attach/", views.attach_paper, name="registry-attach"),
    path(
        "projects/<int:project_id>/papers/<int:paper_id>/remove/",
        views.remove_paper,
        name="registry-remove-paper",
    ),
]
