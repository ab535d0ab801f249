"""Who keeps the pool, and which papers a panel opens to its experts."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from approvals.experts.models import ExpertReview, ReviewSeat, ReviewStatus, SeatStatus
from approvals.organizations.access import roles_of
from approvals.organizations.models import Post, User
from approvals.organizations.queries import holders_of
from documents.models import Document, PrintedSheet

KEEPERS = frozenset({"DATA_REVIEW"})
READERS = KEEPERS | {"DATA_HEAD"}
VIEW = "documents.view_document"


def is_keeper(user: User, on: date) -> bool:
    """Whether a person keeps the pool and convenes panels (专家库管理)."""
    return not KEEPERS.isdisjoint(roles_of(user, on))


def hosts_of(review: ExpertReview, on: date) -> list[User]:
    """Return who looks after a review: who convened it, or after their departure all keepers."""
    if is_keeper(review.convened_by, on):
        return [review.convened_by]
    posts = Post.objects.filter(role__in=KEEPERS, is_active=True).select_related("role")
    return [user for post in posts.order_by("pk") for user in holders_of(post, on)]


def reads_all(user: User, on: date) -> bool:
    """Whether a person may look at every panel, though not behind the seal."""
    return not READERS.isdisjoint(roles_of(user, on))


def visible_reviews(user: User, on: date) -> QuerySet[ExpertReview]:
    """Return the reviews whose panel a person may know: keepers all, witnesses their own."""
    reviews = ExpertReview.objects.select_related("convened_by", "witness", "opened_by")
    if reads_all(user, on):
        return reviews
    return reviews.filter(Q(witness=user) | Q(draws__witness=user)).distinct()


def has_witnessed(user: User, on: date) -> bool:
    """Whether somebody stood by at a draw and does not find the reviews by office anyway."""
    return not reads_all(user, on) and visible_reviews(user, on).exists()


def invitations_of(user: User) -> QuerySet[ReviewSeat]:
    """Return the seats to which a person was invited, the newest first."""
    if not user.is_active:
        return ReviewSeat.objects.none()
    seats = ReviewSeat.objects.filter(expert__user=user)
    return seats.select_related("review", "expert__user").order_by("-pk")


class ReviewBackend:
    """Opens papers to experts: those of their panel, from the declaration to the conclusion."""

    def authenticate(self, request: object, **credentials: object) -> None:
        """Leave signing in to the other backends."""

    def has_perm(self, user: User | AnonymousUser, perm: str, obj: object | None = None) -> bool:
        """Tell whether a person may read a paper because of a seat, or a sheet as its keeper."""
        if not isinstance(user, User) or not user.is_active or perm != VIEW:
            return False
        if isinstance(obj, Document):
            open_to = (ReviewStatus.SEALED, ReviewStatus.OPENED)
            return ReviewSeat.objects.filter(
                expert__user=user,
                status=SeatStatus.ACCEPTED,
                review__papers=obj,
                review__status__in=open_to,
            ).exists()
        if isinstance(obj, PrintedSheet):
            return self._reads_sheet(user, obj)
        return False

    def _reads_sheet(self, user: User, sheet: PrintedSheet) -> bool:
        if not sheet.sheet_code.startswith("expert_"):
            return False
        of_sheet = ExpertReview.objects.filter(Q(opinion_sheet=sheet) | Q(sign_in_sheet=sheet))
        on_panel = Q(
            seats__expert__user=user,
            seats__status=SeatStatus.ACCEPTED,
            seats__submitted_at__isnull=False,
        )
        return of_sheet.filter(on_panel | Q(convened_by=user) | Q(witness=user)).exists()
