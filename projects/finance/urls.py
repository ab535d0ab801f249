"""Addresses of the money."""

from django.urls import path

from projects.finance import views

urlpatterns = [
    path("money/", views.money_ledger, name="finance-ledger"),
    path("projects/<int:project_id>/money/", views.money, name="finance-money"),
]
