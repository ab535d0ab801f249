"""What follows from a whole deed is done once, when the deed is done."""

from datetime import UTC, datetime

import pytest

from approvals.organizations.models import User
from audit.services import audited, once_at_the_end

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_an_act_asked_for_twice_happens_once_and_after_everything_else() -> None:
    happened: list[str] = []

    @audited
    def inner(*, actor: User, at: datetime) -> None:  # noqa: ARG001 - a service's shape
        once_at_the_end("rights", lambda: happened.append("rights"))

    @audited
    def outer(*, actor: User, at: datetime) -> None:
        inner(actor=actor, at=at)
        inner(actor=actor, at=at)
        happened.append("deed")

    outer(actor=User.system(), at=AT)

    assert happened == ["deed", "rights"]


def test_an_act_outside_a_service_happens_at_once() -> None:
    happened: list[str] = []

    once_at_the_end("rights", lambda: happened.append("rights"))

    assert happened == ["rights"]
