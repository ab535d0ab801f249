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
    path("plans/<int:plan_id>/items/<int:item_id>/", views.plan_item, name="planning-item"),
    path(
        "plans/<int:plan_id>/items/<int:item_id>/remove/",
        views.remove_item,
        name="planning-remove",
    ),
]
