"""Where the bytes lie: under a name nobody chose, complete or not there at all."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from config.kernel.digests import Digests, digests_of

CHUNK = 1024 * 1024
INCOMING = "incoming"
RESERVE = 256 * 1024 * 1024
ABANDONED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored content: its path in the storage and its digests."""

    path: str
    digests: Digests


def new_path(extension: str) -> str:
    """Return a place where nothing lies yet."""
    name = uuid.uuid4().hex
    return f"files/{name[:2]}/{name}.{extension}"


def keep(chunks: Iterable[bytes], extension: str, path: str = "") -> Kept:
    """Store a content; readers find all of it or nothing."""
    path = path or new_path(extension)
    with _part() as (part, place):
        digests = digests_of(_copied(chunks, part))
        part.flush()
        os.fsync(part.fileno())
        _publish(part, place, path)
    return Kept(path, digests)


def open_kept(path: str) -> "File[bytes]":
    """Open a stored content for reading."""
    return default_storage.open(path, "rb")


def is_kept(path: str) -> bool:
    """Whether the content is there."""
    return bool(default_storage.exists(path))


def discard(path: str) -> None:
    """Delete a stored content."""
    default_storage.delete(path)


def discard_abandoned(*, at: datetime) -> int:
    """Delete what processes that were killed left half written."""
    if not isinstance(default_storage, FileSystemStorage):
        return 0
    oldest = (at - ABANDONED_AFTER).timestamp()
    abandoned = [p for p in _incoming_folder().glob("*.part") if p.stat().st_mtime < oldest]
    for part in abandoned:
        part.unlink(missing_ok=True)
    return len(abandoned)


def has_room_for(size: int) -> bool:
    """Whether the disk takes so many bytes more and keeps a reserve."""
    if not isinstance(default_storage, FileSystemStorage):
        return True
    folder = _incoming_folder()
    return shutil.disk_usage(folder).free > size + RESERVE


def chunks_of(stream: IO[Any]) -> Iterator[bytes]:
    """Read a stream from its beginning, piece by piece."""
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


def _copied(chunks: Iterable[bytes], part: BinaryIO) -> Iterator[bytes]:
    for chunk in chunks:
        part.write(chunk)
        yield chunk


def _incoming_folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


@contextmanager
def _part() -> Iterator[tuple[BinaryIO, Path]]:
    is_local = isinstance(default_storage, FileSystemStorage)
    descriptor, name = tempfile.mkstemp(
        suffix=".part", dir=_incoming_folder() if is_local else None
    )
    try:
        with os.fdopen(descriptor, "w+b") as part:
            yield part, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _publish(part: BinaryIO, place: Path, path: str) -> None:
    if not isinstance(default_storage, FileSystemStorage):
        part.seek(0)
        default_storage.save(path, File(part))
        return
    target = Path(default_storage.path(path))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    os.fchmod(part.fileno(), settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    place.replace(target)
