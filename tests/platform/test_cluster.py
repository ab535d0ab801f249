"""The tests run on servers of their own."""

import os

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_the_one_of_this_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW unix_socket_directories")
        row = cursor.fetchone()

    assert row[0].startswith(os.environ["TEST_CLUSTER"])


@pytest.mark.django_db
def test_the_trigram_index_knows_chinese_characters() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT cardinality(show_trgm('北京大学'))")
        row = cursor.fetchone()

    assert row[0] == 5


def test_the_cache_answers() -> None:
    cache.set("question", "答案")

    assert cache.get("question") == "答案"
