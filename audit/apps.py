"""The audit trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail (审计留痕)."""

    name = "audit"
    verbose_name = "审计留痕"
    default_auto_field = "django.db.models.BigAutoField"
