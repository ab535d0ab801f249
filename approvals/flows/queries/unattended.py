"""Posts at which tasks wait that nobody may do (无人办理): an appointment has simply run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from approvals.flows.queries.waiting import tasks_without_hands
from approvals.organizations.access import Ability, has_ability, is_role, posts_of
from approvals.organizations.models import Appointment, Post, User

HEAD = "UNIT_HEAD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unattended:
    """A post with what waits there, and who held it last."""

    post: Post
    tasks: int
    oldest_due: date | None
    last: Appointment | None

    @property
    def label(self) -> str:
        """The unit and the post."""
        return f"{self.post.unit.short_name}{self.post.title}"


def may_see_unattended(user: User, on: date) -> bool:
    """Whether somebody looks after posts: an administrator, or the head of a unit."""
    return has_ability(user, Ability.SEE_ORGANIZATION, on) or is_role(user, HEAD, on)


def posts_unattended(on: date, *, seen_by: User | None = None) -> list[Unattended]:
    """Return the posts at which something waits for nobody; a head sees those of the own unit."""
    tasks = tasks_without_hands(on)
    if seen_by is not None and not has_ability(seen_by, Ability.SEE_ORGANIZATION, on):
        own = Q(pk__in=[])
        for post in posts_of(seen_by, on):
            if post.role_id == HEAD:
                own |= Q(post__unit__path__startswith=post.unit.path)
        tasks = tasks.filter(own)
    found = {
        row["post"]: row
        for row in tasks.values("post").annotate(tasks=Count("pk"), oldest=Min("due_on"))
    }
    last = _last_appointments(list(found), on)
    posts = Post.objects.filter(pk__in=found).select_related("unit", "role")
    return [
        Unattended(
            post=post,
            tasks=found[post.pk]["tasks"],
            oldest_due=found[post.pk]["oldest"],
            last=last.get(post.pk),
        )
        for post in posts.order_by("unit__pinyin", "pk")
    ]


def _last_appointments(post_ids: Sequence[int], on: date) -> dict[int, Appointment]:
    ended = Appointment.objects.filter(post__in=post_ids, ends_on__lt=on).select_related("user")
    newest = ended.order_by("post_id", "-ends_on", "-pk").distinct("post_id")
    return {appointment.post_id: appointment for appointment in newest}
