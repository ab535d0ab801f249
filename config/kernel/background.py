"""Background work: a task is named, not imported, so services stay below tasks."""

from functools import partial

from celery import current_app
from django.db import transaction


def enqueue(task: str, **ids: int) -> None:
    """Send `task` with `ids` to the worker once the surrounding transaction has committed."""
    transaction.on_commit(partial(current_app.send_task, task, kwargs=ids))
