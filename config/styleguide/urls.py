"""Addresses of the style page."""

from django.urls import path

from config.styleguide import views

urlpatterns = [
    path("", views.show, name="styleguide"),
    path("<slug:page>/", views.show, name="styleguide-page"),
]
