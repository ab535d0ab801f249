"""The documents as a Django app: its sheets and its jobs are registered here."""

from importlib import import_module

from django.apps import AppConfig

from documents.sheets import catalog


class DocumentsConfig(AppConfig):
    """Files, sheets, prints and jobs (文档)."""

    name = "documents"
    label = "documents"
    verbose_name = "文档"

    def ready(self) -> None:
        """Declare the sheets, and who does the jobs of this app."""
        catalog.load()
        import_module("documents.services")
        _register_listings()


def _register_listings() -> None:
    from documents.spreadsheets import register_listing  # noqa: PLC0415 - once tables are loaded
    from documents.views.trail import TRAIL_LIST, open_trail  # noqa: PLC0415 - see above

    register_listing(TRAIL_LIST, open_trail)
