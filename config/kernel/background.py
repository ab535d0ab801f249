"""Background work: a task is named, not imported, so services stay below tasks.

A broker that is away must not fail a request whose rows are written: what is not sent stays
in its rows, and whoever keeps them sends it again.
"""

from functools import partial

from celery import current_app
from django.db import transaction


def enqueue(task: str, **ids: int) -> None:
    """Send `task` with `ids` to the worker once the surrounding transaction has committed."""
    transaction.on_commit(partial(current_app.send_task, task, kwargs=ids), robust=True)
