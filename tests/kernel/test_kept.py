"""A child that works again and again: kept while all goes well, replaced when it does not."""

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.kernel import kept
from config.kernel.children import MEGABYTE, ChildFailedError, LimitReachedError, Limits
from config.kernel.kept import KeptChild
from tests.waiting import PATIENCE

TIGHT = Limits(processor_seconds=1, wall_seconds=20, memory=100 * MEGABYTE)
held: list[bytes] = []


def burn() -> bytes:
    while True:
        pass


def sleep() -> bytes:
    time.sleep(60)
    return b""


def take(megabytes: str) -> bytes:
    held.append(bytes(int(megabytes) * MEGABYTE))
    return str(os.getpid()).encode()


def fail() -> bytes:
    raise ValueError("坏了")


def die() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def spend() -> bytes:
    until = time.process_time() + 0.6
    while time.process_time() < until:
        pass
    return b""


def leak(path: str) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path(path).write_bytes(b"secret")
    return b""


DEEDS: dict[str, Callable[..., bytes]] = {
    "burn": burn, "sleep": sleep, "take": take, "fail": fail, "die": die, "spend": spend,
    "leak": leak,
    "echo": lambda word: word.encode(),
    "who": lambda: str(os.getpid()).encode(),
    "large": lambda: b"x" * 5_000_000,
    "open": lambda: " ".join(each.name for each in Path("/proc/self/fd").iterdir()).encode(),
}  # fmt: skip


def obey(order: bytes) -> bytes:
    """Do what the test orders: a deed and perhaps a word."""
    deed, _, word = order.decode().partition(" ")
    return DEEDS[deed](*filter(None, [word]))


@pytest.fixture
def child() -> Iterator[KeptChild]:
    one = KeptChild(obey)
    yield one
    one.end()


def is_gone(process: bytes) -> bool:
    return not Path(f"/proc/{int(process)}").exists()


def test_one_child_answers_again_and_again(child: KeptChild) -> None:
    first = child.done(b"who")

    assert int(first) != os.getpid()
    assert [child.done(f"echo {word}".encode()) for word in "甲乙"] == [
        "甲".encode(),
        "乙".encode(),
    ]
    assert child.done(b"large") == b"x" * 5_000_000
    assert child.done(b"echo " + b"y" * 3_000_000) == b"y" * 3_000_000
    assert child.done(b"who") == first


@pytest.mark.parametrize(
    ("order", "limits", "error", "why"),
    [
        (b"burn", TIGHT, LimitReachedError, "超过了1秒的时间限制"),
        (b"sleep", Limits(wall_seconds=0.3), LimitReachedError, r"超过了0\.3秒"),
        (b"take 200", TIGHT, LimitReachedError, "100MB 的内存限制"),
        (b"fail", TIGHT, ChildFailedError, "ValueError: 坏了"),
        (b"die", TIGHT, LimitReachedError, "信号9"),
    ],
)
def test_a_child_that_fails_is_ended_with_its_cause_and_another_answers(
    child: KeptChild, order: bytes, limits: Limits, error: type[Exception], why: str
) -> None:
    first = child.done(b"who")

    with pytest.raises(error, match=why):
        child.done(order, limits)

    assert is_gone(first)
    assert child.done(b"who") != first


def test_each_request_has_the_whole_time_for_itself(child: KeptChild) -> None:
    first = child.done(b"who")

    for _ in range(3):
        child.done(b"spend", TIGHT)

    assert child.done(b"who") == first


def test_each_request_has_the_whole_memory_for_itself(child: KeptChild) -> None:
    takers = {child.done(b"take 60", TIGHT) for _ in range(3)}

    assert len(takers) == 1


def test_a_child_that_died_between_two_requests_is_replaced(child: KeptChild) -> None:
    first = child.done(b"who")
    os.kill(int(first), signal.SIGKILL)
    os.waitid(os.P_PID, int(first), os.WEXITED | os.WNOWAIT)

    assert child.done(b"who") != first
    assert is_gone(first)


def test_a_child_is_replaced_after_so_many_requests(
    child: KeptChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_REQUESTS", 2)

    first, again, other = (child.done(b"who") for _ in range(3))

    assert first == again != other
    assert is_gone(first)


def test_a_child_that_has_grown_is_replaced(
    child: KeptChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_GROWTH", 20 * MEGABYTE)
    first = child.done(b"take 1")

    assert child.done(b"take 40") == first
    assert child.done(b"who") != first


def test_no_later_request_gets_the_answer_of_one_that_was_interrupted(child: KeptChild) -> None:
    class InterruptionError(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise InterruptionError

    first = child.done(b"who")
    before = signal.signal(signal.SIGUSR2, interrupt)
    alarm = threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGUSR2])
    try:
        alarm.start()
        with pytest.raises(InterruptionError):
            child.done(b"sleep")
    finally:
        alarm.join()
        signal.signal(signal.SIGUSR2, before)

    assert is_gone(first)
    assert child.done("echo 后来".encode()) == "后来".encode()


def test_a_child_writes_no_file_and_has_nothing_open_of_its_parents(
    child: KeptChild, tmp_path: Path
) -> None:
    with (tmp_path / "ours").open("w"):
        # Its own line, and the folder that is being read.
        assert len(set(child.done(b"open").split()) - {b"0", b"1", b"2"}) == 2

    with pytest.raises(ChildFailedError, match="OSError"):
        child.done(f"leak {tmp_path / 'leak'}".encode())


def test_another_thread_takes_a_child_for_each_request(child: KeptChild) -> None:
    kept_one = child.done(b"who")
    told: list[bytes] = []

    thread = threading.Thread(target=lambda: told.extend(child.done(b"who") for _ in range(2)))
    thread.start()
    thread.join()

    assert len({*told, kept_one}) == 3
    assert all(map(is_gone, told))
    assert child.done(b"who") == kept_one


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_forked_later_has_a_child_of_its_own_which_goes_with_it(
    child: KeptChild,
) -> None:
    ours = child.done(b"who")
    reader, writer = os.pipe()
    worker = os.fork()
    if worker == 0:
        try:
            os.write(writer, child.done(b"who"))
            signal.pause()
        finally:
            os._exit(0)
    os.close(writer)
    theirs = os.read(reader, 100)
    os.close(reader)
    watched = os.pidfd_open(int(theirs))

    assert child.done(b"who") == ours != theirs
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)

    # Readable when the process has ended.
    ended, _, _ = select.select([watched], [], [], PATIENCE)
    os.close(watched)
    assert ended
