"""The database refuses every move that no transition of the code allows, even by raw SQL."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from projects.planning.models import AnnualPlan
from projects.registry.models import AllowedMove, Project, Record, RecordStatus, Stage, Standing
from tests.builders import later
from tests.life import fill
from tests.projects.conftest import Site

pytestmark = pytest.mark.django_db
GUARDED: tuple[tuple[type[Model], str, list[str]], ...] = (
    (Project, "stage", list(Stage)),
    (Project, "standing", list(Standing)),
    (Record, "status", list(RecordStatus)),
    (AnnualPlan, "status", list(AnnualPlan.Status)),
)


def _transitions(model: type[Model], name: str) -> Iterator[tuple[str, str]]:
    """Yield what the transitions of the code allow."""
    field = model._meta.get_field(name)
    for transition_ in field.get_all_transitions(model):  # type: ignore[union-attr]
        yield str(transition_.source), str(transition_.target)


def _force(table: str, column: str, pk: int, value: str) -> None:
    """Bring a row into a state that no guard looks at."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _update(table, column, pk, value)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _update(table: str, column: str, pk: int, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])  # noqa: S608 - our own tables


def _row(site: Site, model: type[Model]) -> int:
    if model is Project:
        return site.project_id
    if model is AnnualPlan:
        return int(AnnualPlan.objects.earliest("pk").pk)
    return int(fill(site.county, site.project, "standing_change", {}, at=later()).pk)


@pytest.mark.parametrize(("model", "column", "states"), GUARDED)
def test_raw_sql_moves_a_row_only_where_a_transition_leads(
    building_site: Site, model: type[Model], column: str, states: list[str]
) -> None:
    table, pk = model._meta.db_table, _row(building_site, model)
    allowed = set(_transitions(model, column))

    for old, new in product(map(str, states), repeat=2):
        _force(table, column, pk, old)
        if old == new or (old, new) in allowed:
            _update(table, column, pk, new)
            continue
        with pytest.raises(IntegrityError, match="illegal move"), transaction.atomic():
            _update(table, column, pk, new)


@pytest.mark.parametrize(("model", "column", "states"), GUARDED)
def test_the_table_of_moves_says_what_the_transitions_say(
    db: None,  # noqa: ARG001
    model: type[Model],
    column: str,
    states: list[str],
) -> None:
    moves = AllowedMove.objects.filter(field=f"{model._meta.db_table}.{column}").exclude(old="")

    assert set(moves.values_list("old", "new")) == set(_transitions(model, column))
    assert {new for _, new in moves.values_list("old", "new")} <= set(map(str, states))


@pytest.mark.parametrize("value", ["CONSTRUCTION", "ARCHIVED", "", "NONSENSE"])
def test_raw_sql_begins_no_project_in_the_middle_of_its_life(
    building_site: Site, value: str
) -> None:
    columns = [str(field.column) for field in Project._meta.concrete_fields][1:]
    changed = {"stage": "%s", "number": "'copy'"}
    copied = ", ".join(changed.get(column, column) for column in columns)
    names = ", ".join(columns)
    copy = f"INSERT INTO projects_project ({names}) SELECT {copied} FROM projects_project"  # noqa: S608 - our own columns

    with (
        pytest.raises(IntegrityError, match="illegal move"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{copy} WHERE id = %s", [value, building_site.project_id])
