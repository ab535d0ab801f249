"""Units as lists and as a tree."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from approvals.organizations.access import valid_on
from approvals.organizations.models import Appointment, Post, Reorganization, Unit, User
from config.kernel.searching import says
from config.kernel.texts import nfkc_key

WHOLE_TREE = 300


def unit_subtree_ids(unit: Unit) -> list[int]:
    """Return the unit and every unit below it."""
    below = Unit.objects.filter(path__startswith=unit.path).order_by("path")
    return list(below.values_list("id", flat=True))


def ancestors_of(unit: Unit) -> list[Unit]:
    """Return the units above, from the root down."""
    found = Unit.objects.in_bulk(unit.ancestor_ids)
    return [found[key] for key in unit.ancestor_ids if key in found]


def history_of(unit: Unit) -> QuerySet[Reorganization]:
    """Return how a unit came to be what it is: merged, split, renamed (沿革)."""
    own = Reorganization.objects.filter(Q(unit=unit) | Q(target=unit))
    return own.exclude(state=Reorganization.State.CANCELLED).order_by("-effective_on", "-pk")


def names_of(unit: Unit) -> list[str]:
    """Return every name of a unit, its own first: those it has borne, and of what it took in."""
    return names_of_each([unit])[unit.pk]


def names_of_each(units: Iterable[Unit]) -> dict[int, list[str]]:
    """Return every name of each of these units, as `names_of` does, read once for all of them."""
    rows = Reorganization.objects.filter(state=Reorganization.State.DONE).exclude(
        kind=Reorganization.Kind.SPLIT
    )
    told = list(rows.order_by("pk").values_list("unit", "target", "old_name"))
    return {unit.pk: _names_told(unit, told) for unit in units}


def _names_told(unit: Unit, told: Sequence[tuple[int, int | None, str]]) -> list[str]:
    known, reached = {unit.pk}, 0
    while len(known) > reached:
        reached = len(known)
        known |= {taken for taken, target, _ in told if target in known}
    former = [old_name for named, _, old_name in told if named in known]
    return list(dict.fromkeys([unit.name, unit.short_name, *former]))


def units_found(*, text: str = "", kind: str = "", status: str = "active") -> QuerySet[Unit]:
    """Return the units that answer a search, with how many people and posts each has."""
    units = Unit.objects.select_related("kind", "parent").annotate(
        people_count=_count(User.objects.filter(is_active=True, is_system=False), "unit"),
        post_count=_count(Post.objects.filter(is_active=True), "unit"),
    )
    if kind:
        units = units.filter(kind=kind)
    if status in {"active", "closed"}:
        units = units.filter(is_active=status == "active")
    if text:
        units = units.filter(
            says(text, "name", "short_name")
            | Q(pinyin__contains=nfkc_key(text).replace(" ", ""))
            | Q(social_credit_code__istartswith=text)
        )
    return units


def units_in_order(units: QuerySet[Unit], *, under: Unit | None = None) -> list[Unit]:
    """Return a whole small tree, or the two upper levels of a large one, each below its parent."""
    if under is not None:
        units = units.filter(path__startswith=under.path)
    rows = list(units.order_by("pinyin", "id")[: WHOLE_TREE + 1])
    if len(rows) > WHOLE_TREE:
        rows = list(units.filter(parent=under).order_by("pinyin", "id")[:WHOLE_TREE])
    children: dict[int | None, list[Unit]] = {}
    shown = {row.pk for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)
    ordered: list[Unit] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(children.get(row.pk, [])[::-1])
    return ordered


def unit_posts(unit: Unit, on: date) -> list[Post]:
    """Return the posts of a unit, each with who holds it today in `current`."""
    current = (
        Appointment.objects.filter(valid_on(on), user__is_active=True)
        .select_related("user")
        .order_by("user__pinyin", "id")
    )
    posts = Post.objects.filter(unit=unit, role__in_project=False).select_related("role", "unit")
    return list(
        posts.prefetch_related(Prefetch("appointments", current, to_attr="current")).order_by(
            "-is_active", "role__at_owner", "id"
        )
    )


def _count(rows: QuerySet[User] | QuerySet[Post], field: str) -> Coalesce:
    counted = (
        rows.filter(**{field: OuterRef("pk")})
        .order_by()
        .values(field)
        .annotate(how_many=Count("pk"))
        .values("how_many")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
