"""The parts of one page ask the cache once for the same thing, and never read what was changed."""

from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache import cache

from config.kernel.caching import forget, get_once, keep, one_request

KEY = "tests.caching"


@pytest.fixture(autouse=True)
def _key_is_free() -> Iterator[None]:
    yield
    cache.delete(KEY)


def test_within_a_request_the_cache_is_asked_once() -> None:
    keep(KEY, 1, 60)

    with one_request(), mock.patch.object(cache, "get", wraps=cache.get) as asked:
        assert (get_once(KEY), get_once(KEY)) == (1, 1)

    assert asked.call_count == 1


def test_that_there_is_nothing_is_remembered_too() -> None:
    with one_request(), mock.patch.object(cache, "get", wraps=cache.get) as asked:
        assert (get_once(KEY), get_once(KEY)) == (None, None)

    assert asked.call_count == 1


@pytest.mark.parametrize("change", [lambda: keep(KEY, 2, 60), lambda: forget(KEY)])
def test_what_a_request_changes_it_reads_anew(change: object) -> None:
    assert callable(change)
    keep(KEY, 1, 60)

    with one_request():
        assert get_once(KEY) == 1
        change()
        assert get_once(KEY) == cache.get(KEY) != 1


def test_the_next_request_sees_what_somebody_else_changed() -> None:
    keep(KEY, 1, 60)
    with one_request():
        assert get_once(KEY) == 1
    cache.set(KEY, 2, 60)

    with one_request():
        assert get_once(KEY) == 2


def test_outside_a_request_nothing_is_remembered() -> None:
    keep(KEY, 1, 60)
    assert get_once(KEY) == 1
    cache.set(KEY, 2, 60)

    assert get_once(KEY) == 2
