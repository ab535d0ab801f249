"""Zip files: their table of contents is judged before a byte is unpacked."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

MEGABYTE = 1024 * 1024
SMALL = MEGABYTE
LARGEST_DIRECTORY = 6 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """How much a zip may hold."""

    entries: int
    unpacked: int
    ratio: int = 100
    allows_nested: bool = True


OFFICE = ZipLimits(entries=5_000, unpacked=600 * MEGABYTE, ratio=200)
ARCHIVE = ZipLimits(entries=50_000, unpacked=2_048 * MEGABYTE, ratio=200)
WORKBOOK_TO_READ = ZipLimits(entries=200, unpacked=50 * MEGABYTE, allows_nested=False)


class DirectoryTooLargeError(Exception):
    """The table of contents of a zip is a bomb itself."""


class _Frugal:
    """A stream that does not hand out a huge table of contents, which is read in one piece."""

    def __init__(self, stream: IO[Any]) -> None:
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_DIRECTORY:
            raise DirectoryTooLargeError
        content: bytes = self.stream.read(size)
        return content

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def zip_problem(stream: IO[Any], limits: ZipLimits) -> str:
    """Say what is wrong with a zip, as the end of a sentence; empty when nothing is."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(_Frugal(stream)) as archive:
            entries = archive.infolist()
    except DirectoryTooLargeError:
        return "的目录过大，疑似压缩炸弹"
    except (zipfile.BadZipFile, OSError, ValueError):
        return "已损坏，无法打开"
    return _entries_problem(entries, limits)


def read_part(stream: IO[Any], name: str, *, limit: int = MEGABYTE) -> bytes:
    """Read the beginning of one entry; empty when there is none."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(name) as part:
            return part.read(limit)
    except (KeyError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return b""


def _entries_problem(entries: list[zipfile.ZipInfo], limits: ZipLimits) -> str:
    if len(entries) > limits.entries:
        return f"内含{len(entries)}个文件，超过{limits.entries}个的上限"
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        return f"解压后有{unpacked // MEGABYTE} MB，超过{limits.unpacked // MEGABYTE} MB 的上限"
    for entry in entries:
        if problem := _entry_problem(entry, limits):
            return problem
    return ""


def _entry_problem(entry: zipfile.ZipInfo, limits: ZipLimits) -> str:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return "内含指向压缩包以外的路径"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "内含符号链接"
    if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        return "压缩比异常，疑似压缩炸弹"
    if not limits.allows_nested and path.suffix.lower() == ".zip":
        return "内含另一个压缩包"
    return ""
