"""A real worker serves the test's own queue on the test's own database."""

import subprocess
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_of_this_process_answers(
    celery_worker_process: subprocess.Popen[bytes],
) -> None:
    answers = current_app.control.ping(timeout=5)

    assert answers
    assert celery_worker_process.poll() is None
    environment = Path(f"/proc/{celery_worker_process.pid}/environ").read_bytes()
    assert settings.DATABASES["default"]["NAME"].encode() in environment
