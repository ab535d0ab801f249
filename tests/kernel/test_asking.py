"""What is asked often is planned once, and its answer is the same as Django's."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from config.kernel.asking import MOST_KEPT, ask, say

pytestmark = pytest.mark.django_db

KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement = %s"


def test_values_come_back_as_they_went_whatever_their_kind() -> None:
    sent = (3, "立项", datetime(2026, 3, 2, 1, 30, tzinfo=UTC), [1, 70_000], None)

    (row,) = ask("SELECT %s::int, %s::text, %s::timestamptz, %s::bigint[], %s::date", sent)

    assert row == sent


def test_values_may_have_names_and_come_twice() -> None:
    assert ask("SELECT %(one)s::int, %(one)s::int + 1", {"one": 1}) == [(1, 2)]


def test_the_server_keeps_the_plan_of_what_is_asked_often() -> None:
    words = "SELECT id FROM approvals_unit WHERE id = %s"

    for _ in range(7):
        ask(words, [1])

    with connection.cursor() as cursor:
        cursor.execute(KEPT, [words.replace("%s", "$1")])
        assert cursor.fetchone() == (1,)


def test_the_same_words_are_answered_by_what_was_asked_with_them() -> None:
    words = "SELECT %s::int, %s::text"

    first, second = ask(words, [1, "一"]), ask(f"{words}", [2, None])

    assert (first, second, ask("SELECT %s::date", ["2026-03-02"])) == (
        [(1, "一")],
        [(2, None)],
        [(date(2026, 3, 2),)],
    )


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_is_asked_anew() -> None:
    assert ask("SELECT %s::int", [1]) == [(1,)]

    connection.close()

    assert ask("SELECT %s::int", [2]) == [(2,)]


def test_however_many_questions_there_are_each_is_answered() -> None:
    asked = range(MOST_KEPT + 5)

    assert [ask(f"SELECT {number} + %s::int", [1])[0][0] for number in asked] == [
        number + 1 for number in asked
    ]


def test_a_question_may_be_asked_again_after_it_failed() -> None:
    words = "SELECT 1 / %s::int"

    with pytest.raises(DatabaseError), transaction.atomic():
        ask(words, [0])

    assert ask(words, [1]) == [(1,)]


def test_nothing_is_asked_in_a_transaction_that_is_lost() -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(savepoint=False):
            ask("SELECT 1 / %s::int", [0])
        with pytest.raises(TransactionManagementError):
            ask("SELECT 1")


def test_whoever_wraps_statements_hears_of_those_that_are_planned() -> None:
    heard = list[str]()

    def listen(execute: Any, words: str, *rest: Any) -> Any:
        heard.append(words)
        return execute(words, *rest)

    with connection.execute_wrapper(listen):
        ask("SELECT %s::int", [1])

    assert heard == ["SELECT %s::int"]


@pytest.mark.django_db(transaction=True)
def test_what_is_said_first_in_a_transaction_goes_with_it() -> None:
    ask("CREATE TEMPORARY TABLE told (words text)")
    with transaction.atomic():
        say("INSERT INTO told VALUES (%s); SELECT 1", "a'b\\c")
        assert ask("SELECT words FROM told") == [("a'b\\c",)]
        transaction.set_rollback(True)

    assert ask("SELECT words FROM told") == []
    ask("DROP TABLE told")


def test_what_fails_when_it_is_said_is_an_error_of_the_database() -> None:
    with pytest.raises(DataError), transaction.atomic():
        say("SELECT 1 / length(%s)", "")


def test_what_is_said_reaches_those_who_listen() -> None:
    with CaptureQueriesContext(connection) as heard:
        say("SELECT length(%s); SELECT 1", "立项")

    assert [one["sql"] for one in heard] == ["SELECT length('立项'); SELECT 1"]


def test_what_returns_nothing_is_an_empty_answer() -> None:
    assert ask("CREATE TEMPORARY TABLE nothing () ON COMMIT DROP") == []


def test_a_question_is_counted_like_those_of_django_and_fails_like_them() -> None:
    with CaptureQueriesContext(connection) as asked:
        ask("SELECT %(name)s::text", {"name": "立项"})
        with pytest.raises(DatabaseError):
            ask("SELECT * FROM no_such_table")

    assert [one["sql"] for one in asked] == [
        "SELECT '立项'::text",
        "SELECT * FROM no_such_table",
    ]
