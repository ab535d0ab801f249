"""The migrations describe the models, and each app has one line of them."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

APPS = ("projects", "approvals", "documents", "audit")


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.django_db
def test_each_app_has_one_last_migration() -> None:
    loader = MigrationLoader(connection)

    assert loader.detect_conflicts() == {}
    assert {app for app in APPS if not loader.graph.leaf_nodes(app)} == set()


def test_every_table_has_a_name_in_chinese() -> None:
    nameless = [
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if str(model._meta.verbose_name).isascii()
    ]

    assert nameless == []
