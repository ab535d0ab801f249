"""Finding the entries of a pack that serve a row, wherever in the pack they stand."""

from collections.abc import Iterator
from typing import Any

type Path = tuple[str | int, ...]

PLACE = "@"


def found_in(content: Any, wanted: str) -> list[Path]:
    """Return the places of an entry: by its id, by `kind/field`, or by the place itself."""
    if wanted.startswith(PLACE):
        return [_read_place(wanted)]
    if "/" in wanted:
        return _by_codes(content, tuple(wanted.split("/")))
    return [path for path, entry in entries_of(content) if entry.get("id") == wanted]


def of_row(content: Any, row_id: str) -> list[str]:
    """Return the entries that serve a row: by their id, else by the place where they stand."""
    found = [
        str(entry["id"]) if entry.get("id") else write_place(path)
        for path, entry in entries_of(content)
        if _serves(entry, row_id)
    ]
    return list(dict.fromkeys(found))


def entries_of(content: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Walk through everything in a pack that has an id or a code, or cites a clause."""
    if isinstance(content, dict):
        if path and any(content.get(key) for key in ("id", "code", "rows")):
            yield path, content
        for key, value in content.items():
            yield from entries_of(value, (*path, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from entries_of(value, (*path, number))


def at(content: Any, path: Path) -> Any:
    """Return what stands at a place."""
    for step in path:
        content = content[step]
    return content


def write_place(path: Path) -> str:
    """Write a place as one word."""
    return PLACE + ".".join(str(step) for step in path)


def _read_place(place: str) -> Path:
    steps = place.removeprefix(PLACE).split(".")
    return tuple(int(step) if step.isdecimal() else step for step in steps)


def _serves(entry: dict[str, Any], row_id: str) -> bool:
    own = str(entry.get("id") or "")
    is_own = own == row_id or own.startswith(f"{row_id}.")
    return is_own or row_id in (entry.get("rows") or ())


def _by_codes(content: Any, codes: tuple[str, ...]) -> list[Path]:
    places: list[Path] = [()]
    for code in codes:
        places = [
            (*place, *path)
            for place in places
            for path, entry in entries_of(at(content, place))
            if code in (entry.get("code"), entry.get("id"))
        ]
    return places
