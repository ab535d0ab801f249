"""The database refuses by itself what no service does."""

import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus
from tests.approvals.flows.town import NOW, SHORT, Town, agree, open_task

LEGAL = {
    ("RUNNING", "RETURNED"),
    ("RUNNING", "APPROVED"),
    ("RUNNING", "REJECTED"),
    ("RUNNING", "WITHDRAWN"),
    ("RUNNING", "TERMINATED"),
    ("RETURNED", "RUNNING"),
    ("RETURNED", "TERMINATED"),
}
ENDED = {"APPROVED", "REJECTED", "WITHDRAWN", "TERMINATED"}


def _move(process: ApprovalProcess, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_approvalprocess SET status = %s, ended_at = %s WHERE id = %s",
            [status, NOW if status in ENDED else None, process.pk],
        )


@pytest.mark.parametrize("old", ProcessStatus.values)
def test_no_status_moves_where_no_transition_leads(town: Town, old: str) -> None:
    process = town.send(SHORT)
    if old != "RUNNING":
        _move(process, old)

    moved = set()
    for new in ProcessStatus.values:
        if new == old:
            continue
        try:
            with transaction.atomic():
                _move(process, new)
                moved.add((old, new))
                transaction.set_rollback(True)
        except IntegrityError:
            continue

    assert moved == {pair for pair in LEGAL if pair[0] == old}


@pytest.mark.parametrize("status", ["RETURNED", "APPROVED"])
def test_no_process_begins_in_another_status(town: Town, status: str) -> None:
    process = town.send(SHORT)
    values = {
        field.attname: getattr(process, field.attname)
        for field in ApprovalProcess._meta.concrete_fields
        if field.attname not in {"id", "status", "ended_at"}
    }

    with pytest.raises(IntegrityError, match="只能以“办理中”开始"):
        ApprovalProcess.objects.create(**values, status=status, ended_at=None)


def test_update_does_not_get_past_the_guard(town: Town) -> None:
    process = town.send(SHORT)
    agree(open_task(process, "受理岗"), town.clerk)

    with pytest.raises(IntegrityError, match="不能由 APPROVED 变为 RUNNING"):
        ApprovalProcess.objects.filter(pk=process.pk).update(status="RUNNING", ended_at=None)


def test_the_status_cannot_be_assigned(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(AttributeError):
        process.status = "APPROVED"


def test_reading_again_leaves_the_status_protected(town: Town) -> None:
    process = town.send(SHORT)
    process.refresh_from_db()

    with pytest.raises(AttributeError):
        process.status = "APPROVED"
    assert process.status == "RUNNING"


def test_a_decided_task_never_changes(town: Town) -> None:
    process = town.send(SHORT)
    task = agree(open_task(process, "受理岗"), town.clerk)

    with pytest.raises(DatabaseError, match="不得修改"):
        ApprovalTask.objects.filter(pk=task.pk).update(decision="REJECTED")


def test_an_opinion_stands_as_it_was_signed(town: Town) -> None:
    process = town.send(SHORT)
    agree(open_task(process, "受理岗"), town.clerk)

    for deed in ("UPDATE approvals_opinion SET text = ''", "DELETE FROM approvals_opinion"):
        with pytest.raises(DatabaseError, match="不得修改"), transaction.atomic():
            connection.cursor().execute(deed)


def test_a_published_route_never_changes(town: Town) -> None:
    definition = town.define(SHORT)

    with pytest.raises(DatabaseError, match="不得修改"):
        type(definition).objects.filter(pk=definition.pk).update(label="别的")


def test_one_post_has_one_task_at_a_step_of_a_round(town: Town) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    task.pk = None

    with pytest.raises(IntegrityError, match="approvals_task_one_per_post_and_step"):
        task.save(force_insert=True)


def test_a_done_task_names_who_and_when(town: Town) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    with pytest.raises(IntegrityError, match="approvals_task_done_names_who_and_when"):
        ApprovalTask.objects.filter(pk=task.pk).update(status="DONE")


def test_every_pair_is_either_legal_or_refused() -> None:
    assert set(itertools.permutations(ProcessStatus.values, 2)) >= LEGAL
