"""Addresses of records and papers."""

from django.urls import path

from projects.registry import views

urlpatterns = [
    path("projects/<int:project_id>/letters/", views.letters, name="registry-letters"),
    path(
        "projects/<int:project_id>/letters/<slug:kind>/new/",
        views.letter_new,
        name="registry-letter-new",
    ),
    path("letter-numbers/", views.letter_numbers, name="registry-letter-numbers"),
    path("letter-numbers/<int:letter_id>/void/", views.letter_void, name="registry-letter-void"),
    path("projects/<int:project_id>/forms/", views.form_list, name="registry-forms"),
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
    path("projects/<int:project_id>/rulebook/", views.pin, name="registry-pin"),
    path(
        "projects/<int:project_id>/rulebook/<int:change_id>/take-back/",
        views.take_back_pin,
        name="registry-pin-take-back",
    ),
    path("projects/<int:project_id>/access/", views.my_access, name="registry-my-access"),
    path("organizations/explain/", views.explain_access, name="registry-explain"),
    path("rulebook-changes/", views.pins, name="registry-pins"),
    path(
        "rulebook-changes/<int:change_id>/decide/",
        views.decide_pin,
        name="registry-pin-decide",
    ),
    path(
        "projects/<int:project_id>/enter-next-stage/",
        views.enter_next_stage,
        name="registry-enter-next-stage",
    ),
    path(
        "projects/<int:project_id>/members/appoint/",
        views.appoint_member,
        name="registry-appoint-member",
    ),
    path(
        "projects/<int:project_id>/members/<int:member_id>/end/",
        views.end_member,
        name="registry-end-member",
    ),
    path(
        "projects/<int:project_id>/papers/<int:paper_id>/remove/",
        views.remove_paper,
        name="registry-remove-paper",
    ),
]
