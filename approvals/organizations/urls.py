"""Addresses of sign-in, one's account, the organization and the first set-up."""

from django.urls import path
from django.views.generic import RedirectView

from approvals.organizations import views

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("login/code/", views.enter_code, name="login-code"),
    path("login/sso/", views.sign_on, name="sign-on"),
    path("login/sso/callback/", views.sign_on_callback, name="sign-on-callback"),
    path("logout/", views.sign_out, name="logout"),
    path("account/", views.account, name="account"),
    path("account/password/", views.change_password, name="account-password"),
    path("account/second-factor/", views.second_factor, name="account-second-factor"),
    path("account/second-factor/remove/", views.remove_factor, name="account-second-factor-remove"),
    path("account/security-keys/", views.security_keys, name="account-security-keys"),
    path("account/security-keys/codes/", views.renew_codes, name="account-recovery-codes"),
    path(
        "account/security-keys/<int:key_id>/remove/",
        views.remove_security_key,
        name="account-security-key-remove",
    ),
    path("account/sessions/end/", views.end_sessions, name="account-sessions-end"),
    path("account/sessions/<int:session_id>/end/", views.end_session, name="account-session-end"),
    path("account/delegate/", views.give_delegation, name="account-delegate"),
    path(
        "account/delegations/<int:delegation_id>/end/",
        views.end_own_delegation,
        name="account-delegation-end",
    ),
    path("setup/", views.setup, name="setup"),
    path("setup/<slug:code>/", views.setup_step, name="setup-step"),
    path(
        "organizations/",
        RedirectView.as_view(pattern_name="approvals:organizations-units"),
        name="organizations",
    ),
    path("organizations/units/", views.units, name="organizations-units"),
    path("organizations/units/add/", views.add_unit, name="organizations-unit-add"),
    path("organizations/units/<int:unit_id>/", views.unit, name="organizations-unit"),
    path(
        "organizations/units/<int:unit_id>/edit/", views.edit_unit, name="organizations-unit-edit"
    ),
    path(
        "organizations/units/<int:unit_id>/move/", views.move_unit, name="organizations-unit-move"
    ),
    path(
        "organizations/units/<int:unit_id>/deactivate/",
        views.deactivate_unit,
        name="organizations-unit-deactivate",
    ),
    path(
        "organizations/units/<int:unit_id>/reactivate/",
        views.reactivate_unit,
        name="organizations-unit-reactivate",
    ),
    path(
        "organizations/units/<int:unit_id>/reorganize/",
        views.reorganize,
        name="organizations-reorganize",
    ),
    path(
        "organizations/reorganizations/<int:reorganization_id>/cancel/",
        views.cancel_reorganization,
        name="organizations-reorganization-cancel",
    ),
    path(
        "organizations/units/<int:unit_id>/posts/add/",
        views.add_post,
        name="organizations-post-add",
    ),
    path(
        "organizations/posts/<int:post_id>/close/",
        views.close_post,
        name="organizations-post-close",
    ),
    path(
        "organizations/posts/<int:post_id>/reopen/",
        views.reopen_post,
        name="organizations-post-reopen",
    ),
    path("organizations/import/", views.import_start, name="organizations-import-start"),
    path(
        "organizations/import/<slug:kind>/", views.import_organization, name="organizations-import"
    ),
    path(
        "organizations/import/<slug:kind>/template/",
        views.import_template,
        name="organizations-import-template",
    ),
    path("organizations/post-claims/", views.post_claims, name="organizations-post-claims"),
    path(
        "organizations/post-claims/<int:claim_id>/remove/",
        views.remove_post_claim,
        name="organizations-post-claim-remove",
    ),
    path("organizations/people/", views.people, name="organizations-people"),
    path(
        "organizations/people/export/",
        views.export_people,
        name="organizations-people-export",
    ),
    path("organizations/people/add/", views.add_person, name="organizations-person-add"),
    path("organizations/people/<int:user_id>/", views.person, name="organizations-person"),
    path(
        "organizations/people/<int:user_id>/edit/",
        views.edit_person,
        name="organizations-person-edit",
    ),
    path(
        "organizations/people/<int:user_id>/reset/",
        views.reset_person,
        name="organizations-person-reset",
    ),
    path(
        "organizations/people/<int:user_id>/deactivate/",
        views.deactivate_person,
        name="organizations-person-deactivate",
    ),
    path(
        "organizations/people/<int:user_id>/reactivate/",
        views.reactivate_person,
        name="organizations-person-reactivate",
    ),
    path(
        "organizations/people/<int:user_id>/unlock/",
        views.unlock_person,
        name="organizations-person-unlock",
    ),
    path(
        "organizations/people/<int:user_id>/end-sessions/",
        views.end_person_sessions,
        name="organizations-person-end-sessions",
    ),
    path(
        "organizations/people/<int:user_id>/delegate/",
        views.delegate_for,
        name="organizations-person-delegate",
    ),
    path(
        "organizations/people/<int:user_id>/hand-over/",
        views.hand_over,
        name="organizations-hand-over",
    ),
    path(
        "organizations/appointments/<int:appointment_id>/end/",
        views.end_appointment,
        name="organizations-appointment-end",
    ),
    path("organizations/seals/", views.seal_certificates, name="organizations-seals"),
    path("organizations/seals/add/", views.add_seal_certificate, name="organizations-seal-add"),
    path(
        "organizations/seals/<int:certificate_id>/withdraw/",
        views.withdraw_seal_certificate,
        name="organizations-seal-withdraw",
    ),
    path(
        "organizations/delegations/<int:delegation_id>/end/",
        views.end_delegation,
        name="organizations-delegation-end",
    ),
]
