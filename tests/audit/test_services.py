"""Entries join the deed's transaction; denials outlive it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import InternalError, ProgrammingError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.context import acting_as, request_context
from audit.models import AuditEntry, AuditHead
from audit.queries import entries_for
from audit.services import audited, record, record_denial, verify_trail
from config.kernel.verdicts import RuleViolationError, StaleVersionError, enforce, refused

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@audited
def rename(person: User, *, name: str, actor: User, at: datetime) -> str:
    """Rename somebody, unless the name is refused."""
    if not name:
        enforce(refused("请填写姓名。"))
    person.full_name = name
    person.save(update_fields=["full_name"])
    record(AuditAction.USER_CHANGED, target=person, actor=actor, at=at, detail={"姓名": name})
    return name


@audited(refused_as=AuditAction.UNIT_CHANGED)
def rename_twice(person: User, *, names: list[str], actor: User, at: datetime) -> int:
    """Rename somebody step by step; a refused step refuses the whole."""
    for name in names:
        rename(person, name=name, actor=actor, at=at)
    record(AuditAction.UNIT_CHANGED, target=None, target_label="改名", actor=actor, at=at)
    return len(names)


pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", full_name="钱小满")


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def test_a_deed_leaves_one_entry_with_who_what_and_where(clerk: User) -> None:
    with request_context(ip="10.1.2.3"), acting_as("数据部门评审"):
        rename(clerk, name="钱大满", actor=clerk, at=AT)

    entry = AuditEntry.objects.get()
    assert (entry.seq, entry.action_label, entry.outcome) == (1, "修改用户", "DONE")
    assert (entry.actor_id, entry.actor_label, entry.actor_post) == (
        clerk.pk,
        "钱大满",
        "数据部门评审",
    )
    assert (entry.target_type, entry.target_id) == ("approvals.user", str(clerk.pk))
    assert (entry.detail, entry.ip) == ({"姓名": "钱大满"}, "10.1.2.3")
    assert verify_trail().is_intact


def test_nested_services_join_the_outermost_in_their_order(clerk: User) -> None:
    rename_twice(clerk, names=["甲", "乙"], actor=clerk, at=AT)

    assert actions() == ["approvals.user.change", "approvals.user.change", "approvals.unit.change"]
    assert verify_trail().checked == 3


def test_a_refused_deed_leaves_only_a_denial_named_after_the_deed(clerk: User) -> None:
    with pytest.raises(RuleViolationError):
        rename_twice(clerk, names=["甲", ""], actor=clerk, at=AT)
    clerk.refresh_from_db()

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.outcome) == ("approvals.unit.change", "DENIED")
    assert entry.detail == {"理由": "请填写姓名。"}
    assert (entry.target_id, clerk.full_name) == (str(clerk.pk), "钱小满")


def test_what_a_nested_service_refused_cannot_be_passed_over(clerk: User) -> None:
    @audited
    def go_on(person: User, *, actor: User, at: datetime) -> None:
        with suppress(RuleViolationError):
            rename(person, name="", actor=actor, at=at)
        rename(person, name="乙", actor=actor, at=at)

    with pytest.raises(TransactionManagementError):
        go_on(clerk, actor=clerk, at=AT)


@pytest.mark.django_db(transaction=True)
def test_rollback_keeps_the_denial_and_drops_the_success() -> None:
    clerk = User.objects.create(username="clerk", full_name="钱小满")
    with pytest.raises(RuleViolationError):
        rename(clerk, name="", actor=clerk, at=AT)

    def fail_after_renaming() -> None:
        with transaction.atomic():
            rename(clerk, name="丙", actor=clerk, at=AT)
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_renaming()

    assert [(e.seq, e.outcome) for e in AuditEntry.objects.all()] == [(1, "DENIED")]
    clerk.refresh_from_db()
    assert clerk.full_name == "钱小满"
    assert verify_trail().is_intact


@pytest.mark.django_db(transaction=True)
def test_a_bug_leaves_no_entry_at_all() -> None:
    clerk = User.objects.create(username="clerk", full_name="钱小满")

    @audited
    def break_down(person: User, *, actor: User, at: datetime) -> None:
        record(AuditAction.USER_CHANGED, target=person, actor=actor, at=at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_down(clerk, actor=clerk, at=AT)

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_denial_inside_a_larger_transaction_does_not_wait_for_itself() -> None:
    clerk = User.objects.create(username="clerk", full_name="钱小满")

    with transaction.atomic():
        rename(clerk, name="丁", actor=clerk, at=AT)
        with pytest.raises(RuleViolationError):
            rename(clerk, name="", actor=clerk, at=AT)

    assert [e.outcome for e in AuditEntry.objects.order_by("seq")] == ["DONE", "DENIED"]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_no_gap() -> None:
    clerk = User.objects.create(username="clerk", full_name="钱小满")
    gate = Barrier(8)

    def write() -> None:
        try:
            gate.wait()
            for number in range(15):
                if number % 3:
                    rename(clerk, name=f"第{number}次", actor=clerk, at=AT)
                else:
                    with pytest.raises(RuleViolationError):
                        rename(clerk, name="", actor=clerk, at=AT)
        finally:
            connections.close_all()

    writers = [Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    report = verify_trail()
    assert report.is_intact
    assert report.checked == 120
    assert AuditHead.objects.get().seq == 120


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor_label = '别人'",
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_audithead",
    ],
)
def test_the_database_refuses_to_change_the_trail(clerk: User, statement: str) -> None:
    rename(clerk, name="戊", actor=clerk, at=AT)

    with (
        pytest.raises(ProgrammingError, match="只能追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_to_truncate_the_trail(clerk: User) -> None:
    rename(clerk, name="戊", actor=clerk, at=AT)

    with (
        pytest.raises(ProgrammingError, match="只能追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_auditentry")


def test_recording_outside_of_a_service_is_a_bug(clerk: User) -> None:
    with pytest.raises(RuntimeError):
        record(AuditAction.USER_CHANGED, target=clerk, actor=clerk, at=AT)


def test_details_of_every_plain_kind_verify_after_a_round_trip(clerk: User) -> None:
    @audited
    def note(person: User, *, actor: User, at: datetime) -> None:
        record(
            AuditAction.USER_CHANGED,
            target=person,
            actor=actor,
            at=at,
            detail={
                "金额": Decimal("1234567.80"),
                "日期": AT.date(),
                "时间": AT,
                "清单": ["甲\x00乙", 7, True, None],
                "更多": {"z": "😀⼯", "a": "“引号”\\u0000"},
            },
        )

    note(clerk, actor=clerk, at=AT + timedelta(microseconds=7))

    assert verify_trail().is_intact
    assert AuditEntry.objects.get().detail["金额"] == "1234567.80"


@pytest.mark.parametrize(("given", "kept"), [("甲\x00乙", "甲乙"), ("甲\ud83d乙", "甲?乙")])
def test_what_the_database_does_not_store_is_left_out_wherever_it_stands(
    clerk: User, given: str, kept: str
) -> None:
    @audited
    def note(*, actor: User, at: datetime) -> None:
        record(
            AuditAction.USER_CHANGED,
            target=None,
            target_label=given,
            actor=actor,
            at=at,
            detail={given: [given]},
        )

    note(actor=clerk, at=AT)

    entry = AuditEntry.objects.get()
    assert (entry.target_label, entry.detail) == (kept, {kept: [kept]})
    assert verify_trail().is_intact


def test_the_extract_of_a_project_goes_back_page_by_page(clerk: User) -> None:
    for number in range(5):
        record_denial(
            AuditAction.ACCESS_REFUSED,
            actor=clerk,
            at=AT,
            target_label=f"第{number}次",
            reason="无权查看。",
            project_id=7 if number != 2 else 8,
        )

    first = entries_for(7, size=3)
    rest = entries_for(7, first.next_seq, size=3)

    assert [e.seq for e in first.entries] == [5, 4, 2]
    assert [e.seq for e in rest.entries] == [1]
    assert rest.next_seq is None


def test_nothing_is_appended_when_the_head_was_taken_away(clerk: User) -> None:
    rename(clerk, name="己", actor=clerk, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_audithead DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_audithead")
        cursor.execute("ALTER TABLE audit_audithead ENABLE TRIGGER USER")

    with pytest.raises(InternalError, match="链尾缺失"), transaction.atomic():
        rename(clerk, name="庚", actor=clerk, at=AT)


def test_the_trigger_cannot_be_passed_by_an_upsert(clerk: User) -> None:
    rename(clerk, name="辛", actor=clerk, at=AT)
    copied = "seq, occurred_at, actor_label, actor_post, action, outcome"

    with (
        pytest.raises((ProgrammingError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO audit_auditentry ({copied}, target_type, target_id, target_label,"  # noqa: S608
            f" detail, ip, prev_hash, hash) SELECT {copied}, '', '', '', '{{}}', '', prev_hash,"
            " hash FROM audit_auditentry ON CONFLICT (seq) DO UPDATE SET actor_label = 'x'"
        )


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_somebody_else_is_told_in_words(clerk: User) -> None:
    with transaction.atomic(using="denials"):
        User.objects.using("denials").select_for_update().get(pk=clerk.pk)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10ms'")
        try:
            with pytest.raises(StaleVersionError, match="正由他人办理"):
                rename(clerk, name="钱大满", actor=clerk, at=AT)
        finally:
            connection.close()

    assert User.objects.get(pk=clerk.pk).full_name == "钱小满"
    assert actions() == []
