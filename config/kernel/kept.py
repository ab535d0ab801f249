"""A child that is kept: the same work many times, each within limits, without a fork for each.

After a fork every page of memory is copied as it is touched, and what the child learned is lost
with it: that costs more than drawing a short sheet. So one child works until it fails, has
worked often enough or has grown too much; then it is killed, and the next request forks another.

A child answers one request at a time, and is let go of while it works: whatever interrupts the
parent between question and answer, no later question gets that answer. Only the main thread
keeps one, for a child dies with the *thread* that forked it; others take a child for each call.
A process forked later forgets the child of its parent.
"""

import gc
import os
import pickle
import signal
import socket
import threading
import time
from collections.abc import Callable

from config.kernel.children import (
    CHUNK,
    FAILED,
    LIMITS,
    MEGABYTE,
    Limits,
    allow,
    confine,
    done_in_child,
    forked,
    judged,
    killed,
    outcome,
    size_of,
)

MOST_REQUESTS = 100
MOST_GROWTH = 256 * MEGABYTE
LENGTH = 8

type Work = Callable[[bytes], bytes]


class KeptChild:
    """One kind of work, done by a child that is kept from one request to the next."""

    def __init__(self, work: Work) -> None:
        """Remember the work; the child is forked with the first request."""
        self._work = work
        self._child: _Child | None = None

    def done(self, request: bytes, limits: Limits = LIMITS) -> bytes:
        """Do the work for a request, within limits of its own."""
        if threading.current_thread() is not threading.main_thread():
            return done_in_child(lambda: self._work(request), limits)
        child = self._let_go() or _Child(self._work)
        try:
            answer = child.asked(request, time.monotonic() + limits.wall_seconds, limits)
            made = judged(answer, 0 if answer else child.end(), limits)
        except BaseException:
            child.end()
            raise
        if child.is_worn:
            child.end()
        else:
            self._child = child
        return made

    def end(self) -> None:
        """Let the child go for good; the next request forks another."""
        if (child := self._let_go()) is not None:
            child.end()

    def _let_go(self) -> "_Child | None":
        child, self._child = self._child, None
        return child if child is not None and child.is_ready() else None


class _Child:
    """A child that works, as its parent sees it."""

    def __init__(self, work: Work) -> None:
        self.line, theirs = socket.socketpair()
        self._parent = os.getpid()
        self._process = forked()
        if self._process == 0:
            _be_the_child(work, theirs, self._parent)
        theirs.close()
        self._size = size_of(self._process)
        self._requests = 0
        self._status: int | None = None

    def asked(self, request: bytes, ends: float, limits: Limits) -> bytes | None:
        """Return the answer; nothing from a child that died, None when the time is up."""
        self._requests += 1
        try:
            self.line.settimeout(limits.wall_seconds)
            _send(self.line, pickle.dumps((limits, request)))
            return _received(self.line, ends)
        except TimeoutError:
            return None
        except ConnectionError:
            return b""

    def is_ready(self) -> bool:
        """Tell whether it can be asked; one that was forked before us is our parent's."""
        if self._parent != os.getpid():
            self.line.close()
            return False
        waits = os.waitid(os.P_PID, self._process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        if not waits:
            self.end()
        return waits

    @property
    def is_worn(self) -> bool:
        """Whether it has worked, or has grown, enough."""
        grown = size_of(self._process) - self._size
        return self._requests >= MOST_REQUESTS or grown > MOST_GROWTH

    def end(self) -> int:
        """Kill it, and return how it ended."""
        if self._status is None:
            self.line.close()
            self._status = killed(self._process)
        return self._status


def _be_the_child(work: Work, line: socket.socket, parent: int) -> None:
    """Work for whoever asks, until nobody can ask any more."""
    try:
        confine(LIMITS.memory)
        if os.getppid() != parent:
            os._exit(FAILED)
        # What the parent has open stays open as long as any copy is.
        os.closerange(3, line.fileno())
        os.closerange(line.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        # What a drawing leaves behind, rings of boxes, ends with the child: to look for it took
        # a tenth of the time.
        gc.disable()
        while question := _received(line):
            limits, request = pickle.loads(question)  # noqa: S301 - written by our own parent
            _send(line, _done_within(limits, work, request))
    finally:
        os._exit(FAILED)


def _done_within(limits: Limits, work: Work, request: bytes) -> bytes:
    allow(limits.memory)
    signal.setitimer(signal.ITIMER_PROF, limits.processor_seconds)
    return outcome(lambda: work(request))


def _send(line: socket.socket, content: bytes) -> None:
    line.sendall(len(content).to_bytes(LENGTH) + content)


def _received(line: socket.socket, ends: float | None = None) -> bytes:
    """Read one message; nothing when the other side is gone."""
    length = int.from_bytes(_exactly(line, LENGTH, ends))
    return _exactly(line, length, ends)


def _exactly(line: socket.socket, length: int, ends: float | None) -> bytes:
    read = bytearray()
    while len(read) < length:
        if ends is not None:
            # No time left at all would mean: do not wait.
            line.settimeout(max(ends - time.monotonic(), 0.001))
        if not (chunk := line.recv(min(CHUNK, length - len(read)))):
            return b""
        read += chunk
    return bytes(read)
