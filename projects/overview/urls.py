"""Addresses of the pages across the stages."""

from django.urls import path

from projects.overview import views

urlpatterns = [
    path("", views.workbench, name="overview-workbench"),
    path("projects/", views.ledger, name="overview-ledger"),
    path("projects/export/", views.export_ledger, name="overview-export"),
    path("projects/<int:project_id>/", views.project, name="overview-project"),
]
