"""Calls for applications with what was filed under them, and who organizes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from approvals.organizations.models import Post, Unit, User
from approvals.organizations.queries import holders_of
from projects.application.access import OPEN
from projects.registry.models import ApplicationCall, LateEntry, Project
from projects.registry.rules import entered_under
from projects.regulations.models import Regulation, RulebookVersion
from projects.regulations.queries import role_in, rulebook_of, versions_in_force

RULE_ADMIN = "RULE_ADMIN"


@dataclass(frozen=True, slots=True)
class UsedQuota:
    """How many projects a unit filed under a call, of how many."""

    unit: Unit
    count: int
    quota: int | None


def calls() -> QuerySet[ApplicationCall]:
    """Return all calls, the newest first, with how many late entries wait."""
    return (
        ApplicationCall.objects.select_related("regulation", "opened_by")
        .annotate(late_asked=Count("late", filter=Q(late__state=LateEntry.State.ASKED)))
        .order_by("-opens_on", "-pk")
    )


def calls_open_to(regulations: Iterable[Regulation], on: date) -> QuerySet[ApplicationCall]:
    """Return the calls under which one can file now or later, the first to close first."""
    found = calls().filter(regulation__in=list(regulations), cancelled_at=None, closes_on__gte=on)
    return found.order_by("closes_on", "pk")


def filed_under(call: ApplicationCall) -> QuerySet[Project]:
    """Return the projects that were sent under a call, by unit."""
    return (
        entered_under(call)
        .select_related("owner_unit", "handler")
        .order_by("owner_unit__path", "pk")
    )


def used_quotas(call: ApplicationCall, units: Sequence[Unit]) -> list[UsedQuota]:
    """Return how many projects each of these units filed under a call."""
    rows = (
        entered_under(call)
        .filter(owner_unit__in=units)
        .order_by()
        .values_list("owner_unit")
        .annotate(n=Count("pk"))
    )
    counts = dict(rows)
    return [UsedQuota(unit, counts.get(unit.pk, 0), call.quota) for unit in units]


def late_entries_of(call: ApplicationCall) -> QuerySet[LateEntry]:
    """Return who asked to file late under a call, those that wait first."""
    return (
        LateEntry.objects.filter(call=call)
        .select_related("project__owner_unit", "asked_by", "decided_by")
        .order_by("decided_at", "pk")
    )


def paper_choices(regulation: Regulation) -> list[tuple[str, str]]:
    """Return the kinds of papers that the measures in force know."""
    version = versions_in_force().filter(regulation=regulation).first()
    known = rulebook_of(version).paper_kinds if version is not None else ()
    return [(kind.code, kind.label) for kind in known]


def organizers_of(version: RulebookVersion, on: date) -> list[User]:
    """Return who may open calls today: by a duty of the measures, else the rule administrators."""
    book = rulebook_of(version)
    roles = {role_in(book, duty.role) for duty in book.duties if OPEN in duty.offices}
    posts = Post.objects.filter(role__in=roles or {RULE_ADMIN}, is_active=True)
    found = [user for post in posts.select_related("role", "unit") for user in holders_of(post, on)]
    return list({user.pk: user for user in found}.values())
