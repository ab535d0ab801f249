"""Drawing in a child: whatever it does, the worker lives on and says why."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from config.kernel.children import (
    MEGABYTE,
    WITHOUT_MEMORY,
    ChildFailedError,
    LimitReachedError,
    Limits,
    done_in_child,
)

SHORT = Limits(processor_seconds=1, wall_seconds=20, memory=200 * MEGABYTE)


def for_ever() -> bytes:
    while True:
        pass


def asleep() -> bytes:
    time.sleep(60)
    return b""


def greedy() -> bytes:
    return b"".join(bytes(50 * MEGABYTE) for _ in range(100))


def broken() -> bytes:
    raise ValueError("坏了")


def killed() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def children() -> str:
    """Return the numbers of our child processes, as the system knows them."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()


def test_what_the_child_makes_comes_back_however_much_it_is() -> None:
    assert done_in_child(lambda: b"x" * 5_000_000) == b"x" * 5_000_000


def test_a_drawing_that_never_ends_is_stopped_and_the_cause_is_named() -> None:
    with pytest.raises(LimitReachedError, match="时间限制"):
        done_in_child(for_ever, SHORT)


def test_a_drawing_that_waits_is_stopped_by_the_clock() -> None:
    began = time.monotonic()

    with pytest.raises(LimitReachedError, match=r"超过了0\.5秒"):
        done_in_child(asleep, Limits(wall_seconds=0.5))

    assert time.monotonic() - began < 10


def test_a_drawing_that_takes_all_memory_is_stopped_and_the_cause_is_named() -> None:
    with pytest.raises(LimitReachedError, match="200MB 的内存限制"):
        done_in_child(greedy, SHORT)


@pytest.mark.parametrize("ending", WITHOUT_MEMORY)
def test_a_library_that_ends_for_want_of_memory_is_told_as_the_memory_limit(
    ending: signal.Signals,
) -> None:
    def end() -> bytes:
        signal.raise_signal(ending)
        return b""

    with pytest.raises(LimitReachedError, match="内存限制"):
        done_in_child(end)


def test_an_error_of_the_child_is_an_error_of_the_call() -> None:
    with pytest.raises(ChildFailedError, match="ValueError: 坏了"):
        done_in_child(broken)


def test_a_child_that_dies_is_told_apart() -> None:
    with pytest.raises(LimitReachedError, match="信号9"):
        done_in_child(killed)


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "leak"

    def leaking() -> bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        target.write_bytes(b"secret")
        return b""

    with pytest.raises(ChildFailedError, match="OSError"):
        done_in_child(leaking)
    assert target.read_bytes() == b""


def test_no_child_is_left_behind() -> None:
    before = children()

    for draw in (for_ever, broken, killed):
        with pytest.raises((LimitReachedError, ChildFailedError)):
            done_in_child(draw, SHORT)

    assert children() == before
