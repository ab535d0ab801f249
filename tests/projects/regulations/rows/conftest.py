"""These tests play in a theatre."""

from tests.autopilot.fixtures import _django_db_helper, stage, theatre

__all__ = ["_django_db_helper", "stage", "theatre"]
