"""Building the demonstration: when each project begins, and how far it has come by today."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from config.kernel.periods import add_months
from projects.overview.demonstration.county import (
    FIRST_DAY,
    County,
    CountyBuilder,
    write_accounts,
)
from projects.overview.demonstration.endings import DAYS_AGO, ENDINGS, LONG_AGO, Ending
from projects.overview.demonstration.life import Life
from projects.planning import services as planning
from projects.planning.models import AnnualPlan
from projects.planning.queries import items_of, waiting_projects

WAN = Decimal(10_000)
SECOND_PHASE = 13


@dataclass(frozen=True, slots=True)
class Idea:
    """A project somebody in the county has in mind."""

    owner: int
    name: str
    content: str
    amount: Decimal


def load_demonstration(*, folder: Path, at: datetime) -> Path:
    """Build the whole county; returns the file that says who may sign in."""
    password = f"Yunxi-{secrets.token_hex(4)}"
    began = timezone.make_aware(datetime.combine(FIRST_DAY, datetime.min.time()))
    with transaction.atomic():
        builder = CountyBuilder(password=password, actor=User.system(), at=began)
        county = builder.build()
    Demonstration(county, timezone.localdate(at)).build()
    return write_accounts(county, password, folder)


class Demonstration:
    """The projects of the county, batch by batch, one batch a plan."""

    def __init__(self, county: County, today: date) -> None:
        self.county, self.today = county, today
        calendar = working_calendar()
        county.last_day = calendar.add_workdays(today + timedelta(days=1), -1)
        self.number = 0
        self.ideas = self._ideas()

    def build(self) -> None:
        """Carry every project as far as its ending says."""
        year = self.today.year
        for plan_year in (year - 2, year - 1, year):
            batch = self._batch(plan_year)
            self._issue_plan(plan_year, batch)
            for life, ending in batch:
                self._finish(life, ending)
        self._this_year()

    def _ideas(self) -> Iterator[Idea]:
        """Walk through the ideas: one of each unit, then the next of each, then second phases."""
        owners = self.county.owners
        rounds = max(len(projects) for *_, projects in owners)
        listed = [
            Idea(number, f"云溪县{row[0]}", row[1], Decimal(str(row[2])) * WAN)
            for turn in range(rounds)
            for number, (*_, projects) in enumerate(owners)
            for row in projects[turn : turn + 1]
        ]
        second = [
            Idea(i.owner, f"{i.name}（二期）", i.content, i.amount * Decimal("0.45"))
            for i in listed[:SECOND_PHASE]
        ]
        return iter(listed + second)

    def _life(self, begins_on: date) -> Life:
        idea = next(self.ideas)
        unit, handler, head, _ = self.county.owners[idea.owner]
        self.number += 1
        return Life(
            self.county,
            unit=unit,
            handler=handler,
            head=head,
            name=idea.name,
            content=idea.content,
            amount=idea.amount.quantize(Decimal(100)),
            begins_on=begins_on,
            number=self.number,
        )

    def _batch(self, plan_year: int) -> list[tuple[Life, Ending]]:
        """Bring the projects of one plan to their official reply."""
        age = self.today.year - plan_year
        batch: list[tuple[Life, Ending]] = []
        for ending in ENDINGS[age]:
            begins_on = date(plan_year, 1, 8) + timedelta(days=2 * len(batch) % 26)
            life = self._life(begins_on)
            with transaction.atomic():
                life.apply_and_get_reply()
            batch.append((life, ending))
        return batch

    def _issue_plan(self, year: int, batch: list[tuple[Life, Ending]]) -> AnnualPlan:
        """Compile the plan of a year, have it confirmed by three departments, issue it."""
        latest = max((life for life, _ in batch), key=lambda life: life.day)
        clock = Clock(latest, days=3)
        actor = self.county.one("DATA_REVIEW")
        with transaction.atomic():
            plan = planning.begin_plan(year=year, actor=actor, at=clock.next())
            self._fill_plan(plan, clock)
            plan.refresh_from_db()
            planning.submit_plan(plan, version=plan.version, actor=actor, at=clock.next())
            plan.refresh_from_db()
            self._confirm(plan, clock)
        for life, _ in batch:
            life.project.refresh_from_db()
            life.wait_until(clock.life.day)
        return plan

    def _fill_plan(self, plan: AnnualPlan, clock: "Clock") -> None:
        actor = self.county.one("DATA_REVIEW")
        planning.add_projects(
            plan,
            project_ids=[project.pk for project in waiting_projects()],
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
        with transaction.atomic():
            ending(life)
        if life.day > self.today:
            raise ValueError(f"{life.name} runs ahead of today.")

    def _this_year(self) -> None:
        """Begin what is still on the desks of the first stages."""
        recent: list[Callable[[Life], None]] = ENDINGS[-1]
        for number, ending in enumerate(recent):
            days_ago = DAYS_AGO.get(ending, LONG_AGO) - number % 5
            begins_on = self.today - timedelta(days=days_ago)
            self._finish(self._life(begins_on), ending)


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
