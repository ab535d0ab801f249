"""The last message of a deed: appended in the name of the owner, and committed with it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.context import acting_as
from audit.models import AuditEntry
from audit.services import audited, record, record_denial, verify_trail
from config.kernel.asking import ask

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@audited
def note(text: str, *, actor: User, at: datetime) -> None:
    """Leave one entry."""
    record(AuditAction.USER_CHANGED, target=None, target_label=text, actor=actor, at=at)


def clerk() -> User:
    return User.objects.create(username="clerk", full_name="钱小满")


def said_last(asked: CaptureQueriesContext) -> str:
    words = [str(query["sql"]) for query in asked.captured_queries]
    return next(text for text in reversed(words) if text != "COMMIT")  # Django's own, by then idle


@pytest.mark.django_db(transaction=True)
def test_a_deed_and_a_denial_end_with_the_message_that_appends_them() -> None:
    person, told = clerk(), list[str]()

    @audited
    def tell(*, actor: User, at: datetime) -> None:
        note("告知", actor=actor, at=at)
        transaction.on_commit(lambda: told.append("已告知"))
        assert told == []

    with CaptureQueriesContext(connection) as asked:
        tell(actor=person, at=AT)
    assert said_last(asked).startswith("SELECT audit_append(")
    assert "; COMMIT; " in said_last(asked)
    assert told == ["已告知"]
    assert AuditEntry.objects.using("denials").count() == 1

    record_denial(AuditAction.USER_CHANGED, actor=person, at=AT, target_label="甲", reason="不可")
    assert AuditEntry.objects.using("denials").count() == 2
    assert verify_trail().is_intact


@pytest.mark.django_db(transaction=True)
def test_what_was_answered_is_on_the_disk() -> None:
    person, written = clerk(), list[str]()

    @audited
    def rename(*, actor: User, at: datetime) -> None:
        note("更名", actor=actor, at=at)
        User.objects.filter(pk=actor.pk).update(full_name="钱大满")
        written.extend(ask("SELECT pg_current_wal_insert_lsn()::text")[0])

    ask("SET synchronous_commit TO on")  # as everywhere but in the tests
    rename(actor=person, at=AT)

    ((is_there,),) = ask("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", written)
    ask("RESET synchronous_commit")
    assert is_there


@pytest.mark.django_db(transaction=True)
def test_a_deed_inside_a_larger_transaction_leaves_its_end_to_that() -> None:
    person = clerk()

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        note("其一", actor=person, at=AT)
        assert "COMMIT" not in said_last(asked)
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_the_end_of_the_transaction_refuses_leaves_nothing() -> None:
    person, told = clerk(), list[str]()

    @audited
    def break_a_reference(*, actor: User, at: datetime) -> None:
        note("断链", actor=actor, at=at)
        transaction.on_commit(lambda: told.append("不该告知"))
        with connection.cursor() as cursor:  # checked only at the end: the user does not exist
            cursor.execute(
                "INSERT INTO approvals_user_groups (user_id, group_id) VALUES (0, 0)",
            )

    with pytest.raises(IntegrityError):
        break_a_reference(actor=person, at=AT)

    assert told == []
    assert not AuditEntry.objects.exists()
    note("随后", actor=person, at=AT)
    assert verify_trail().checked == 1


@pytest.mark.django_db
def test_a_role_that_may_only_read_can_append_but_not_write() -> None:
    person = clerk()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE trail_reader")
        cursor.execute("GRANT SELECT ON audit_auditentry, audit_audithead TO trail_reader")
        cursor.execute("SET LOCAL ROLE trail_reader")

        with acting_as("审计员"):
            note("只读角色", actor=person, at=AT)
        for forgery in (
            "INSERT INTO audit_auditentry SELECT * FROM audit_auditentry",
            "UPDATE audit_audithead SET seq = 0",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(forgery)

    assert verify_trail().checked == 1
