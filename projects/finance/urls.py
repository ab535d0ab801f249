"""Addresses of the money."""

from django.urls import path

from projects.finance import views

urlpatterns = [
    path("money/", views.ledger, name="finance-ledger"),
    path("money/export/", views.export_ledger, name="finance-export"),
    path("projects/<int:project_id>/money/", views.money, name="finance-money"),
    path(
        "projects/<int:project_id>/money/payments/",
        views.export_payments,
        name="finance-payments",
    ),
]
