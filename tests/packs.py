"""The packs that come with the application, each read once in a process."""

from functools import cache

from projects.regulations.rulebook import Rulebook
from projects.regulations.services import read_pack, shipped_packs


@cache
def shipped(pack: str) -> Rulebook:
    """Read a pack by the name of its file; nobody can change what is returned."""
    return read_pack(next(path for path in shipped_packs() if path.stem == pack))
