"""What is put back row by row is what the services built; another beginning is built anew."""

import pytest
from django.db import connection, transaction

from approvals.organizations.models import Unit, UnitKind, User
from approvals.organizations.services import create_unit
from projects.registry.models import Project
from tests import kept
from tests.builders import AT, application_ready, build_county, send

pytestmark = pytest.mark.django_db
NAME = "云河县第一中学"


def founded(built: list[str]) -> Unit:
    """Set up one unit by the service, and note that it was done."""
    built.append(NAME)
    return create_unit(
        name=NAME,
        short_name="一中",
        kind=UnitKind.objects.get(code="OWNER"),
        parent=None,
        actor=User.system(),
        at=AT,
    )


def all_rows() -> dict[str, list[bytes]]:
    """Return everything that is in the tables."""
    with connection.cursor() as cursor:
        return {table: sorted(rows) for table, rows in kept._rows(cursor).items()}


def test_a_world_is_built_once_and_put_back_row_by_row() -> None:
    built: list[str] = []
    seen = []

    for _ in range(2):
        with transaction.atomic():
            unit = kept.once("twice the same", lambda: founded(built))
            assert Unit.objects.get(name=NAME) == unit
            seen.append(all_rows())
            transaction.set_rollback(True)

    assert built == [NAME]
    assert seen[0] == seen[1]


def test_from_another_beginning_it_is_built_by_the_services() -> None:
    built: list[str] = []
    with transaction.atomic():
        kept.once("twice another", lambda: founded(built))
        transaction.set_rollback(True)
    build_county()

    kept.once("twice another", lambda: founded(built))

    assert built == [NAME, NAME]


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_built_by_the_services() -> None:
    built: list[str] = []

    kept.once("committed", lambda: founded(built))

    assert built == [NAME]
    assert "committed" not in kept._changes


def test_a_county_that_was_put_back_works_like_the_first_one() -> None:
    for _ in range(2):
        with transaction.atomic():
            county = build_county()
            send(county, application_ready(county))
            assert Project.objects.get().owner_unit == county.owner
            transaction.set_rollback(True)
