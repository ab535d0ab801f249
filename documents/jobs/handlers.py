"""What jobs can do: higher floors register a handler for each kind in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from documents.jobs.models import Job

type Progress = Callable[[int, int], None]
type Handler = Callable[[Job, Progress], Produced | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """The file a job made; it becomes a document of this kind."""

    name: str
    content: bytes | Path
    kind_code: str
    title: str


class JobFailedError(Exception):
    """The job cannot succeed as it stands; the message tells its owner what to do."""


class JobLostError(Exception):
    """The lease is gone: somebody cancelled the job, or another worker took it over."""


_handlers: dict[str, Handler] = {}


def register(kind_code: str, handler: Handler) -> None:
    """Declare who does jobs of a kind."""
    if kind_code in _handlers:
        raise ValueError(f"Job kind {kind_code!r} is registered twice.")
    _handlers[kind_code] = handler


def get(kind_code: str) -> Handler:
    """Return the handler of a kind."""
    return _handlers[kind_code]
