"""Addresses of the annual plan."""

from django.urls import path

from projects.planning import views

urlpatterns = [
    path("plans/", views.plan_list, name="planning-list"),
    path("plans/<int:plan_id>/", views.plan, name="planning-plan"),
    path("plans/<int:plan_id>/add/", views.add_projects, name="planning-add"),
    path("plans/<int:plan_id>/submit/", views.submit_plan, name="planning-submit"),
    path("plans/<int:plan_id>/withdraw/", views.withdraw_plan, name="planning-withdraw"),
    path("plans/<int:plan_id>/adjust/", views.adjust_plan, name="planning-adjust"),
    path("plans/<int:plan_id>/export/", views.export, name="planning-export"),
    path("plans/<int:plan_id>/workbook/", views.hand_out, name="planning-hand-out"),
    path("plans/<int:plan_id>/imports/", views.take_in, name="planning-take-in"),
    path(
        "plans/<int:plan_id>/imports/<int:import_id>/",
        views.review_import,
        name="planning-import",
    ),
    path(
        "plans/<int:plan_id>/imports/<int:import_id>/settle/",
        views.settle_import,
        name="planning-import-settle",
    ),
    path(
        "plans/<int:plan_id>/imports/<int:import_id>/discard/",
        views.discard_import,
        name="planning-import-discard",
    ),
    path("plans/<int:plan_id>/versions/", views.compare_versions, name="planning-versions"),
    path("plans/<int:plan_id>/items/<int:item_id>/", views.plan_item, name="planning-item"),
    path(
        "plans/<int:plan_id>/items/<int:item_id>/remove/",
        views.remove_item,
        name="planning-remove",
    ),
]
