"""Brings the commands and the checks of this folder to ``manage.py``."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "config.services"
    label = "services"

    def ready(self) -> None:
        from config.services import checks  # noqa: F401, PLC0415
