"""The Celery application; every setting of it is in ``config/settings/background.py``."""

import gc
import importlib
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

PRINTER = "documents.rendering.sheets"

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def load_heavy_parts_once(**_kwargs: Any) -> None:
    """Warm the printer before the pool forks: its children share the memory and start at once."""
    importlib.import_module(PRINTER).warm_up()
    gc.collect()
    gc.freeze()
