"""The office as the engine sees it, read from the tables: posts, their holders, the calendar.

Everything is read when it is first asked for and kept for the one deed, so that a decision that
goes nowhere new costs no query for people.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.engine import Acting, Desk, State
from approvals.flows.models import ApprovalProcess
from approvals.flows.queries import acting_for, holders_by_post, posts_by_role
from approvals.flows.queries.unattended import HEAD
from approvals.flows.shapes import Approver, Step
from approvals.organizations.access import Ability, has_ability, posts_of, roles_of
from approvals.organizations.models import Post, Role, Unit, User
from approvals.organizations.shapes import HEAD_ROLES
from config.kernel.workdays import Calendar

LEADER = "LEADER_IN_CHARGE"
HEADS = tuple(sorted(HEAD_ROLES))
SUPERVISORS = frozenset({HEAD, LEADER, "DATA_HEAD", "NDRC_HEAD", "LEADING_GROUP"})


class LiveOffice:
    """The posts and people that one process meets on one day."""

    def __init__(self, process: ApprovalProcess, *users: User, on: date) -> None:
        self.process = process
        self.today = on
        self._users = {user.pk: user for user in users}
        self._posts: dict[int, Post] = {}
        self._holders: dict[int, list[User]] = {}
        self._by_roles: dict[tuple[str, ...], list[Post]] = {}
        self._acting: dict[tuple[int, int], Acting | None] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The working days."""
        return working_calendar()

    def know(self, posts: Iterable[Post]) -> None:
        """Keep posts that were read already."""
        self._posts |= {post.pk: post for post in posts}

    def post(self, key: int) -> Post:
        """Return a post with its unit and role."""
        if key not in self._posts:
            self._posts[key] = Post.objects.select_related("unit", "role").get(pk=key)
        return self._posts[key]

    def people(self, key: int) -> list[User]:
        """Return who holds a post today."""
        if key not in self._holders:
            self._read_holders([key])
        return self._holders[key]

    def _read_holders(self, keys: Iterable[int]) -> None:
        wanted = [key for key in keys if key not in self._holders]
        if wanted:
            found = holders_by_post(wanted, self.today)
            self._holders |= {key: found.get(key, []) for key in wanted}

    def _desks(self, posts: Sequence[Post]) -> list[Desk]:
        self.know(posts)
        self._read_holders(post.pk for post in posts)
        return [self._desk(post) for post in posts]

    def _desk(self, post: Post) -> Desk:
        return Desk(
            key=post.pk,
            title=post.title,
            role=post.role_id,
            unit=post.unit_id,
            holders=frozenset(user.pk for user in self.people(post.pk)),
        )

    def _posts_of_roles(self, roles: tuple[str, ...]) -> list[Post]:
        if roles not in self._by_roles:
            groups = self._groups(roles)
            self._by_roles[roles] = [post for group in groups.values() for post in group]
        return self._by_roles[roles]

    def _groups(self, roles: Iterable[str]) -> dict[str, Sequence[Post]]:
        """Sort posts by role; a role that no unit has is one of the project's members."""
        matter = matters.get(self.process.matter_code)
        found = posts_by_role(roles, self.process.owner_unit)
        return {role: posts or matter.members(self.process, role) for role, posts in found.items()}

    def foresee(self, steps: Iterable[Step]) -> None:
        """Read the posts and people of many steps at once."""
        groups = self._groups({role: None for step in steps for role in step.roles})
        posts = {post.pk: post for group in groups.values() for post in group}
        self.know(posts.values())
        self._read_holders(posts)
        for step in steps:
            self._by_roles[step.roles] = [post for role in step.roles for post in groups[role]]

    def desks(self, step: Step) -> Sequence[Desk]:
        """Return the desks that a step's own rule names."""
        match step.approver:
            case Approver.UNIT_HEAD:
                return self.by_roles((HEAD,))
            case Approver.SUPERIOR_UNIT:
                return self.superiors(step)
            case Approver.LEADER_IN_CHARGE:
                return self._above((LEADER,), self._applicants_unit()) or self.superiors(step)
            case Approver.MEMBER:
                roles = (step.membership,) if step.membership else step.roles
                return self._desks(self._members(roles))
            case _:
                return self.by_roles(step.roles)

    def _members(self, roles: Iterable[str]) -> list[Post]:
        members = matters.get(self.process.matter_code).members
        return [post for role in roles for post in members(self.process, role)]

    def by_roles(self, roles: tuple[str, ...]) -> Sequence[Desk]:
        """Return the desks of roles in a matter of this unit."""
        return self._desks(self._posts_of_roles(roles))

    def superiors(self, step: Step) -> Sequence[Desk]:
        """Return who stands above a step: the head of the department that has it, if it has one.

        Else the nearest unit above the owner unit that has some: of the roles, or its head.
        """
        theirs = self._posts_of_roles(step.roles) if step.approver == Approver.POST else []
        heads = [desk for post in theirs for desk in self.above_desk(post.pk)]
        own = {post.pk for post in theirs}
        found = {desk.key: desk for desk in heads if desk.key not in own}
        return list(found.values()) or self._above(step.roles) or self._above((HEAD,))

    def above_desk(self, key: int) -> Sequence[Desk]:
        """Return the heads of the department of a desk outside the owner unit, or above it."""
        post = self.post(key)
        if post.unit_id == self.process.owner_unit_id:
            return []
        return [desk for desk in self._above(HEADS, post.unit) if desk.key != key]

    def _applicants_unit(self) -> Unit:
        """Return the division of whoever sent the matter, where it is part of the owner unit."""
        owner, unit = self.process.owner_unit, self.user(self.process.started_by_id).unit
        return unit if unit is not None and owner.pk in unit.ancestor_ids else owner

    def _above(self, roles: tuple[str, ...], lowest: Unit | None = None) -> Sequence[Desk]:
        """Return the desks of the nearest unit above the owner unit, or from `lowest` upwards."""
        unit: Unit = lowest or self.process.owner_unit
        above = [*unit.ancestor_ids, *([unit.pk] if lowest else [])]
        posts = list(
            Post.objects.filter(is_active=True, role__in=roles, unit__in=above)
            .select_related("unit", "role")
            .order_by("pk")
        )
        nearest = max((above.index(post.unit_id) for post in posts), default=None)
        return self._desks([post for post in posts if above.index(post.unit_id) == nearest])

    def desk(self, key: int) -> Desk | None:
        """Return a business post as a desk."""
        post = (
            self._posts.get(key)
            or Post.objects.select_related("unit", "role")
            .filter(pk=key, is_active=True, role__is_administrator=False)
            .first()
        )
        if post is None:
            return None
        self._posts[key] = post
        return self._desk(post)

    def desk_of(self, person: int) -> Desk | None:
        """Return the first business post of somebody."""
        posts = [p for p in posts_of(self.user(person), self.today) if not p.role.is_administrator]
        return self._desks(posts[:1])[0] if posts else None

    def user(self, person: int) -> User:
        """Return a person by key."""
        if person not in self._users and person == self.process.started_by_id:
            # Read along with the process, as a rule; nobody is asked for twice.
            self._users[person] = self.process.started_by
        if person not in self._users:
            self._users[person] = User.objects.select_related("unit").get(pk=person)
        return self._users[person]

    def acting(self, person: int, desk: int) -> Acting | None:
        """Tell how somebody comes to act at a post today, if at all."""
        key = person, desk
        if key not in self._acting:
            self._acting[key] = self._find_acting(person, desk)
        return self._acting[key]

    def _find_acting(self, person: int, desk: int) -> Acting | None:
        user = self.user(person)
        post = next((post for post in posts_of(user, self.today) if post.pk == desk), None)
        if post is None:
            return None
        giver = acting_for(user, post, self.today)
        return Acting(giver=giver.pk, giver_name=giver.full_name) if giver else Acting()

    def applies(self, step: Step, state: State) -> bool:  # noqa: ARG002 - the model's protocol
        """Whether a conditional step applies to the matter as it is now."""
        return not step.when or matters.get(self.process.matter_code).applies(self.process, step)

    def role_label(self, role: str) -> str:
        """Name a role for readers."""
        label = Role.objects.filter(pk=role).values_list("label", flat=True).first()
        return label or "未登记的角色"

    def may_supervise(self, person: int) -> bool:
        """Whether somebody stands high enough to press for a decision."""
        return not roles_of(self.user(person), self.today).isdisjoint(SUPERVISORS)

    def may_govern(self, person: int) -> bool:
        """Whether somebody looks after posts, and so after tasks that nobody can decide."""
        return has_ability(self.user(person), Ability.APPOINT, self.today)
