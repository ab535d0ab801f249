"""Which posts one person may hold on the same day: three administrators, exclusive pairs (互斥)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from approvals.organizations.models import Appointment, Post, Role, User
from approvals.organizations.queries import (
    appointments_during,
    delegations_during,
    reasons_to_keep_apart,
)
from config.kernel.verdicts import ALLOWED, Verdict, refused


def may_hold_beside_others(
    user: User, post: Post, starts_on: date, ends_on: date | None
) -> Verdict:
    """Whether a post fits with all that a person holds, or acts in, on one of these days."""
    verdict = keeps_roles_apart(user, post.role, starts_on, ends_on)
    for other in appointments_during([user.pk], starts_on, ends_on):
        if other.post_id == post.pk:
            verdict &= refused("该人员在这段时间已任此岗位，不必重复任命。")
        elif other.post.role.exclusive_group != post.role.exclusive_group:
            verdict &= refused(
                f"该人员在这段时间任{_named(other)}，"
                f"不能同时任{post.title}：系统管理员、安全管理员、审计管理员与业务岗位"
                "必须由不同的人担任（三员分立）。"
            )
    return verdict


def keeps_roles_apart(user: User, role: Role, starts_on: date, ends_on: date | None) -> Verdict:
    """Whether a role is in no exclusive pair with what a person, or who acts for them, holds."""
    rows = delegations_during(user, starts_on, ends_on).values_list("giver", "receiver")
    people = {user.pk} | {key for row in rows for key in row}
    return _kept_apart(user, role, people, starts_on, ends_on)


def may_be_kept_apart(first: str, second: str, on: date) -> Verdict:
    """Whether two roles may become an exclusive pair: nobody holds both from that day on."""
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    others = rows.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")),
        user=OuterRef("user"),
        post__role=second,
        starts_on__lte=Coalesce(OuterRef("ends_on"), date.max),
    )
    both = rows.filter(Exists(others), post__role=first).select_related("user")
    names = "、".join(sorted({row.user.full_name for row in both}))
    if not names:
        return ALLOWED
    labels = "和".join(Role.objects.filter(pk__in=[first, second]).values_list("label", flat=True))
    return refused(f"{names}同时担任{labels}，不能设为互斥，请先由安全管理员调整任职。")


def may_act_beside_own(giver: User, receiver: User, starts_on: date, ends_on: date) -> Verdict:
    """Whether the posts of a giver fit with what the receiver holds, or already acts in."""
    rows = delegations_during(receiver, starts_on, ends_on).filter(receiver=receiver)
    people = {receiver.pk, *rows.values_list("giver", flat=True)}
    verdict = ALLOWED
    for lent in appointments_during([giver.pk], starts_on, ends_on):
        verdict &= _kept_apart(receiver, lent.post.role, people, starts_on, ends_on)
    return verdict


def _kept_apart(
    user: User, role: Role, people: Collection[int], starts_on: date, ends_on: date | None
) -> Verdict:
    verdict, reasons = ALLOWED, reasons_to_keep_apart()
    for other in appointments_during(people, starts_on, ends_on):
        reason = reasons.get(frozenset({role.pk, other.post.role_id}))
        if reason and other.user_id == user.pk:
            held = f"{user.full_name}在这段时间任{_named(other)}"
            verdict &= refused(f"{held}，不能同时任{role.label}：{reason}")
        elif reason:
            held = f"{user.full_name}与{other.user.full_name}有委托，后者任{_named(other)}"
            verdict &= refused(f"{held}，前者不能同时任{role.label}：{reason}")
    return verdict


def _named(appointment: Appointment) -> str:
    return f"{appointment.post.unit.short_name}{appointment.post.title}"
