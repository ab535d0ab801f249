"""Brings the commands of this folder to ``manage.py``."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "config.services"
    label = "services"
