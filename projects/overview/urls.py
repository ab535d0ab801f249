"""Addresses of the pages across the stages."""

from django.urls import path

from projects.overview import views
from projects.overview.views import applicability, backfill, trials

urlpatterns = [
    path("", views.workbench, name="overview-workbench"),
    path("projects/", views.ledger, name="overview-ledger"),
    path("projects/backfill/", backfill.backfill, name="overview-backfill"),
    path(
        "projects/backfill/<int:batch_id>/",
        backfill.backfill_batch,
        name="overview-backfill-batch",
    ),
    path("projects/backfill/<int:batch_id>/start/", backfill.start, name="overview-backfill-start"),
    path(
        "projects/backfill/<int:batch_id>/faults/",
        backfill.faults,
        name="overview-backfill-faults",
    ),
    path("projects/export/", views.export_ledger, name="overview-export"),
    path("regulations/drafts/<int:draft_id>/trial/", trials.trial, name="overview-trial"),
    path(
        "regulations/drafts/<int:draft_id>/rehearsal/",
        trials.rehearsal,
        name="overview-rehearsal",
    ),
    path(
        "calendars/<int:user_id>/<int:project_id>/<slug:seal>/",
        views.calendar,
        name="overview-calendar",
    ),
    path("applicability/", applicability.which_apply, name="overview-applicability"),
    path("applicability/ruling/", applicability.rule_which_wins, name="overview-ruling"),
    path("projects/<int:project_id>/", views.project, name="overview-project"),
    path("projects/<int:project_id>/dossier/", views.dossier, name="overview-dossier"),
]
