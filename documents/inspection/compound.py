"""The directory of a compound file (doc, xls, wps, et), just enough to name its streams."""

import struct
from typing import IO, Any

HEADER = 512
ENTRY = 128
FIRST_TABLE_SECTORS = 109
MOST_SECTORS = 256
LAST_SECTOR = 0xFFFFFFFA
SECTOR_SHIFTS = (9, 12)


def stream_names(stream: IO[Any]) -> set[str]:
    """Return the names in the directory; none when the file is no compound file."""
    stream.seek(0)
    header = stream.read(HEADER)
    if len(header) < HEADER:
        return set()
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in SECTOR_SHIFTS:
        return set()
    names: set[str] = set()
    (sector,) = struct.unpack_from("<I", header, 48)
    for _ in range(MOST_SECTORS):
        if sector >= LAST_SECTOR:
            break
        names |= _names(_sector(stream, sector, 1 << shift))
        sector = _next(stream, header, sector, 1 << shift)
    return names


def _sector(stream: IO[Any], number: int, size: int) -> bytes:
    stream.seek((number + 1) * size)
    return bytes(stream.read(size))


def _names(directory: bytes) -> set[str]:
    names = set()
    for start in range(0, len(directory) - ENTRY + 1, ENTRY):
        entry = directory[start : start + ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        if 2 < length <= 64:  # noqa: PLR2004 - the name field has 64 bytes, two of them the end
            names.add(entry[: length - 2].decode("utf-16-le", "replace"))
    return names


def _next(stream: IO[Any], header: bytes, sector: int, size: int) -> int:
    per_table = size // 4
    table = sector // per_table
    if table >= FIRST_TABLE_SECTORS:
        return LAST_SECTOR
    (table_sector,) = struct.unpack_from("<I", header, 76 + 4 * table)
    content = _sector(stream, table_sector, size)
    offset = 4 * (sector % per_table)
    if len(content) < offset + 4:
        return LAST_SECTOR
    (following,) = struct.unpack_from("<I", content, offset)
    return int(following)
