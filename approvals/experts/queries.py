"""The pool as the draw sees it, and what came of reviews."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from approvals.experts.models import (
    STANDING,
    Expert,
    ExpertField,
    ExpertReview,
    ExpertState,
    ExpertTie,
    ReviewSeat,
    ReviewStatus,
)
from approvals.experts.shapes import Candidate, ties_between
from approvals.organizations.access import appointed_posts, valid_on
from approvals.organizations.models import Appointment, Unit, User
from config.kernel.texts import nfkc_key

EXPERT_ROLE = "EXPERT"


def pool(on: date) -> QuerySet[Expert]:
    """Return the experts with their state, their seats this year, and those still to be scored.

    A seat on a panel that was cancelled took nobody's time, so it does not count.
    """
    held = [ReviewStatus.SEALED, ReviewStatus.OPENED, ReviewStatus.CONCLUDED]
    standing = Q(seats__status__in=STANDING, seats__review__status__in=held)
    holds = Appointment.objects.filter(
        valid_on(on), user=OuterRef("user"), post__role=EXPERT_ROLE, post__is_active=True
    )
    return (
        Expert.objects.select_related("user__unit")
        .prefetch_related(Prefetch("fields", queryset=ExpertField.objects.order_by("pk")))
        .annotate(
            this_year=Count(
                "seats",
                filter=standing & Q(seats__draw__drawn_at__year=on.year),
                distinct=True,
            ),
            open_seats=Count(
                "seats",
                filter=standing
                & Q(seats__review__status=ReviewStatus.SEALED, seats__submitted_at=None),
                distinct=True,
            ),
            state=Case(
                When(is_suspended=True, then=Value(ExpertState.SUSPENDED)),
                When(~Exists(holds) | Q(user__is_active=False), then=Value(ExpertState.LAPSED)),
                When(yearly_cap__lte=F("this_year"), then=Value(ExpertState.FULL)),
                default=Value(ExpertState.READY),
            ),
        )
    )


def pool_list(
    *, on: date, text: str = "", field: ExpertField | None = None, state: str = ""
) -> QuerySet[Expert]:
    """Return the experts that are looked for."""
    found = pool(on)
    if text:
        found = found.filter(
            Q(user__full_name__icontains=text)
            | Q(employer__icontains=text)
            | Q(pinyin__icontains=text.lower())
        )
    if field is not None:
        found = found.filter(fields=field)
    return found.filter(Q(state=state)) if state else found


def people_to_add(on: date) -> QuerySet[User]:
    """Return who holds a post as an expert today and is not in the pool."""
    posts = appointed_posts(User.objects.all(), on).filter(role=EXPERT_ROLE)
    return (
        User.objects.filter(is_active=True, appointments__post__in=posts, expert=None)
        .select_related("unit")
        .distinct()
        .order_by("pinyin", "id")
    )


def touched_names(
    *, units: Iterable[str], firms: Iterable[str], works: Iterable[str]
) -> dict[str, list[str]]:
    """Return the names a matter has to do with, made comparable."""
    return {
        "units": _keys(units),
        "firms": _keys(firms),
        "works": _keys(works),
    }


def _keys(names: Iterable[str]) -> list[str]:
    return sorted({nfkc_key(name) for name in names if name.strip()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a panel is drawn for, as far as the draw is concerned."""

    kind: str
    ref: int
    touched: Mapping[str, Iterable[str]]
    review: ExpertReview | None = None


def candidates(matter: Matter, on: date) -> list[Candidate]:
    """Return the whole pool as candidates for a panel, with every reason to stay away."""
    names = {part: frozenset(keys) for part, keys in matter.touched.items()}
    earlier = _earlier_members(matter)
    here = set(matter.review.seats.values_list("expert_id", flat=True)) if matter.review else set()
    ties: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for expert_id, kind, name in ExpertTie.objects.values_list("expert_id", "kind", "name"):
        ties[expert_id][kind].add(nfkc_key(name))
    experts = list(pool(on).order_by("pk"))
    homes = _homes_of(experts)
    return [
        _candidate(
            expert,
            ties[expert.pk],
            names,
            homes=homes[expert.pk],
            earlier=earlier,
            here=here,
            on=on,
        )
        for expert in experts
    ]


def _homes_of(experts: Iterable[Expert]) -> dict[int, frozenset[str]]:
    """Return the names of where each expert works: the unit, and what it is a division of.

    The top of the tree is above everybody, so it counts only for who works there.
    """
    above = {
        expert.pk: {unit.pk, *unit.ancestor_ids[1:]} if (unit := expert.user.unit) else set[int]()
        for expert in experts
    }
    units = Unit.objects.in_bulk({key for keys in above.values() for key in keys})
    return {
        pk: frozenset(
            nfkc_key(name) for key in keys for name in (units[key].name, units[key].short_name)
        )
        for pk, keys in above.items()
    }


def _earlier_members(matter: Matter) -> set[int]:
    earlier = ReviewSeat.objects.filter(
        review__subject_kind=matter.kind, review__subject_ref=matter.ref
    ).exclude(declared_at=None)
    if matter.review is not None:
        earlier = earlier.exclude(review=matter.review)
    return set(earlier.values_list("expert_id", flat=True))


def _candidate(  # noqa: PLR0913 - each is one reason
    expert: Expert,
    ties: Mapping[str, set[str]],
    names: Mapping[str, frozenset[str]],
    *,
    homes: frozenset[str],
    earlier: set[int],
    here: set[int],
    on: date,
) -> Candidate:
    units = {nfkc_key(expert.employer)} | ties.get("UNIT", set()) | homes
    owned = {kind: frozenset(keys) for kind, keys in ties.items()} | {"UNIT": frozenset(units)}
    found = ties_between(owned, names)
    if expert.pk in earlier:
        found |= {"PREVIOUS_ROUND"}
    return Candidate(
        key=str(expert.pk),
        fields=frozenset(field.code for field in expert.fields.all()),
        is_external=expert.is_external,
        is_senior=expert.is_senior,
        years=max(0, on.year - expert.works_since),
        ties=found,
        seats=int(vars(expert)["this_year"]),
        cap=expert.yearly_cap,
        is_suspended=vars(expert)["state"] == ExpertState.SUSPENDED,
        is_lapsed=vars(expert)["state"] == ExpertState.LAPSED,
        is_here=expert.pk in here,
    )


def standing_seats(review: ExpertReview) -> QuerySet[ReviewSeat]:
    """Return who is on a panel now, in the order of the draw."""
    return (
        review.seats.filter(status__in=STANDING).select_related("expert__user").order_by("position")
    )


def chair_of(review: ExpertReview) -> ReviewSeat | None:
    """Return who chairs a panel: the first in the order of the draw who handed in scores."""
    seats = list(standing_seats(review))
    handed_in = [seat for seat in seats if seat.submitted_at is not None]
    return next(iter(handed_in or seats), None)


def reviews_on(kind: str, ref: int) -> QuerySet[ExpertReview]:
    """Return the reviews of one matter, the newest first."""
    found = ExpertReview.objects.filter(subject_kind=kind, subject_ref=ref)
    return found.select_related("opinion_sheet").order_by("-pk")


def concluded_reviews(project_ref: int) -> QuerySet[ExpertReview]:
    """Return the reviews of a project that came to a conclusion, the newest first."""
    return ExpertReview.objects.filter(
        project_ref=project_ref, status=ReviewStatus.CONCLUDED
    ).order_by("-pk")
