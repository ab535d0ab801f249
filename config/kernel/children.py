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
PAGE_TABLE = "/proc/self/statm"


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
    with warnings.catch_warnings():
        # Workers have one thread; the child calls nothing but the work and leaves by _exit.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reader)
        _be_the_child(work, writer, limits)
    os.close(writer)
    try:
        answer = _answer(reader, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reader)
        status = _end(child)
    return _judged(answer, status, limits)


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


def _end(child: int) -> int:
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _judged(answer: bytes | None, status: int, limits: Limits) -> bytes:
    if answer is None:
        raise LimitReachedError(TOO_LONG.format(seconds=limits.wall_seconds))
    if not answer:
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if ended_by == signal.SIGXCPU:
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


def _be_the_child(work: Callable[[], bytes], writer: int, limits: Limits) -> None:
    """Work, write the answer and leave without a trace of the parent's clean-up."""
    try:
        _confine(limits)
        gc.disable()
        try:
            answer: tuple[str, object] = ("", work())
        except Exception as error:  # noqa: BLE001 - the parent raises it again
            answer = (type(error).__name__, str(error))
        _write(writer, pickle.dumps(answer))
        os._exit(0)
    finally:
        os._exit(FAILED)


def _confine(limits: Limits) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    _lower(resource.RLIMIT_CPU, limits.processor_seconds)
    _lower(resource.RLIMIT_AS, _present_size() + limits.memory)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    # Past the soft limit comes SIGXCPU, which tells the parent why; a hard one would only kill.
    resource.setrlimit(what, (limit, hard if what == resource.RLIMIT_CPU else limit))


def _present_size() -> int:
    with open(PAGE_TABLE, "rb") as table:  # noqa: PTH123 - no object more than needed
        return int(table.read().split()[0]) * resource.getpagesize()


def _write(writer: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(writer, view) :]
