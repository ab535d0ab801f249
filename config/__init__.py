"""The wiring: settings, addresses, processes. It knows every app; no app knows it."""

import gc

# What is loaded at the start stays: hundreds of thousands of objects, looked through again and
# again by a collector that is meant for small programs. That took a third of every start.
gc.set_threshold(100_000, 20, 20)

from config.celery import app as celery_app  # noqa: E402 - after the collector is set

__all__ = ["celery_app"]
