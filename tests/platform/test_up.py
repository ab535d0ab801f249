"""One command starts everything, and nothing is left when it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.services.places import CHECKOUT, STATE_VARIABLE, places_of

pytestmark = pytest.mark.slow
OURS = ("DATABASE_URL", "REDIS_URL", "TEST_CLUSTER", "TEST_TEMPLATE", "DJANGO_SETTINGS_MODULE")
STARTS = 120.0
ENDS = 20.0


@dataclass
class Run:
    """One `manage.py up`, its data folder and its port."""

    process: subprocess.Popen[bytes]
    state: Path
    port: int

    @property
    def said(self) -> str:
        return _output(self.state).read_text()

    def pids(self, word: str = "") -> list[int]:
        """Return the processes of this run: the name of its data folder is in each of them.

        Some overwrite their environment with a title, which then names the folder instead.
        """
        mark = str(self.state)
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                inherited = (folder / "environ").read_text(errors="replace")
            except OSError:
                continue
            if word in command and (mark in command or f"{STATE_VARIABLE}={mark}" in inherited):
                found.append(int(folder.name))
        return sorted(found)

    def answers(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET", "/login/")
            return line.getresponse().status < 500
        except OSError:
            return False
        finally:
            line.close()


@pytest.fixture
def state() -> Path:
    """Return a data folder that the user of the servers can reach."""
    return Path(os.environ["TEST_CLUSTER"]) / f"up-{os.getpid()}-{time.monotonic_ns()}"


@pytest.fixture
def start(state: Path) -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []

    def begin() -> Run:
        run = Run(_up(state, port := _free_port()), state, port)
        runs.append(run)
        _until(lambda: _is_announced(run), STARTS)
        return run

    yield begin
    for run in runs:
        run.process.kill()
        run.process.wait()
    _until(lambda: not any(run.pids() for run in runs), ENDS)


def test_everything_runs_survives_a_death_and_ends_with_the_command(
    start: Callable[[], Run],
) -> None:
    run = start()
    assert run.answers()

    # A second start on the same data is refused in one sentence.
    assert _up(run.state, _free_port()).wait(timeout=STARTS) != 0
    assert "已经在运行" in run.said
    assert "Traceback" not in run.said

    # What dies is started again.
    for word in ("granian", "postgres -D", "valkey-server", "celery -A config beat"):
        victim = run.pids(word)[0]
        os.kill(victim, signal.SIGKILL)
        _until(lambda run=run, word=word, victim=victim: victim not in run.pids(word), ENDS)  # type: ignore[misc]
        _until(lambda run=run, word=word: bool(run.pids(word)), ENDS)  # type: ignore[misc]
    _until(run.answers, ENDS)

    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(timeout=30) == 0
    assert run.pids() == []
    assert not run.answers()


def test_a_hard_kill_leaves_no_process_and_no_lost_data(start: Callable[[], Run]) -> None:
    run = start()
    with _database(run.state) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    run.process.kill()
    run.process.wait()
    _until(lambda: not run.pids(), ENDS)

    again = start()
    assert again.answers()
    with _database(again.state) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_taken_port_is_one_sentence(state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = Run(_up(state, port := taken.getsockname()[1]), state, port)
        assert run.process.wait(timeout=STARTS) != 0

    assert "不能使用" in run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--port", "70000"], "65535"), (["--host", "localhost"], "不是 IP 地址")],
)
def test_an_address_that_cannot_be_is_one_sentence(arguments: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("up", *arguments)


def _up(state: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in OURS}
    with _output(state).open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)],
            cwd=CHECKOUT,
            env={**environment, STATE_VARIABLE: str(state)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def _output(state: Path) -> Path:
    return state.with_name(f"{state.name}.out")


def _is_announced(run: Run) -> bool:
    if run.process.poll() is not None:
        pytest.fail(run.said)
    return bool(run.pids("celery -A config beat")) and run.answers()


def _database(state: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(places_of(state).sockets), user="app", dbname="app")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            pytest.fail("Waited in vain.")
        time.sleep(0.05)
