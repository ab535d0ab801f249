"""People as a list, and what one person may do, explained."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from approvals.organizations.access import ABILITIES, posts_of, valid_on
from approvals.organizations.models import Appointment, Delegation, Post, Unit, User
from approvals.organizations.shapes import ROLES
from config.kernel.searching import says
from config.kernel.texts import nfkc_key


def people_list(
    *, on: date, text: str = "", unit: Unit | None = None, role: str = "", status: str = "active"
) -> QuerySet[User]:
    """Return people that answer a search, each with today's appointments in `current`."""
    valid = Appointment.objects.filter(valid_on(on), post__is_active=True)
    people = User.objects.filter(is_system=False).select_related("unit")
    if text:
        people = people.filter(
            says(text, "full_name", "username")
            | Q(pinyin__contains=nfkc_key(text).replace(" ", ""))
        )
    if unit is not None:
        people = people.filter(unit__path__startswith=unit.path)
    if role:
        people = people.filter(Exists(valid.filter(user=OuterRef("pk"), post__role=role)))
    if status == "idle":
        people = people.filter(~Exists(valid.filter(user=OuterRef("pk"))), is_active=True)
    elif status in {"active", "closed"}:
        people = people.filter(is_active=status == "active")
    current = valid.select_related("post__unit", "post__role").order_by("id")
    return people.prefetch_related(Prefetch("appointments", current, to_attr="current"))


def people_summary(user: User, on: date) -> dict[str, QuerySet[Appointment] | QuerySet[Delegation]]:
    """Return a person's appointments, past and to come, and their delegations."""
    delegations = Delegation.objects.select_related("giver", "receiver").order_by(
        "-starts_on", "-id"
    )
    return {
        "appointments": Appointment.objects.filter(user=user)
        .select_related("post__unit", "post__role")
        .order_by("-starts_on", "-id"),
        "given": delegations.filter(giver=user, ends_on__gte=on),
        "received": delegations.filter(receiver=user, ends_on__gte=on),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPost:
    """A post somebody acts in today, on what ground, and what it lets them do."""

    post: Post
    ground: str
    duty: str
    abilities: tuple[str, ...]


def rights_of(user: User, on: date) -> list[HeldPost]:
    """Explain what a person may do today, post by post (权限说明)."""
    own = {
        appointment.post_id: appointment
        for appointment in Appointment.objects.filter(valid_on(on), user=user)
    }
    lent = _givers_by_post(user, on)
    return [
        HeldPost(
            post=post,
            ground=_ground(own.get(post.pk), lent.get(post.pk, "")),
            duty=ROLES[post.role_id].duty if post.role_id in ROLES else post.role.label,
            abilities=tuple(ability.value for ability in sorted(ABILITIES.get(post.role_id, ()))),
        )
        for post in posts_of(user, on)
    ]


def _givers_by_post(user: User, on: date) -> dict[int, str]:
    givers = Delegation.objects.filter(valid_on(on), receiver=user).values("giver")
    rows = Appointment.objects.filter(valid_on(on), user__in=givers).values_list(
        "post_id", "user__full_name"
    )
    return dict(rows)


def _ground(appointment: Appointment | None, giver: str) -> str:
    if appointment is None:
        return f"受{giver}委托"
    if appointment.ends_on is None:
        return f"任职，自 {appointment.starts_on}"
    return f"任职，{appointment.starts_on} 至 {appointment.ends_on}"
