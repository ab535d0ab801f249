"""Addresses of the rulebooks."""

from django.urls import path

from projects.regulations import views
from projects.regulations.views import comparing, drafts, roles, things

_DRAFT = "regulations/drafts/<int:draft_id>/"

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
    path("regulations/versions/<int:version_id>/draft/", drafts.begin, name="regulations-begin"),
    path(
        "regulations/versions/<int:version_id>/export/",
        comparing.export_version,
        name="regulations-export",
    ),
    path("regulations/drafts/", drafts.draft_list, name="regulations-drafts"),
    path(_DRAFT, drafts.draft, name="regulations-draft"),
    path(f"{_DRAFT}submit/", drafts.submit, name="regulations-draft-submit"),
    path(f"{_DRAFT}return/", drafts.give_back, name="regulations-draft-return"),
    path(f"{_DRAFT}approve/", drafts.approve, name="regulations-draft-approve"),
    path(f"{_DRAFT}discard/", drafts.discard, name="regulations-draft-discard"),
    path(f"{_DRAFT}restore/<int:number>/", drafts.restore, name="regulations-draft-restore"),
    path(f"{_DRAFT}read/", comparing.read_draft, name="regulations-draft-read"),
    path(f"{_DRAFT}compare/", comparing.compare_draft, name="regulations-draft-compare"),
    path(f"{_DRAFT}export/", comparing.export_draft, name="regulations-draft-export"),
    path(f"{_DRAFT}things/<slug:slug>/", things.thing, name="regulations-draft-thing"),
    path(
        "regulations/<slug:code>/<int:version>/compare/<int:other>/",
        comparing.compare_versions,
        name="regulations-compare",
    ),
    path("regulations/<slug:code>/<int:version>/roles/", roles.roles, name="regulations-roles"),
    path("regulations/<slug:code>/", views.rulebook, name="regulations-rulebook"),
    path("regulations/<slug:code>/<int:version>/", views.rulebook, name="regulations-version"),
]
