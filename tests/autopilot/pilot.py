"""The autopilot: carries one project through the gates of its pack, as people would.

It goes through the services only. What a gate misses it reads from the verdict: a day to
wait for, a paper to attach, another record to make first. So it finds its way through a pack
that it has never seen; where judgement is needed, the pack's file of values says it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

from django.utils.timezone import localdate, make_aware

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask
from approvals.organizations.models import User
from approvals.organizations.queries import holders_of
from config.kernel.verdicts import Missing, RuleViolationError, Verdict
from documents.sheets.words import rows_of
from projects.application.services import start_application
from projects.registry import kinds
from projects.registry.life import life_of
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.rules import may_enter_next, may_submit
from projects.registry.services import (
    appoint_member,
    attach_paper,
    enter_next_stage,
    open_record,
    save_record,
    submit_record,
)
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Gate, Rulebook
from tests.autopilot import builtin
from tests.autopilot.values import (
    BAD_LABELS,
    Script,
    dated,
    script_of,
    value_for,
    values_for,
    with_every_choice,
)
from tests.builders import AT, County
from tests.documents.samples import pdf, upload
from tests.life import fresh, planned

MOST_TASKS, MOST_TRIES = 40, 8
PLAN = "annual_plan"
IN_PROJECT = "PROJECT"
OFF_THE_WAY = frozenset({"standing_change", "waiver"})


class StuckError(AssertionError):
    """The autopilot cannot go on; the message says where and why."""


@dataclass
class Pilot:
    """One project on its way."""

    county: County
    script: Script
    project_id: int = 0
    at: datetime = AT
    record_id: int = 0
    done: tuple[str, ...] = ()
    trail: list[str] = field(default_factory=list)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return fresh(Project(pk=self.project_id))

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook it keeps to."""
        return rulebook_of(self.project.rulebook)

    @property
    def record(self) -> Record:
        """The record in hand, as it is now."""
        found = Record.objects.select_related(
            "project__owner_unit", "project__rulebook__regulation", "approval"
        )
        return kinds.load(found.defer("project__rulebook__content").get(pk=self.record_id))

    @property
    def on(self) -> date:
        """The day."""
        return localdate(self.at)

    @property
    def order(self) -> tuple[str, ...]:
        """The gates in the order in which they are passed."""
        if self.script.order:
            return self.script.order
        project = self.project
        rulebook = rulebook_of(project.rulebook)
        skipped = {*OFF_THE_WAY, *self.script.aside, *life_of(project).skips}
        named = [gate for stage in rulebook.life.stages for gate in stage.gates]
        codes = dict.fromkeys([*named, *(gate.code for gate in rulebook.gates)])
        known = kinds.codes_of(project)
        return tuple(code for code in codes if code in known and code not in skipped)

    # -- who does what ------------------------------------------------------------------

    def writer_of(self, kind_code: str, project: Project | None = None) -> User:
        """Return who fills in records of a kind: its writers, else whoever has that duty."""
        project = project or self.project
        kind = kind_in(project, kind_code)
        owner = project.owner_unit.name
        if kind.writers:
            return self.county.at(kind.writers[0], owner)
        right = kind.permission.partition(".")[2]
        duties = rulebook_of(project.rulebook).duties
        able = [duty for duty in duties if right in duty.permissions]
        here = [duty for duty in able if str(project.stage) in duty.stages]
        role = (*here, *able)[0].role if able else "HANDLER"
        return self.county.at(role, owner)

    def signer_of(self, task: ApprovalTask) -> User:
        """Return somebody on the post of a task."""
        found = holders_of(task.post, self.on).exclude(pk=task.process.started_by_id).first()
        if found is None:
            raise StuckError(f"Nobody on {task.post} may decide {task.step_label}.")
        return found

    # -- going on -----------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a project, and give everybody a place in it who has one by the rulebook."""
        first = kinds.first_kind(self.county.rulebook)
        starter = first.writers[0] if first is not None and first.writers else "HANDLER"
        given: dict[str, Any] = {
            "name": "环卫作业监管系统",
            "build_type": "NEW",
            "object_kind": "APPLICATION_SYSTEM",
            "plan_year": self.on.year,
            **self.script.project,
        }
        begun = start_application(
            **given,
            owner_unit=self.county.owner,
            rulebook=self.county.rulebook,
            has_no_state_secrets=True,
            actor=self.county.at(starter),
            at=self.at,
        )
        self.project_id = begun.project_id
        for role in self.rulebook.roles:
            if role.at == IN_PROJECT and role.code not in self.script.vacant:
                self.appoint(role.code)

    def appoint(self, role: str) -> None:
        """Give the county's person for a role that place in the project."""
        appoint_member(
            self.project,
            role,
            user=self.county.at(role),
            starts_on=self.on,
            actor=self.county.at("HANDLER"),
            at=self.at,
        )

    def pass_gate(self, code: str) -> None:
        """Do all that a gate asks, and go through it."""
        self.stand_before(code)
        self.go_through(code)

    def stand_before(self, code: str) -> None:
        """Have everything ready for a gate, short of sending it."""
        self._wait_for(code)
        if code == PLAN:
            return
        self._come_to(code)
        self.draft(code)

    def go_through(self, code: str) -> None:
        """Send what is ready and let everybody agree."""
        if code == PLAN:
            planned(self.county, self.project, at=self.at)
        else:
            self.let_pass()
        self.done = (*self.done, code)
        self.at += timedelta(days=1)

    def _wait_for(self, code: str) -> None:
        day = self.script.days.get(code)
        if day is not None and day > self.on:
            self.at = at_ten(day)

    def _come_to(self, code: str) -> None:
        """Enter the stage in which a kind of record is made, waiting where that takes time."""
        for _ in range(MOST_TRIES):
            project = self.project
            if kind_in(project, code).is_in_stage(project):
                return
            verdict = may_enter_next(project, self.on)
            if verdict:
                enter_next_stage(project, actor=self.county.at("HANDLER"), at=self.at)
            elif verdict.opens_on is not None:
                self.at = at_ten(verdict.opens_on)
            else:
                break
        here = life_of(self.project).stage_of(self.project).label
        raise StuckError(f"From {here} no way leads to {code}: {verdict.text}")

    # -- one record ---------------------------------------------------------------------

    def draft(self, kind_code: str, **changes: Any) -> Record:
        """Begin a record, fill it in and attach what its gate demands."""
        self.draft_only(kind_code, **changes)
        self._get_ready()
        return self.record

    def draft_only(self, kind_code: str, **changes: Any) -> Record:
        """Begin a record and fill it in; whether it may be sent is another question."""
        open_one = (
            Record.objects.filter(project_id=self.project_id, kind=kind_code)
            .exclude(status__in=[RecordStatus.PASSED, RecordStatus.FAILED, RecordStatus.VOID])
            .first()
        )
        if open_one is None:
            open_one = open_record(
                self.project, kind_code, actor=self.writer_of(kind_code), at=self.at
            )
            if kind_code == "final_acceptance" and is_builtin(self.project, kind_code):
                builtin.before_acceptance(self.county, self.project, self.at)
        self.record_id = open_one.pk
        return self.fill(**changes)

    def usual_values(self, kind_code: str) -> dict[str, Any]:
        """Return what a record of a kind says when all is well."""
        own = self.script.values.get(kind_code, {})
        usual = builtin.USUAL.get(kind_code)
        record = self.record
        sheet = kinds.sheet_of(record)
        if usual is None or not is_builtin(record.project, kind_code):
            return values_for(sheet, self.on, own)
        more = kind_in(record.project, kind_code).own_boxes
        added = {box.code: value_for(box, self.on) for box in sheet.fields() if box.code in more}
        return {**usual(), **added, **dated(own, self.on)}

    def fill(self, **changes: Any) -> Record:
        """Enter the usual values with these changes."""
        record = self.record
        values = self.usual_values(record.kind) | changes
        if record.kind == "application":
            lines = values.pop("lines", None)
            if lines is None:
                lines = list(self.script.lines) or [{}]
            return builtin.save_with_lines(
                self.county, record, values, builtin.lines_from(lines), self.at
            )
        if record.kind == "appraisal":
            return builtin.save_reviewed(self.county, record, values, self.at)
        return save_record(
            record,
            values=values,
            version=record.version,
            actor=self.writer_of(record.kind, record.project),
            at=self.at,
        )

    def change(self, **changes: Any) -> Record:
        """Enter these values beside what is there."""
        record = self.record
        if record.kind in {"application", "appraisal"}:
            return self.fill(**changes)
        return save_record(
            record,
            values=changes,
            version=record.version,
            actor=self.writer_of(record.kind, record.project),
            at=self.at,
        )

    def attach(self, paper_kind: str) -> None:
        """File a paper under the record in hand."""
        record = self.record
        attach_paper(
            record.project,
            record=record,
            kind=paper_kind,
            upload=upload("材料.pdf", pdf()),
            title="",
            actor=self.writer_of(record.kind, record.project),
            at=self.at,
        )

    def leave_open(self, kind_code: str) -> None:
        """Send another record for approval and leave it undecided; stay with the one in hand."""
        here = self.record_id
        self.draft(kind_code)
        self.submit()
        self.record_id = here

    def submit(self) -> Record:
        """Send the record in hand."""
        record = self.record
        return submit_record(
            record,
            version=record.version,
            actor=self.writer_of(record.kind, record.project),
            at=self.at,
        )

    def try_to_submit(self) -> Verdict:
        """Send the record in hand and return why that was refused; an empty verdict if not."""
        try:
            self.submit()
        except RuleViolationError as error:
            return error.verdict
        return Verdict()

    def try_to_go_on(self) -> Verdict:
        """Press the button that enters the next stage and return why that was refused."""
        try:
            enter_next_stage(self.project, actor=self.county.at("HANDLER"), at=self.at)
        except RuleViolationError as error:
            return error.verdict
        return Verdict()

    def let_pass(self) -> None:
        """Send the record in hand and let everybody on its route agree."""
        self.submit()
        self.walk()
        record = self.record
        if record.status != RecordStatus.PASSED:
            raise StuckError(f"{record} is {record.status} after everybody agreed.")

    def walk(self, *, until: str = "") -> None:
        """Let everybody agree, up to a step if one is named."""
        for _ in range(MOST_TASKS):
            task = self.open_tasks().exclude(step_code=until).first()
            if task is None:
                return
            self.agree(task)
        raise StuckError(f"{self.record} has no end of tasks.")

    def walk_to(self, role: str) -> ApprovalTask:
        """Let everybody agree until it comes to a role of the system; return its task."""
        for _ in range(MOST_TASKS):
            task: ApprovalTask | None = self.open_tasks().filter(role_code=role).first()
            if task is not None:
                return task
            if not self.open_tasks().exists():
                break
            self.agree(self.open_tasks()[0])
        raise StuckError(f"It never comes to {role}.")

    def open_tasks(self) -> Any:
        """Return the open tasks of the record in hand."""
        return (
            ApprovalTask.objects.filter(
                process__record_ref=self.record_id, status=ApprovalTask.Status.OPEN
            )
            .select_related("process__definition", "post__unit")
            .order_by("pk")
        )

    def agree(self, task: ApprovalTask, **stated: str) -> None:
        """Let somebody on the post agree, stating what the step asks."""
        flows.approve(
            task,
            opinion="同意。",
            extra=self.stated_for(task) | stated,
            version=task.process.version,
            actor=self.signer_of(task),
            at=self.at,
        )

    def try_to_agree(self, task: ApprovalTask, **stated: str) -> Verdict:
        """Let somebody agree and return why that was refused; an empty verdict if it was not."""
        try:
            self.agree(task, **stated)
        except RuleViolationError as error:
            return error.verdict
        return Verdict()

    def stated_for(self, task: ApprovalTask) -> dict[str, str]:
        """Return what a signer states besides the opinion."""
        step = task.process.definition.route.steps[task.step_index]
        record = self.record
        project = record.project
        said = self.script.stated.get(record.kind, {})
        usual = {
            "date": self.on.isoformat(),
            "money": str(project.reviewed_amount or project.estimated_amount),
            "text": f"县发改〔{self.on.year}〕{self.record_id}号",
        }
        made = {
            f.code: _best(f.choices) if f.kind == "choice" else usual[f.kind]
            for f in step.fields
            if f.required or f.kind == "choice"
        }
        return made | {code: said[code] for code in said if code in {f.code for f in step.fields}}

    # -- learning from the verdict ------------------------------------------------------

    def _get_ready(self) -> None:
        for _ in range(MOST_TRIES):
            record = self.record
            verdict = may_submit(record, self.on)
            if verdict:
                return
            self._supply(record, verdict)
        raise StuckError(self._complaint(verdict))

    def _supply(self, record: Record, verdict: Verdict) -> None:
        """Supply what can be supplied: a paper, another record, a later day."""
        if verdict.opens_on is not None:
            self.at = at_ten(verdict.opens_on)
            return
        asked = [missing.url for missing in _all_missing(verdict) if missing.url]
        papers = {
            query["kind"][0]
            for query in (parse_qs(urlparse(url).query) for url in asked)
            if query.get("tab") == ["papers"]
        }
        for paper in sorted(papers):
            self.attach(paper)
        if papers:
            return
        if self._vary_tables(record, verdict):
            return
        others = self._other_records(record, verdict)
        if not others:
            raise StuckError(self._complaint(verdict))
        here = self.record_id
        for kind in others:
            self.draft(kind)
            self.let_pass()
        self.record_id = here

    def _vary_tables(self, record: Record, verdict: Verdict) -> bool:
        """Fill a table that is complained of with a row for each of its choices, once."""
        boxes = {box.code: box for box in kinds.sheet_of(record).fields() if box.is_table}
        own = self.script.values.get(record.kind, {})
        asked = {urlparse(m.url).fragment.removeprefix("id_") for m in _all_missing(verdict)}
        changes = {}
        for code in asked & boxes.keys() - own.keys():
            rows = rows_of(kinds.values_of(record).get(code)) or [{}]
            if len(rows) == 1:
                changes[code] = with_every_choice(boxes[code], rows[0])
        changes = {code: rows for code, rows in changes.items() if len(rows) > 1}
        if changes and record.kind not in {"application", "appraisal"}:
            self.change(**changes)
            return True
        return False

    def _other_records(self, record: Record, verdict: Verdict) -> list[str]:
        gate = self.rulebook.gate(kind_in(self.project, record.kind).gate_code)
        wanted: list[str] = []
        for refusal in verdict.blocking:
            for item in _missing_of(gate, refusal.rule_id, self.rulebook):
                kind = item.removeprefix("record:")
                if item.startswith("record:") and kind not in {record.kind, *wanted}:
                    wanted.append(kind)
        return [kind for kind in wanted if kind not in OFF_THE_WAY and self._is_at_hand(kind)]

    def _is_at_hand(self, kind_code: str) -> bool:
        kind = kind_in(self.project, kind_code)
        has_passed = Record.objects.filter(
            project_id=self.project_id, kind=kind_code, status=RecordStatus.PASSED
        ).exists()
        return kind.is_in_stage(self.project) and not has_passed

    def _complaint(self, verdict: Verdict) -> str:
        reasons = "\n".join(f"  {r.rule_id or '-'}: {r.message}" for r in verdict.blocking)
        return f"{self.record} ({self.record.kind}) on {self.on} is refused:\n{reasons}"


def _all_missing(verdict: Verdict) -> list[Missing]:
    return [missing for refusal in verdict.blocking for missing in refusal.missing]


def _missing_of(gate: Gate | None, rule_id: str, rulebook: Rulebook) -> list[str]:
    rules = rulebook.requirements_of(gate) if gate is not None else ()
    return [item.page for rule in rules if rule.id == rule_id for item in rule.missing]


def _best(choices: tuple[str, ...]) -> str:
    good = [choice for choice in choices if not choice.startswith(BAD_LABELS)]
    return (*good, *choices)[0]


def at_ten(day: date) -> datetime:
    """Return ten in the morning of a day."""
    return make_aware(datetime.combine(day, time(10)))


def new_pilot(county: County, *, script: str) -> Pilot:
    """Return a pilot at the beginning of a project."""
    pilot = Pilot(county, script_of(script))
    pilot.begin()
    return pilot


def kind_in(project: Project, code: str) -> kinds.RecordKind:
    """Return a kind of record as a project's pack has it."""
    return kinds.in_project(project, code)


def is_builtin(project: Project, code: str) -> bool:
    """Whether a kind is one that comes with the application, with its own sheet."""
    rule = kinds.in_project(project, code).rule
    return rule is None or rule.extends is not None
