"""What jobs can do: higher floors register a handler for each kind in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from documents.jobs.models import Job

type Progress = Callable[[int, int], None]
type Run = Callable[[Job, Progress], Produced | Found | None]
type OnStored = Callable[[Job, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """The file a job made; it becomes a document of this kind. A temporary file is then removed."""

    name: str
    content: bytes | Path
    title: str
    kind_code: str = "job_result"
    kind_label: str = "系统生成文件"
    is_temporary: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The file was there already, made by somebody else's job."""

    version_id: int


class JobFailedError(Exception):
    """The job cannot succeed as it stands; the message tells its owner what to do."""


class JobLostError(Exception):
    """The lease is gone: somebody cancelled the job, or another worker took it over."""


def _nothing(job: Job, version_id: int) -> None:
    """Leave it at the result of the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Does jobs of one kind; `on_stored` runs in the transaction that writes the result."""

    run: Run
    on_stored: OnStored = _nothing


_handlers: dict[str, Handler] = {}


def register(kind_code: str, run: Run, *, on_stored: OnStored = _nothing) -> None:
    """Declare who does jobs of a kind."""
    if kind_code in _handlers:
        raise ValueError(f"Job kind {kind_code!r} is registered twice.")
    _handlers[kind_code] = Handler(run=run, on_stored=on_stored)


def get(kind_code: str) -> Handler:
    """Return the handler of a kind."""
    return _handlers[kind_code]
