"""Roles that a rulebook newly names and nobody holds: what it gives them, nobody will do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from approvals.flows.queries import holders_by_post
from approvals.organizations.models import Post, Role
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import role_in, rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.checks.references import named_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheldRole:
    """A role without anybody: there is no post of it, or nobody is appointed to one."""

    label: str
    has_post: bool

    @property
    def words(self) -> str:
        """Say what is missing."""
        missing = "岗位还没有人任职" if self.has_post else "还没有设置岗位"
        return f"{self.label}：{missing}"


def unheld_roles(book: Rulebook, on: date) -> list[UnheldRole]:
    """Return the roles that a rulebook names, the version in force did not, and nobody holds.

    Who is chosen for a single project is left out: there can be nobody yet.
    """
    known = _named_in_force(book.code)
    words = _labels(book)
    named = {role: words.get(role, role) for role in _named(book) if role not in known}
    posts: dict[str, list[int]] = defaultdict(list)
    active = Post.objects.filter(is_active=True, unit__is_active=True, role_id__in=named)
    for role, post in active.values_list("role_id", "pk"):
        posts[role].append(post)
    held = holders_by_post([post for found in posts.values() for post in found], on)
    return [
        UnheldRole(label=label, has_post=bool(posts[role]))
        for role, label in named.items()
        if not any(held.get(post) for post in posts[role])
    ]


def _named_in_force(code: str) -> frozenset[str]:
    in_force = RulebookVersion.Status.IN_FORCE
    version = RulebookVersion.objects.filter(regulation__code=code, status=in_force).first()
    return frozenset() if version is None else frozenset(_named(rulebook_of(version)))


def _named(book: Rulebook) -> list[str]:
    """Return the roles of the system that a rulebook names, in the order of its text."""
    in_project = {role.code for role in book.roles if role.at == "PROJECT"}
    declared = [role.code for role in book.roles]
    named = [code for _, sort, code in named_codes(book) if sort == "role"]
    found = [role_in(book, code) for code in (*declared, *named) if code not in in_project]
    chosen = set(Role.objects.filter(in_project=True).values_list("code", flat=True))
    return [role for role in dict.fromkeys(found) if role not in chosen]


def _labels(book: Rulebook) -> dict[str, str]:
    """Return what the roles are called: by the words of the text, else by the system's."""
    words = dict(Role.objects.values_list("code", "label"))
    return words | {role.binds or role.code: role.label for role in book.roles}
