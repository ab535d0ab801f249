"""The cast of expert review: a county, a pool of experts, and an appraisal to be reviewed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from approvals.experts import services, subjects
from approvals.experts.models import Expert, ExpertField, ExpertReview, ReviewSeat
from approvals.experts.subjects import Subject
from approvals.organizations.models import Post, Role, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from projects.registry.models import Record
from projects.registry.queries import REVIEWED
from tests.builders import AT, SINCE, County, accepted, application_ready, build_county

DEADLINE = AT + timedelta(days=3)
AFTER = DEADLINE + timedelta(hours=1)
POOL = 9
GOOD = {"necessity": "18", "feasibility": "17", "design": "21", "budget": "16", "security": "13"}


@dataclass
class Bench:
    """A county with a pool of experts, and one record for them to review."""

    county: County
    record: Record
    experts: list[Expert] = field(default_factory=list)

    def with_pool(self, size: int) -> "Bench":
        """Take experts into the pool."""
        self.experts = [self.another(number) for number in range(size)]
        return self

    @cached_property
    def post(self) -> Post:
        """The post that all experts hold."""
        system = User.system()
        house = create_unit(
            name="县评审专家组",
            short_name="专家组",
            kind=UnitKind.objects.get(code="EXPERT"),
            parent=None,
            actor=system,
            at=AT,
        )
        role = Role.objects.get(code="EXPERT")
        return create_post(unit=house, role=role, title="", actor=system, at=AT)

    @property
    def keeper(self) -> User:
        """Who keeps the pool."""
        return self.county.at("DATA_REVIEW")

    @property
    def witness(self) -> User:
        """Who stands by."""
        return self.county.at("FINANCE_BUDGET")

    @property
    def subject(self) -> Subject:
        """The record, as something to be reviewed."""
        found = subjects.get(REVIEWED).find(self.record.pk, user=self.keeper, on=AT.date())
        assert found is not None
        return found

    def invited(self, username: str) -> User:
        """Return somebody with the post of an expert, who is not in the pool yet."""
        system = User.system()
        user = create_account(
            username=username,
            full_name=f"专家{username}",
            unit=self.post.unit,
            password_hash="!",
            actor=system,
            at=AT,
        ).user
        appoint(user, post=self.post, starts_on=SINCE, actor=system, at=AT)
        return user

    def another(self, number: int, **changes: object) -> Expert:
        """Take one more expert into the pool."""
        user = self.invited(f"expert{number}")
        fields = ExpertField.objects.order_by("pk")
        given: dict[str, object] = {
            "employer": f"第{number}设计研究院",
            "title": "高级工程师",
            "is_senior": True,
            "is_external": True,
            "works_since": 2005,
            "yearly_cap": 6,
            "fields": [fields[number % len(fields)]],
        }
        return services.add_expert(user, **(given | changes), actor=self.keeper, at=AT)  # type: ignore[arg-type]

    def convene(self, *, size: int = 5, at: datetime = AT) -> ExpertReview:
        """Draw a panel for the record."""
        subject = self.subject
        return services.convene(
            subject,
            demand=subject.demands[0],
            size=size,
            deadline=DEADLINE,
            witness=self.witness,
            actor=self.keeper,
            at=at,
        )


def seats(review: ExpertReview) -> list[ReviewSeat]:
    """Return who sits on a panel, in the order of the draw."""
    found = review.seats.filter(status__in=["INVITED", "ACCEPTED"]).order_by("position")
    return list(found.select_related("expert__user", "review"))


def come(seat: ReviewSeat, *, at: datetime = AT) -> ReviewSeat:
    """Let an expert declare that there is no conflict."""
    actor = seat.expert.user
    return services.declare(seat, answer="CLEAR", reason="", actor=actor, at=at)


def hand_in(
    seat: ReviewSeat, ratings: dict[str, str] | None = None, *, at: datetime = AT
) -> ReviewSeat:
    """Let an expert hand in scores."""
    return services.submit_scores(
        seat,
        ratings=GOOD | (ratings or {}),
        remarks="方案总体可行，建议细化数据共享。",
        proposal="PASSED",
        actor=seat.expert.user,
        at=at,
    )


def scored(review: ExpertReview) -> ExpertReview:
    """Let the whole panel come and hand in."""
    for seat in seats(review):
        hand_in(come(seat))
    return review


def opened(review: ExpertReview) -> ExpertReview:
    """Let the chair open what the whole panel handed in."""
    chair = seats(scored(review))[0].expert.user
    return services.open_results(review, actor=chair, at=AFTER)


def concluded(review: ExpertReview, conclusion: str = "PASSED") -> ExpertReview:
    """Let the chair give the conclusion."""
    found = opened(review)
    assert found.opened_by is not None
    return services.conclude_review(
        found,
        conclusion=conclusion,
        opinion="评审组一致认为方案可行，同意通过评审。",
        actor=found.opened_by,
        at=AFTER,
    )


@pytest.fixture(scope="module")
def _module_bench(
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Bench]:
    with django_db_blocker.unblock(), transaction.atomic():
        county = build_county()
        appraisal = accepted(county, application_ready(county))
        bench = Bench(county, appraisal).with_pool(POOL)
        yield bench
        transaction.set_rollback(True)


@pytest.fixture
def bench(_module_bench: Bench, db: None) -> Bench:  # noqa: ARG001 - a savepoint of its own
    """A county with nine experts in the pool, and an appraisal that has just begun."""
    return _module_bench


@pytest.fixture
def desk() -> Callable[[User], Client]:
    """Open a browser in which a person is signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client

    return open_browser
