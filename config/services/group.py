"""A few child processes that live and die together; one that dies alone is started again."""

import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from config.services.processes import ServiceError, kill_group, stop

WATCH = 0.2
ONCE = 1
TOO_MANY_DEATHS = 5
WITHIN = 60.0


@dataclass(frozen=True)
class Service:
    """One member: its name for people, how it starts, and the signal that ends it politely."""

    label: str
    start: Callable[[], subprocess.Popen[bytes]]
    polite: signal.Signals = signal.SIGTERM


@dataclass
class _Member:
    service: Service
    child: subprocess.Popen[bytes]
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_MANY_DEATHS))


class Group:
    """Starts members in order, watches them, and ends them in the opposite order."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._members: list[_Member] = []
        self._asked_to_stop = 0
        self._is_watching = False

    def add(self, service: Service) -> subprocess.Popen[bytes]:
        """Start a member; the child returned is the first one, later ones may replace it."""
        child = service.start()
        self._members.append(_Member(service, child))
        return child

    def watch(self) -> None:
        """Stay until somebody asks to stop; start again whatever dies."""
        self._is_watching = True
        while not self._asked_to_stop:
            for member in self._members:
                if member.child.poll() is not None and not self._asked_to_stop:
                    self._revive(member)
            time.sleep(WATCH)

    def stop(self) -> None:
        """End all members; a second request to stop ends them hard."""
        self._is_watching = True
        while self._members:
            member = self._members.pop()
            patience = 10.0 if self._asked_to_stop <= ONCE else 0.0
            stop(member.child, member.service.polite, seconds=patience)

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Turn Ctrl-C and its relatives into a request to stop."""
        kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {kind: signal.signal(kind, self._on_signal) for kind in kinds}
        try:
            yield
        finally:
            self.stop()
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop += 1
        if not self._is_watching:
            raise KeyboardInterrupt
        if self._asked_to_stop > ONCE:
            for member in self._members:
                kill_group(member.child)

    def _revive(self, member: _Member) -> None:
        now = time.monotonic()
        label = member.service.label
        if len(member.deaths) == TOO_MANY_DEATHS and now - member.deaths[0] < WITHIN:
            raise ServiceError(f"{label}反复退出，已停止整个系统；原因见日志。")
        member.deaths.append(now)
        self._say(f"{label}意外退出，正在重新启动。")
        kill_group(member.child)
        member.child = member.service.start()
