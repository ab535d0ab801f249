"""A test that commits leaves nothing to the next one, and takes nothing from it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_committed_rows_are_gone_and_migrated_rows_are_back(round_: int) -> None:
    assert not Group.objects.exists()
    assert Permission.objects.exists()

    with transaction.atomic():
        Group.objects.create(name=f"第 {round_} 轮")
        Permission.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_denial_has_a_connection_of_its_own_when_the_test_commits() -> None:
    assert connections["denials"] is not connections["default"]


@pytest.mark.django_db
def test_a_denial_shares_the_connection_inside_a_test_transaction() -> None:
    assert connections["denials"] is connections["default"]
