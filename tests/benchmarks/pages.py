"""A page against its floor: the same questions by plain psycopg, the same template."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest import mock

import psycopg
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.timezone import localdate

from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from config.kernel.caching import one_request
from tests.benchmarks.measuring import Measurement, compare

ROUNDS = 30
SAME_ROWS = "same rows, psycopg, same template"
BACKEND = "approvals.organizations.access.AccountBackend"


def signed_in(user: User) -> Client:
    """Return the browser of a person."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def measure_page(name: str, client: Client, address: str, view: Any) -> Measurement:
    """Measure all that a reader waits for, from the request to the answer."""
    return _measure(name, lambda: client.get(address), view)


def measure_view(name: str, client: Client, address: str, view: Any) -> Measurement:
    """Measure the page alone, without what stands before every page: session, person, posts."""
    with mock.patch.object(view, "render", wraps=view.render) as drawing:
        client.get(address)
    request: HttpRequest = drawing.call_args.args[0]
    assert isinstance(request.user, User)
    reader = User.objects.get(pk=request.user.pk)
    posts_of(reader, localdate())
    show = resolve(address).func

    def draw() -> Any:
        request.user = copy(reader)
        with one_request():
            return show(request)

    return _measure(name, draw, view)


def _measure(name: str, draw: Callable[[], Any], view: Any) -> Measurement:
    draw()
    with (
        mock.patch.object(view, "render", wraps=view.render) as drawing,
        CaptureQueriesContext(connection) as asked,
    ):
        assert draw().status_code == 200
    request, template, context = drawing.call_args.args
    words = [one["sql"].lstrip() for one in asked]
    questions = [one for one in words if one.startswith(("SELECT", "WITH"))]
    with plain_connection() as plain:

        def floor() -> None:
            ask_all(plain, questions)
            render_to_string(template, context, request)

        return compare(name, draw, SAME_ROWS, floor, ROUNDS)


def ask_all(plain: "psycopg.Connection[Any]", questions: Sequence[str]) -> None:
    """Ask one after the other, and take all the rows."""
    for question in questions:
        plain.execute(question).fetchall()


@contextmanager
def plain_connection() -> Iterator["psycopg.Connection[Any]"]:
    """Open a connection that no framework stands in front of."""
    given = connection.get_connection_params()
    wanted = {key: given[key] for key in ("dbname", "user", "host", "port") if key in given}
    with psycopg.connect(**wanted, autocommit=True) as plain:
        yield plain
