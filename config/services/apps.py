"""Brings the commands and the checks of this folder to ``manage.py``."""

from django.apps import AppConfig
from django.core.checks import register

from config.services.checks import check_subsetter, check_time_limits


class ServicesConfig(AppConfig):
    name = "config.services"
    label = "services"

    def ready(self) -> None:
        register(check_subsetter)
        register(check_time_limits)
