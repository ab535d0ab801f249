"""Building the demonstration: when each project begins, and how far it has come by today."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import batched
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from config.kernel.periods import add_months
from projects.overview.demonstration.county import County, CountyBuilder, write_accounts
from projects.overview.demonstration.endings import DAYS_AGO, ENDINGS, LONG_AGO, Ending
from projects.overview.demonstration.life import Life
from projects.overview.demonstration.sharing import tell_all
from projects.planning import services as planning
from projects.planning.models import AnnualPlan
from projects.planning.queries import items_of

WAN = Decimal(10_000)
SECOND_PHASE = 13
RECENT = -1
OLDEST = 2
BUILT_IN = timedelta(days=300)
OF_ONE_SHARE = 16


@dataclass(frozen=True, slots=True)
class Idea:
    """A project somebody in the county has in mind, and how far it has come."""

    number: int
    owner: int
    name: str
    content: str
    amount: Decimal
    ending: Ending


def load_demonstration(*, folder: Path, at: datetime, processes: int = 1) -> Path:
    """Build the whole county; returns the file that says who may sign in.

    Several processes each commit for themselves; only one may run inside a transaction.
    """
    password = f"Yunxi-{secrets.token_hex(4)}"
    today = timezone.localdate(at)
    began = timezone.make_aware(datetime.combine(first_day(today), datetime.min.time()))
    with transaction.atomic():
        builder = CountyBuilder(password=password, actor=User.system(), at=began)
        county = builder.build()
    demonstration = Demonstration(county, today)
    tell_all(demonstration.shares(), processes=processes)
    return write_accounts(county, password, folder)


def newest_plan(today: date) -> int:
    """Return the newest year whose projects have had the time to be built as told."""
    return (today - BUILT_IN).year


def first_day(today: date) -> date:
    """Return the day on which the county began to use the system."""
    return date(newest_plan(today) - OLDEST, 1, 2)


class Demonstration:
    """The projects of the county: a batch for each plan, then what was filed of late."""

    def __init__(self, county: County, today: date) -> None:
        self.county, self.today = county, today
        calendar = working_calendar()
        county.last_day = calendar.add_workdays(today + timedelta(days=1), -1)

    def build(self) -> None:
        """Carry every project as far as its ending says, one after the other."""
        for share in self.shares():
            share()

    def shares(self) -> Iterator[Callable[[], None]]:
        """Return what may be told side by side: no share waits for another."""
        ideas = self._ideas()
        for age in (age for age in ENDINGS if age != RECENT):
            batch = [next(ideas)(ending) for ending in ENDINGS[age]]
            yield partial(self._tell_batch, newest_plan(self.today) - age, batch)
        recent = [next(ideas)(ending) for ending in ENDINGS[RECENT]]
        for share in batched(recent, OF_ONE_SHARE, strict=False):
            yield partial(self._tell_recent, share)

    def _ideas(self) -> Iterator[Callable[[Ending], Idea]]:
        """Walk through the ideas: one of each unit, then the next of each, then second phases."""
        owners = self.county.owners
        rounds = max(len(projects) for *_, projects in owners)
        listed = [
            (owner, f"云溪县{row[0]}", row[1], Decimal(str(row[2])) * WAN)
            for turn in range(rounds)
            for owner, (*_, projects) in enumerate(owners)
            for row in projects[turn : turn + 1]
        ]
        second = [
            (owner, f"{name}（二期）", content, amount * Decimal("0.45"))
            for owner, name, content, amount in listed[:SECOND_PHASE]
        ]
        for number, idea in enumerate(listed + second, 1):
            yield partial(Idea, number, *idea)

    def _life(self, idea: Idea, begins_on: date) -> Life:
        unit, handler, head, _ = self.county.owners[idea.owner]
        return Life(
            self.county,
            unit=unit,
            handler=handler,
            head=head,
            name=idea.name,
            content=idea.content,
            amount=idea.amount.quantize(Decimal(100)),
            begins_on=begins_on,
            number=idea.number,
        )

    def _tell_batch(self, plan_year: int, ideas: Sequence[Idea]) -> None:
        """Bring the projects of one plan to their official reply, issue it, and go on."""
        lives = []
        for position, idea in enumerate(ideas):
            life = self._life(idea, date(plan_year, 1, 8) + timedelta(days=2 * position % 26))
            life.apply_and_get_reply()
            lives.append(life)
        self._issue_plan(plan_year, lives)
        for life, idea in zip(lives, ideas, strict=True):
            self._finish(life, idea.ending)

    def _issue_plan(self, year: int, lives: Sequence[Life]) -> None:
        """Compile the plan of a year, have it confirmed by three departments, issue it."""
        clock = Clock(max(lives, key=lambda life: life.day), days=3)
        actor = self.county.one("DATA_REVIEW")
        plan = planning.begin_plan(year=year, actor=actor, at=clock.next())
        self._fill_plan(plan, lives, clock)
        plan.refresh_from_db()
        planning.submit_plan(plan, version=plan.version, actor=actor, at=clock.next())
        plan.refresh_from_db()
        self._confirm(plan, clock)
        for life in lives:
            life.project.refresh_from_db()
            life.wait_until(clock.life.day)

    def _fill_plan(self, plan: AnnualPlan, lives: Sequence[Life], clock: "Clock") -> None:
        actor = self.county.one("DATA_REVIEW")
        planning.add_projects(
            plan,
            project_ids=[life.project.pk for life in lives],
            version=plan.version,
            actor=actor,
            at=clock.next(),
        )
        plan.refresh_from_db()
        starts_on = date(plan.year, 4, 1)
        changes: dict[int, dict[str, object]] = {
            item.pk: {
                "starts_on": starts_on,
                "ends_on": add_months(starts_on, 12),
                "year_content": f"完成{item.project.name}的采购、开发和部署。",
                "priority": 1 + item.position % 3,
            }
            for item in items_of(plan)
        }
        planning.change_items(
            plan, changes=changes, version=plan.version, actor=actor, at=clock.next()
        )

    def _confirm(self, plan: AnnualPlan, clock: "Clock") -> None:
        process = plan.approval
        assert process is not None
        for task in ApprovalTask.objects.filter(process=process, status=TaskStatus.OPEN):
            clock.wait(1)
            process.refresh_from_db()
            flows.approve(
                task,
                opinion=f"{task.post.unit.short_name}同意{plan.title}。",
                extra={},
                version=process.version,
                actor=self.county.one(task.role_code),
                at=clock.next(),
            )

    def _finish(self, life: Life, ending: Ending) -> None:
        """Carry one project on; it never runs ahead of today."""
        ending(life)
        if life.day > self.today:
            raise ValueError(f"{life.name} runs ahead of today.")

    def _tell_recent(self, ideas: Sequence[Idea]) -> None:
        """Begin what is still on the desks of the first stages."""
        for idea in ideas:
            days_ago = DAYS_AGO.get(idea.ending, LONG_AGO) - idea.number % 5
            self._finish(self._life(idea, self.today - timedelta(days=days_ago)), idea.ending)


class Clock:
    """Office hours of the compilers of a plan."""

    def __init__(self, life: Life, *, days: int) -> None:
        self.life = life
        self.wait(days)

    def wait(self, workdays: int) -> None:
        """Let working days pass."""
        self.life.wait(workdays)

    def next(self) -> datetime:
        """Return the moment of the next deed."""
        return self.life.at
