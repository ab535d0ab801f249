"""The child that draws is kept, and a worker that is forked finds everything ready."""

from unittest import mock

from config.celery import load_heavy_parts_once
from documents.rendering import page_pdf, sheets


def test_one_child_draws_one_page_after_the_other_and_each_alike() -> None:
    pages = [f"<p>项目{number}" for number in range(3)]

    forward = [page_pdf(page) for page in pages]
    with mock.patch("config.kernel.kept.forked", side_effect=AssertionError):
        backward = [page_pdf(page) for page in reversed(pages)]

    assert forward == backward[::-1]
    assert len(set(forward)) == len(pages)


def test_the_pool_of_workers_is_forked_with_the_engine_warm() -> None:
    sheets.press().end()
    sheets.press.cache_clear()
    with mock.patch("config.celery.gc"):
        load_heavy_parts_once()

    with mock.patch.object(sheets, "_engine", side_effect=AssertionError):
        assert page_pdf("<p>项目").startswith(b"%PDF-")
