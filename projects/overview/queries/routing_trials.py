"""Whether the routes of a draft reach somebody: empty posts, one person twice, a unit itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from approvals.flows.queries import holders_by_post, posts_by_role
from approvals.organizations.models import Post, Role, Unit, User
from projects.regulations.rulebook import Gate, RouteStep, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Snag:
    """One step of a route at which something is amiss, for the units it concerns."""

    gate: str
    step: str
    what: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staffed:
    """A step with its posts and the people who hold them."""

    step: RouteStep
    posts: tuple[Post, ...]
    people: frozenset[int]
    vacant: tuple[str, ...]


def snags_of(rulebook: Rulebook, units: Iterable[Unit], on: date) -> list[Snag]:
    """Return what is amiss with the routes of a draft, for projects of these units."""
    found: dict[tuple[str, str, str], list[str]] = {}
    labels = dict(Role.objects.values_list("code", "label"))
    labels |= {role.code: role.label for role in rulebook.roles}
    for unit in units:
        for gate in rulebook.gates:
            for step, what in _of_gate(rulebook, gate, unit, labels, on):
                found.setdefault((gate.label, step, what), []).append(unit.name)
    return [
        Snag(gate=gate, step=step, what=what, units=tuple(names))
        for (gate, step, what), names in found.items()
    ]


def _of_gate(
    rulebook: Rulebook, gate: Gate, unit: Unit, labels: dict[str, str], on: date
) -> Iterator[tuple[str, str]]:
    last: _Staffed | None = None
    people = dict(User.objects.values_list("pk", "full_name")) if gate.route else {}
    for step in gate.route:
        staffed = _staffed(rulebook, step, unit, labels, on)
        for role in staffed.vacant:
            yield step.label, f"“{role}”没有在岗人员，事项到这里无人可以办理"
        if last and staffed.people and staffed.people == last.people and len(staffed.people) == 1:
            name = people[next(iter(staffed.people))]
            yield step.label, f"与上一环节“{last.step.label}”只能由同一人办理（{name}）"
        if any(_reviews_itself(post, unit) for post in staffed.posts):
            yield step.label, "建设单位审核自己的项目"
        last = staffed


def _staffed(
    rulebook: Rulebook, step: RouteStep, unit: Unit, labels: dict[str, str], on: date
) -> _Staffed:
    bound = {role.code: role.binds or role.code for role in rulebook.roles}
    in_project = {role.code for role in rulebook.roles if role.at == "PROJECT"}
    roles = {code: bound.get(code, code) for code in step.roles if code not in in_project}
    by_role = posts_by_role(roles.values(), unit)
    posts = tuple(post for group in by_role.values() for post in group)
    holders = holders_by_post({post.pk for post in posts}, on)
    people = {user.pk for post in posts for user in holders.get(post.pk, ())}
    vacant = [
        labels.get(code, "没有登记的角色")
        for code, role in roles.items()
        if not any(holders.get(post.pk) for post in by_role.get(role, ()))
    ]
    return _Staffed(step=step, posts=posts, people=frozenset(people), vacant=tuple(vacant))


def _reviews_itself(post: Post, unit: Unit) -> bool:
    return post.unit_id == unit.pk and not post.role.at_owner
