"""Addresses of the pages across the stages."""

from django.urls import path

from projects.overview import views
from projects.overview.views import applicability, backfill, guides, prints, trials

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
    path("projects/print/", prints.prints, name="overview-prints"),
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
    path("guides/", guides.guides, name="overview-guides"),
    path(
        "guides/forms/<int:version_id>/<slug:code>/xlsx/",
        guides.blank_workbook,
        name="overview-blank-workbook",
    ),
    path(
        "guides/forms/<int:version_id>/<slug:code>/pdf/",
        guides.blank_print,
        name="overview-blank-print",
    ),
    path("calendars/mine/", guides.feed_page, name="overview-feed"),
    path("calendars/mine/open/", guides.open_own_feed, name="overview-feed-open"),
    path("calendars/mine/close/", guides.close_own_feed, name="overview-feed-close"),
    path("calendars/mine/<slug:token>/", guides.feed, name="overview-deadlines"),
    path("applicability/", applicability.which_apply, name="overview-applicability"),
    path("applicability/ruling/", applicability.rule_which_wins, name="overview-ruling"),
    path("projects/<int:project_id>/", views.project, name="overview-project"),
    path("projects/<int:project_id>/dossier/", views.dossier, name="overview-dossier"),
]
