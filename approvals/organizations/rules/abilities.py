"""Whether somebody's office includes a deed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from approvals.organizations.access import Ability, has_ability
from approvals.organizations.models import User
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused

OWNERS_OF = {
    Ability.EDIT_UNITS: "系统管理员",
    Ability.EDIT_ACCOUNTS: "系统管理员",
    Ability.EDIT_CALENDAR: "系统管理员",
    Ability.EDIT_CHANNELS: "系统管理员",
    Ability.EDIT_POSTS: "安全管理员",
    Ability.APPOINT: "安全管理员",
    Ability.UNLOCK: "安全管理员",
    Ability.KEEP_SEALS: "安全管理员",
}


def may(actor: User, ability: Ability, on: date) -> Verdict:
    """Whether the actor's office includes a deed; the system user sets the system up."""
    if actor.is_system or has_ability(actor, ability, on):
        return ALLOWED
    return refused(f"{ability.value}由{OWNERS_OF[ability]}办理，您没有这项职权。")


def named(rows: Iterable[Model]) -> tuple[Missing, ...]:
    """Name rows as what stands in the way."""
    return tuple(Missing(label=str(row)) for row in rows)
