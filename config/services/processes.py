"""Starts a child that cannot outlive us, and ends it."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SET_PARENT_DEATH_SIGNAL = 1
POLL = 0.005
_libc = ctypes.CDLL(None)


class ServiceError(RuntimeError):
    """A service did not start; the message is one sentence for the person at the keyboard."""


def spawn(  # noqa: PLR0913
    command: Sequence[str | Path],
    *,
    user: str | None = None,
    death: signal.Signals = signal.SIGTERM,
    folder: Path | None = None,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
    keep: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own; the kernel ends it when this process dies."""
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(  # noqa: S603
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=environment,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            pass_fds=keep,
            start_new_session=True,
            preexec_fn=_die_with_parent(death),  # noqa: PLW1509
        )
    finally:
        if output:
            output.close()


def wait_until(
    ready: Callable[[], bool], child: subprocess.Popen[bytes] | None, *, seconds: float
) -> bool:
    """Poll until ``ready``; give up when the child has ended or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        if child and child.poll() is not None:
            return False
        time.sleep(POLL)
    return False


def stop(child: subprocess.Popen[bytes], how: signal.Signals, *, seconds: float = 10) -> None:
    """Ask the child to end, and end its whole group when it does not."""
    if child.poll() is None:
        child.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    kill_group(child)
    child.wait()


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """End what is left of the child's session, itself included."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _die_with_parent(death: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def in_child() -> None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, int(death), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return in_child
