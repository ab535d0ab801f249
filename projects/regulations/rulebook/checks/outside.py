"""What a rulebook names that stands outside it, and that nobody there knows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from projects.regulations.rulebook.checks.references import named_codes
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.duties import SYSTEM_ROLES
from projects.regulations.rulebook.panels import EXPERT_FIELDS
from projects.regulations.rulebook.tree import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an installation has that a rulebook may name, by codes."""

    roles: Collection[str] = SYSTEM_ROLES
    expert_fields: Collection[str] = EXPERT_FIELDS
    regulations: Collection[str] = ()


def unknown_outside(book: Contents, around: Surroundings) -> Iterator[tuple[Place, str]]:
    """Find roles, fields of experts and other regulations that nobody knows."""
    yield from _roles(book, around.roles)
    yield from _expert_fields(book, around.expert_fields)
    yield from _regulations(book, around.regulations)


def _roles(book: Contents, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    known = {*known, *(role.code for role in book.roles)}
    for place, sort, code in named_codes(book):
        if sort == "role" and code not in known:
            yield place, f"未知的角色：{code}。"


def _expert_fields(book: Contents, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Look at panels of the pool; where a table lists the members, its column tells."""
    for number, panel in enumerate(book.panels):
        for at, share in enumerate(panel.shares if panel.members is None else ()):
            if share.category is not None and share.category not in known:
                place = ("panels", number, "shares", at, "category")
                yield place, f"未知的专家专业：{share.category}。"


def _regulations(book: Contents, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    for number, rule in enumerate(book.precedence):
        place = ("precedence", number, "regulations")
        for code in rule.regulations:
            if code == book.code:
                yield place, "不能服从或者优先于自己。"
            elif code not in known:
                yield place, f"未知的办法：{code}。"
