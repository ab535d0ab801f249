"""Work in a child that can be killed: what a foreign text or file does never hurts the worker.

The child inherits the prepared fonts by fork, so it costs hardly more than a call. It may use
so much processor time, memory and wall clock, opens no file for writing, and dies with its
parent. What it made comes back through a pipe.
"""

import ctypes
import gc
import os
import pickle
import resource
import select
import signal
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1
CHUNK = 1024 * 1024
FAILED = 1
# So libraries end that get no memory: those in C and Rust, and GLib beneath the text engine.
WITHOUT_MEMORY = (signal.SIGABRT, signal.SIGTRAP)
# The first for a child that works once, the second for one that works again and again.
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGPROF)
PAGE_TABLE = "/proc/{process}/statm"


class LimitReachedError(Exception):
    """The limit of time or memory was reached; the message says which, in words."""


class ChildFailedError(Exception):
    """The child could not do it; the message is the cause as it was raised there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one piece of work may use; memory counts from what the worker already had."""

    processor_seconds: int = 40
    wall_seconds: float = 50
    memory: int = 1024 * MEGABYTE


LIMITS = Limits()
TOO_LONG = "处理超过了{seconds:g}秒的时间限制，已停止。请减少表格行数、文字或者页数后重试。"
TOO_LARGE = "处理超过了{megabytes}MB 的内存限制，已停止。请减少表格行数、文字或者页数后重试。"
TOO_DEEP = "内容的嵌套层次过多，已停止。请简化内容后重试。"
DIED = "处理进程意外终止（信号{signal}），请重试；仍不成功请联系系统管理员。"


def done_in_child(work: Callable[[], bytes], limits: Limits = LIMITS) -> bytes:
    """Do something in a child and return what it made; the child is gone afterwards."""
    reader, writer = os.pipe()
    child = forked()
    if child == 0:
        os.close(reader)
        _be_the_child(work, writer, limits)
    os.close(writer)
    try:
        answer = _answer(reader, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reader)
        status = killed(child)
    return judged(answer, status, limits)


def forked() -> int:
    """Fork; return 0 in the child, which must leave by ``os._exit``."""
    with warnings.catch_warnings():
        # Workers have one thread; the child calls nothing but the work and leaves by _exit.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer(reader: int, ends: float) -> bytes | None:
    """Read to the end of the pipe; None when the time is up before."""
    read = bytearray()
    while (left := ends - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], left)
        if not ready:
            break
        if not (chunk := os.read(reader, CHUNK)):
            return bytes(read)
        read += chunk
    return None


def killed(child: int) -> int:
    """End a child, whatever it does, and return how it ended."""
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def judged(answer: bytes | None, status: int, limits: Limits) -> bytes:
    """Return what a child made, or raise why it made nothing; no answer at all is too late."""
    if answer is None:
        raise LimitReachedError(TOO_LONG.format(seconds=limits.wall_seconds))
    if not answer:
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if ended_by in OUT_OF_TIME:
            raise LimitReachedError(TOO_LONG.format(seconds=limits.processor_seconds))
        if ended_by in WITHOUT_MEMORY:
            raise LimitReachedError(TOO_LARGE.format(megabytes=limits.memory // MEGABYTE))
        raise LimitReachedError(DIED.format(signal=ended_by))
    kind, content = pickle.loads(answer)  # noqa: S301 - written by our own child
    if kind == "MemoryError":
        raise LimitReachedError(TOO_LARGE.format(megabytes=limits.memory // MEGABYTE))
    if kind == "RecursionError":
        raise LimitReachedError(TOO_DEEP)
    if kind:
        raise ChildFailedError(f"{kind}: {content}")
    made: bytes = content
    return made


def outcome(work: Callable[[], bytes]) -> bytes:
    """Work, and return what was made or the cause why not, as `judged` reads it."""
    try:
        answer: tuple[str, object] = ("", work())
    except Exception as error:  # noqa: BLE001 - the parent raises it again
        answer = (type(error).__name__, str(error))
    return pickle.dumps(answer)


def confine(memory: int) -> None:
    """Let this child die with its parent, write no file and take no more memory than this."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for out_of_time in OUT_OF_TIME:
        signal.signal(out_of_time, signal.SIG_DFL)
    allow(memory)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def allow(memory: int) -> None:
    """Let this child take so much memory more than it has now."""
    _lower(resource.RLIMIT_AS, size_of() + memory)


def size_of(process: int | str = "self") -> int:
    """Return how much memory a process has addressed."""
    with open(PAGE_TABLE.format(process=process), "rb") as table:  # noqa: PTH123 - no object more than needed
        return int(table.read().split()[0]) * resource.getpagesize()


def _be_the_child(work: Callable[[], bytes], writer: int, limits: Limits) -> None:
    """Work, write the answer and leave without a trace of the parent's clean-up."""
    try:
        confine(limits.memory)
        _lower(resource.RLIMIT_CPU, limits.processor_seconds)
        gc.disable()
        _write(writer, outcome(work))
        os._exit(0)
    finally:
        os._exit(FAILED)


def _lower(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    # Past the soft limit comes the refusal or SIGXCPU, which tells the parent why; a child that
    # works again is allowed anew, so the hard one stays.
    resource.setrlimit(what, (limit, hard))


def _write(writer: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(writer, view) :]
