"""The life of one project of the demonstration, deed by deed, through the services."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import Unit, User
from config.kernel.verdicts import RuleViolationError
from projects.application.models import Appraisal, ProjectApplication
from projects.application.queries import lines_of
from projects.application.services import save_application, save_appraisal, start_application
from projects.application.shapes import LineInput, ReviewInput
from projects.overview.demonstration.budgets import budget
from projects.overview.demonstration.county import County
from projects.overview.demonstration.filling import Filler, functions_of
from projects.registry import kinds, services
from projects.registry.models import Project, Record
from projects.registry.queries import latest_record

OPINIONS = {
    "unit_head": "{thing}内容属实，同意报送。",
    "intake": "{thing}材料齐全，符合受理条件，予以受理。",
    "countersign": "对{thing}无不同意见。",
    "data_head": "{thing}情况清楚，同意。",
    "approval": "经审查，{thing}符合规定，同意。",
    "data_review": "{thing}已核对，同意。",
    "procurement": "{thing}采购程序合规，予以备案。",
    "payment": "{thing}符合支付条件，同意支付。",
    "joint": "同意{thing}。",
}


class Story:
    """One project and its clock; each method is something that people of the county do."""

    def __init__(  # noqa: PLR0913 - who, what, how much and when
        self,
        county: County,
        *,
        unit: Unit,
        handler: User,
        head: User,
        name: str,
        content: str,
        amount: Decimal,
        begins_on: date,
        number: int,
    ) -> None:
        self.county, self.unit, self.handler, self.head = county, unit, handler, head
        self.name, self.content, self.amount = name, content, amount
        self.number = number
        self.calendar = working_calendar()
        self.chance = random.Random(number)  # noqa: S311 - variety, not secrecy
        self.day = self.calendar.roll_forward(begins_on)
        self.minute = 0
        self.project: Project

    @property
    def at(self) -> datetime:
        """The moment of the next deed: office hours of the present day, never the same twice."""
        self.minute += 1
        clock = datetime.combine(self.day, time(9, 10)) + timedelta(minutes=7 * self.minute)
        return timezone.make_aware(clock)

    def wait(self, workdays: int) -> None:
        """Let working days pass, but never beyond today."""
        self.day = min(self.calendar.add_workdays(self.day, workdays), self.county.last_day)
        self.minute = self.chance.randrange(6)

    def wait_until(self, day: date) -> None:
        """Let time pass until a day, or the first working day after it."""
        self.day = max(self.day, self.calendar.roll_forward(day))
        self.minute = self.chance.randrange(6)

    def near(self, days: int) -> None:
        """Let time pass until so many days before today, unless that is over."""
        self.wait_until(self.county.last_day - timedelta(days=days))

    def _filler(self) -> Filler:
        words = {
            "name": self.name,
            "content": self.content,
            "unit": self.unit.short_name,
            "functions": functions_of(self.content, self.number),
            "reason": f"因机构职能调整，{self.name}的需求范围需要重新核定。",
        }
        return Filler(words, person=self.handler.full_name, unit=self.unit.name, on=self.day)

    def apply(self, *, build_type: str = "NEW", lines: list[LineInput] | None = None) -> Record:
        """Draft the application with its budget."""
        draft = start_application(
            name=self.name,
            owner_unit=self.unit,
            rulebook=self.county.rulebook,
            build_type=build_type,
            object_kind="APPLICATION_SYSTEM",
            plan_year=self.day.year + (1 if self.day.month > 6 else 0),  # noqa: PLR2004
            has_no_state_secrets=True,
            actor=self.handler,
            at=self.at,
        )
        self.project = draft.project
        application = kinds.load(draft)
        assert isinstance(application, ProjectApplication)
        given = self._filler().fill(application, {})
        given.pop("budget_lines", None)
        given.pop("similar_projects", None)
        saved = save_application(
            application,
            values=given,
            lines=lines or budget(self.name, self.content, self.amount),
            answers={},
            version=application.version,
            actor=self.handler,
            at=self.at,
        )
        return self._answer_similar(saved)

    def _answer_similar(self, saved: ProjectApplication) -> ProjectApplication:
        """Say why each project that looks alike is another one."""
        similar = list(saved.similar_projects.all())
        if not similar:
            return saved
        answers = {
            row.project_id: f"{self.name}面向{self.content}，业务对象不同，不重复建设。"
            for row in similar
        }
        return save_application(
            saved,
            values={},
            lines=None,
            answers=answers,
            version=saved.version,
            actor=self.handler,
            at=self.at,
        )

    def write(self, kind: str, actor: User | None = None, **given: object) -> Record:
        """Begin a record of a kind and fill it in."""
        actor = actor or self.handler
        opened = services.open_record(self.project, kind, actor=actor, at=self.at)
        return services.save_record(
            opened,
            values=self._filler().fill(opened, given),
            version=opened.version,
            actor=actor,
            at=self.at,
        )

    def send(self, record: Record, actor: User | None = None) -> Record:
        """Send a record for approval."""
        actor = actor or self.handler
        try:
            sent = services.submit_record(record, version=record.version, actor=actor, at=self.at)
        except RuleViolationError:
            if not isinstance(record, ProjectApplication):
                raise
            # Somebody else began a project much like this one in the meantime.
            seen = save_application(
                record,
                values={},
                lines=None,
                answers={},
                version=record.version,
                rechecks=True,
                actor=actor,
                at=self.at,
            )
            record = self._answer_similar(seen)
            sent = services.submit_record(record, version=record.version, actor=actor, at=self.at)
        self.project.refresh_from_db()
        return sent

    def decide(self, record: Record, *, steps: int = 99, **stated: str) -> None:
        """Let the desks agree, one after the other, at most so many steps."""
        for _ in range(steps):
            if not self._pass_step(record, stated):
                break
        record.refresh_from_db()
        self.project.refresh_from_db()

    def _pass_step(self, record: Record, stated: Mapping[str, str]) -> bool:
        """Let the desks of a step agree; tell whether there is another one."""
        tasks = self._desk_of(record)
        if not tasks:
            return False
        self.wait(self.chance.randint(1, 3))
        step = tasks[0].process.current_step
        wanted = {field.code for field in step.fields}
        answered: set[str] = set()
        goes_on = False
        for task in tasks:
            if task.role_code in answered or (answered and not step.is_countersign):
                continue
            decided = flows.approve(
                task,
                opinion=self._opinion(task, record),
                extra={code: text for code, text in stated.items() if code in wanted},
                version=task.process.version,
                actor=self._signer(task),
                at=self.at,
            )
            answered.add(task.role_code)
            goes_on = decided.process.is_running
        return goes_on

    @staticmethod
    def _desk_of(record: Record) -> list[ApprovalTask]:
        """Return the tasks that a record waits for."""
        return list(
            ApprovalTask.objects.filter(process=record.approval_id, status=TaskStatus.OPEN)
            .select_related("process__definition", "post__unit")
            .order_by("pk")
        )

    def _signer(self, task: ApprovalTask) -> User:
        if task.role_code == "UNIT_HEAD":
            return self.head
        return self.county.one(task.role_code, self.number)

    def _opinion(self, task: ApprovalTask, record: Record) -> str:
        thing = f"《{self.name}》{record.title}"
        return OPINIONS.get(task.step_code, "对{thing}表示同意。").format(thing=thing)

    def send_back(self, record: Record, what: str) -> None:
        """Let the first desk that holds a record return it for correction."""
        task = ApprovalTask.objects.get(process=record.approval, status=TaskStatus.OPEN)
        process = task.process
        self.wait(2)
        flows.return_for_correction(
            task, opinion=what, version=process.version, actor=self._signer(task), at=self.at
        )
        record.refresh_from_db()

    def refuse(self, record: Record, why: str) -> None:
        """Let the desk that holds a record refuse it."""
        task = ApprovalTask.objects.filter(process=record.approval, status=TaskStatus.OPEN).first()
        assert task is not None
        self.wait(2)
        flows.reject(
            task, opinion=why, version=task.process.version, actor=self._signer(task), at=self.at
        )
        self.project.refresh_from_db()

    def appraise(self) -> Record:
        """Go through the budget line by line, and cut a little."""
        reviewer = self.county.one("DATA_REVIEW", self.number)
        appraisal = latest_record(self.project, "appraisal")
        assert isinstance(appraisal, Appraisal)
        given = self._filler().fill(appraisal, {})
        given.pop("reviewed_lines", None)
        saved = save_appraisal(
            appraisal,
            values=given,
            reviews=self._reviews(appraisal),
            version=appraisal.version,
            actor=reviewer,
            at=self.at,
        )
        return self.send(saved, reviewer)

    def _reviews(self, appraisal: Appraisal) -> dict[int, ReviewInput]:
        assert appraisal.application_id is not None
        reviews = {}
        for line in lines_of(appraisal.application_id):
            cut = line.category in {"SOFTWARE", "DATA"} and self.number % 3 != 0
            kept = (line.amount * Decimal("0.94")).quantize(Decimal(100)) if cut else line.amount
            reason = "与已建公共组件重复，按可复用部分核减。" if cut else ""
            reviews[line.pk] = ReviewInput(reviewed=kept, reason=reason)
        return reviews

    def initiate(self) -> Record:
        """Ask for initiation."""
        return self.send(self.write("initiation"))

    def reply(self, record: Record) -> None:
        """Let the development and reform department reply."""
        self.decide(record, steps=1)
        self.project.refresh_from_db()
        self.decide(
            record,
            document_number=f"云发改审〔{self.day.year}〕{100 + self.number}号",
            replied_on=self.calendar.add_workdays(self.day, 0).isoformat(),
            approved_amount=str(self.project.reviewed_amount),
        )

    def apply_and_get_reply(self) -> None:
        """Go from the first draft to the official reply."""
        self.decide(self.send(self.apply()))
        self.wait(2)
        self.decide(self.appraise())
        self.wait(2)
        self.reply(self.initiate())
