"""What would be left without a hand when a person goes or a unit closes.

The parts that know (open tasks, running projects) stand above the organization, so they
register a provider here in `ready()`; the organization asks before it lets somebody go.
"""

from collections.abc import Callable, Sequence
from datetime import date

from approvals.organizations.models import Post, Unit, User
from config.kernel.verdicts import Missing

type PostBurden = Callable[[Sequence[Post], User | None, date], list[Missing]]
type UnitBurden = Callable[[Unit, date], list[Missing]]

_of_posts: list[PostBurden] = []
_of_units: list[UnitBurden] = []


def register_post_burden(provider: PostBurden) -> None:
    """Add somebody who knows what waits at a post."""
    if provider not in _of_posts:
        _of_posts.append(provider)


def register_unit_burden(provider: UnitBurden) -> None:
    """Add somebody who knows what a unit still has to do."""
    if provider not in _of_units:
        _of_units.append(provider)


def burdens_of_posts(
    posts: Sequence[Post], on: date, *, without: User | None = None
) -> tuple[Missing, ...]:
    """Return what waits at these posts that nobody could do on that day, were a person gone."""
    if not posts:
        return ()
    return tuple(item for provider in _of_posts for item in provider(posts, without, on))


def burdens_of_unit(unit: Unit, on: date) -> tuple[Missing, ...]:
    """Return everything that the unit still has to do."""
    return tuple(item for provider in _of_units for item in provider(unit, on))
