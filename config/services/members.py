"""Web, worker and beat as members of a group, and the first answer of the web."""

import http.client
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from config.services.embedded import log_file
from config.services.group import Service
from config.services.places import CHECKOUT, Places
from config.services.processes import ServiceError, spawn, wait_until

FIRST_ANSWER = 60.0


@dataclass(frozen=True)
class WebAddress:
    """Where the pages are served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.reachable}]" if ":" in self.reachable else self.reachable
        return f"http://{host}:{self.port}/"

    @property
    def reachable(self) -> str:
        """Return where this machine reaches itself, also when it listens everywhere."""
        return "127.0.0.1" if ip_address(self.host).is_unspecified else self.host


def web(places: Places, address: WebAddress, *, reload: bool) -> Service:
    command = [
        *[_program("granian"), "--interface", "wsgi"],
        *["--host", address.host, "--port", str(address.port)],
        *["--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "8"],
        *["--respawn-failed-workers", "--log-level", "warning"],
        *(["--reload", "--reload-paths", str(CHECKOUT)] if reload else []),
        "config.wsgi:application",
    ]
    # Who opens the demonstration to the network cannot know by which name it will be called.
    opened = {} if ip_address(address.host).is_loopback else {"ALLOWED_HOSTS": "*"}
    return _service("网页服务", "web", places, command, opened)


def worker(places: Places) -> Service:
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker"]
    return _service(
        "后台任务", "worker", places, [*celery, "--concurrency", "2", "--loglevel", "info"]
    )


def beat(places: Places) -> Service:
    celery = [sys.executable, "-m", "celery", "-A", "config", "beat"]
    schedule = places.state / "beat-schedule"
    return _service(
        "定时任务", "beat", places, [*celery, "--schedule", str(schedule), "--pidfile", ""]
    )


def wait_for_first_page(address: WebAddress, child: subprocess.Popen[bytes], log: Path) -> None:
    """Return once a page is answered, whatever the page says."""
    if not wait_until(lambda: _answers(address), child, seconds=FIRST_ANSWER):
        raise ServiceError(f"网页服务没有启动，原因见 {log / 'web.log'}。")


def _service(
    label: str,
    name: str,
    places: Places,
    command: list[str],
    defaults: Mapping[str, str] | None = None,
) -> Service:
    environment = {**(defaults or {}), **os.environ, "PYTHONPATH": str(CHECKOUT)}
    log = log_file(places, name)
    return Service(label, lambda: spawn(command, folder=CHECKOUT, log=log, environment=environment))


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _answers(address: WebAddress) -> bool:
    line = http.client.HTTPConnection(address.reachable, address.port, timeout=30)
    try:
        line.request("GET", "/login/")
        return bool(line.getresponse().status)
    except OSError:
        return False
    finally:
        line.close()
