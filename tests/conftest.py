"""What every test may use: one connection story, a real worker, a real browser."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from config.services.places import CHECKOUT
from config.services.processes import spawn, stop, wait_until
from tests.pristine import remember, restore
from tests.waiting import PATIENCE

BOTH = ["default", "denials"]
TRANSACTIONAL = {"transactional_db", "live_server", "django_db_reset_sequences"}
DATABASE_FIXTURES = TRANSACTIONAL | {"db", "admin_user", "admin_client", "celery_worker_process"}
WORKER_STARTS = 120.0
# The shell has no window, tabs and toolbars to draw: a page takes half the time.
CHROMIUMS = ("chromium-headless-shell", "chromium")

expect.set_options(timeout=PATIENCE)
# No test fails for a busy machine: what hangs is ended by the limit of the whole test.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open the second alias wherever the first one is open, and keep a file in one process.

    What a module sets up would else be set up in each of them.
    """
    for item in items:
        if config.getoption("loadgroup", default=False):
            _name_the_group(item)
        marks = list(item.iter_markers("django_db"))
        if not marks and DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(databases=BOTH))
        for mark in marks:
            cast("dict[str, Any]", mark.kwargs).setdefault("databases", BOTH)


def _name_the_group(item: pytest.Item) -> None:
    """Say in a test's name which process-wide group it is in: there xdist looks for it.

    xdist does so itself, in an attribute that pytest 9.2 no longer reads: without this, every
    test would go its own way and each process would set up everything (xdist issue 1386).
    """
    mark = item.get_closest_marker("xdist_group")
    group = mark.args[0] if mark else item.path.relative_to(CHECKOUT).as_posix()
    item._id = type(item.id).parse(f"{item.nodeid}@{group}")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Empty the database our own way after tests that commit: see ``tests.pristine``."""
    with django_db_blocker.unblock():
        remember("default")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: restore("default"))
        yield


@pytest.fixture(autouse=True)
def _cache_is_empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave nothing in the cache that the next test could find."""
    yield
    if request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture(autouse=True)
def _denials_stay_inside_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Inside a test transaction, the connection for refused deeds is the test's own.

    A second connection would wait for the trail's lock, which the test still holds. Tests that
    prove that a denial outlives its deed use ``transaction=True`` and get two connections.
    """
    mark = request.node.get_closest_marker("django_db")
    if not mark or mark.kwargs.get("transaction") or TRANSACTIONAL & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    own = connections["denials"]
    connections["denials"] = connections["default"]
    yield
    connections["denials"] = own


@pytest.fixture(scope="session")
def celery_worker_process(
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[subprocess.Popen[bytes]]:
    """Return a real worker on the database and the queue of this test process.

    The test must be ``transaction=True`` (or use ``live_server``): a worker sees committed rows
    only. Wait for the job before the test ends, or the worker meets an emptied database.
    """
    with django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
    log = Path(os.environ["TEST_CLUSTER"]) / f"worker{settings.TEST_PROCESS}.log"
    address = f"postgresql://app@/{quote(name)}?host={quote(os.environ['TEST_CLUSTER'])}/run"
    child = spawn(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "info"],
        folder=CHECKOUT,
        log=log,
        environment={
            **os.environ,
            "DATABASE_URL": address,
            "PYTHONPATH": str(CHECKOUT),
        },
    )
    if not wait_until(_says_ready(log), child, seconds=WORKER_STARTS):
        stop(child, signal.SIGTERM)
        pytest.fail(f"The worker did not start:\n{log.read_text()[-2000:]}")
    yield child
    stop(child, signal.SIGTERM)


def _says_ready(log: Path) -> Callable[[], bool]:
    return lambda: log.exists() and " ready." in log.read_text(errors="replace")


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of the distribution; nothing is downloaded."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or _chromium(),
        "chromium_sandbox": os.geteuid() != 0,
        "args": [
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
            "--disable-component-update",
            "--disable-dev-shm-usage",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in China."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }
