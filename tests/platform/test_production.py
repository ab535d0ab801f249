"""A server that is set up halfway does not start, and says why."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.services.checks import check_subsetter, check_time_limits, production_faults
from config.services.places import CHECKOUT

WHOLE = {
    "DEBUG": False,
    "SECRET_KEY": "3f9c1e7a5b2d8064" * 4,
    "ALLOWED_HOSTS": ["projects.example.gov.cn"],
    "INSTALLED_APPS": ["projects"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
}
ADDRESSES = {"DATABASE_URL": "postgresql://db/app", "REDIS_URL": "redis://queue"}


def test_a_whole_set_of_settings_has_no_fault() -> None:
    assert production_faults(WHOLE, ADDRESSES) == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", True, "DEBUG"),
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "x" * 80, "SECRET_KEY"),
        ("SECRET_KEY", "django-insecure-" + "3f9c1e7a5b2d8064" * 4, "SECRET_KEY"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("INSTALLED_APPS", ["django.contrib.admin"], "后台"),
        ("SESSION_COOKIE_SECURE", False, "Cookie"),
        ("CSRF_COOKIE_SECURE", False, "Cookie"),
        ("SECURE_SSL_REDIRECT", False, "HTTPS"),
    ],
)
def test_each_fault_is_one_sentence(name: str, value: object, told: str) -> None:
    (fault,) = production_faults({**WHOLE, name: value}, ADDRESSES)

    assert told in fault
    assert fault.endswith("。")


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_servers_are_named_by_the_environment(name: str) -> None:
    (fault,) = production_faults(WHOLE, {**ADDRESSES, name: ""})

    assert name in fault


def _load_production(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"],
        cwd=CHECKOUT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def test_production_refuses_an_empty_environment() -> None:
    refused = _load_production(DATABASE_URL="postgresql://db/app", REDIS_URL="redis://queue")

    assert refused.returncode != 0
    assert "SECRET_KEY" in refused.stderr
    assert "ALLOWED_HOSTS" in refused.stderr


def test_production_loads_when_everything_is_named() -> None:
    loaded = _load_production(
        **ADDRESSES, SECRET_KEY=str(WHOLE["SECRET_KEY"]), ALLOWED_HOSTS="projects.example.gov.cn"
    )

    assert loaded.stdout.strip() == "False", loaded.stderr


def test_this_machine_can_embed_fonts() -> None:
    assert check_subsetter() == []


def test_a_message_does_not_come_back_while_its_task_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert check_time_limits() == []

    monkeypatch.setattr(settings, "CELERY_TASK_TIME_LIMIT", 600)

    assert [error.id for error in check_time_limits()] == ["services.E002"]
