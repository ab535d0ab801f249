"""Packing an archive: the same files give the same bytes, whenever and wherever it is done."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.kernel.digests import Digests, digests_of, sm3

MANIFEST, SEAL = "manifest.json", "manifest.sm3"
FORMAT = 1
# The oldest day a ZIP can name: when it was packed is none of its content.
STAMP = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of an archive; `chunks` may be read more than once, each time from the start."""

    path: str
    title: str
    chunks: Iterable[bytes]


def pack(items: Sequence[Item], about: Mapping[str, object], target: Path) -> str:
    """Write the archive; returns the SM3 digest of its manifest, which vouches for every file."""
    listed: list[dict[str, object]] = []
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for item in sorted(items, key=lambda item: item.path):
            digests = _add(archive, item)
            listed.append(
                {
                    "path": item.path,
                    "title": item.title,
                    "size": digests.size,
                    "sha256": digests.sha256,
                    "sm3": digests.sm3,
                }
            )
        manifest = _as_text({"format": FORMAT, "about": dict(about), "files": listed})
        seal = sm3(manifest)
        archive.writestr(_entry(MANIFEST), manifest)
        archive.writestr(_entry(SEAL), f"{seal}\n".encode())
    return seal


def _add(archive: zipfile.ZipFile, item: Item) -> Digests:
    with archive.open(_entry(item.path), "w", force_zip64=True) as entry:

        def copied() -> Iterator[bytes]:
            for chunk in item.chunks:
                entry.write(chunk)
                yield chunk

        return digests_of(copied())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, date_time=STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = READABLE
    return entry


def _as_text(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()
