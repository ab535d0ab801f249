"""Who is asking and from where, for the length of one request or one task."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class RequestContext:
    """What the trail wants to know about a request, apart from the deed itself."""

    ip: str = ""
    denial_recorded: bool = False


_request: ContextVar[RequestContext | None] = ContextVar("audit_request", default=None)
_post: ContextVar[str] = ContextVar("audit_post", default="")


@contextmanager
def request_context(*, ip: str) -> Iterator[RequestContext]:
    """Remember the request while it is served."""
    context = RequestContext(ip=ip)
    token = _request.set(context)
    try:
        yield context
    finally:
        _request.reset(token)


def current_request() -> RequestContext:
    """Return the request being served, or an empty one outside of requests."""
    return _request.get() or RequestContext()


@contextmanager
def acting_as(post_label: str) -> Iterator[None]:
    """Name the post in which the actor acts; entries recorded inside carry it."""
    token = _post.set(post_label)
    try:
        yield
    finally:
        _post.reset(token)


def acting_post() -> str:
    """Return the post named by `acting_as`."""
    return _post.get()
