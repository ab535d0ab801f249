"""Projects: created, moved from stage to stage, suspended and ended."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django_fsm import can_proceed

from approvals.flows import services as flows
from approvals.flows.models import ApprovalProcess, ProcessStatus
from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.asking import ask
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import enforce, refused
from projects.registry.access import sync_duties
from projects.registry.life import LifeStage, life_of
from projects.registry.models import Project, Stage, Standing
from projects.regulations.models import RulebookVersion

STAGE_FIELDS = ["stage", "life_stage", "life_label"]
_ENDED = {Standing.TERMINATED, Standing.WITHDRAWN, Standing.NOT_ESTABLISHED}
_STANDING_ACTIONS = {
    "suspend": AuditAction.PROJECT_SUSPENDED,
    "resume": AuditAction.PROJECT_RESUMED,
    "terminate": AuditAction.PROJECT_TERMINATED,
    "withdraw": AuditAction.PROJECT_WITHDRAWN,
    "refuse_establishment": AuditAction.PROJECT_NOT_ESTABLISHED,
}


def next_number(code: str, year: int) -> int:
    """Take the next number of a series; the row lock keeps two callers apart."""
    return next_numbers(code, year, 1)[0]


def next_numbers(code: str, year: int, count: int) -> range:
    """Take the next numbers of a series, so many at once."""
    ((last,),) = ask(
        "INSERT INTO projects_numberseries (code, year, last) VALUES (%s, %s, %s) "
        "ON CONFLICT ON CONSTRAINT number_series_one_per_year "
        "DO UPDATE SET last = projects_numberseries.last + EXCLUDED.last RETURNING last",
        [code, year, count],
    )
    return range(last - count + 1, last + 1)


@audited
def create_project(  # noqa: PLR0913 - what a project cannot begin without
    *,
    name: str,
    owner_unit: Unit,
    rulebook: RulebookVersion,
    build_type: str,
    object_kind: str,
    plan_year: int,
    actor: User,
    at: datetime,
) -> Project:
    """Begin a project, in the stage of application."""
    on = timezone.localdate(at)
    project = Project.objects.create(
        number=f"{on.year}-{next_number('project', on.year):04d}",
        name=name,
        name_key=nfkc_key(name),
        owner_unit=owner_unit,
        handler=actor,
        rulebook=rulebook,
        build_type=build_type,
        object_kind=object_kind,
        plan_year=plan_year,
        stage_entered_on=on,
        created_at=at,
        changed_at=at,
    )
    begin_life(project)
    sync_duties(project.pk)
    record(AuditAction.PROJECT_CREATED, target=project, actor=actor, at=at, project_id=project.pk)
    return project


def begin_life(project: Project) -> None:
    """Put a project that was just made into the first stage of its rulebook."""
    life = life_of(project)
    if not life.is_own:
        return
    first = life.stages[0]
    if first.phase is not Stage(project.stage):
        transition_into(project, first.phase)()
    _note_stage(project, first)
    project.save(update_fields=STAGE_FIELDS)


def transition_into(project: Project, phase: Stage) -> Callable[[], None]:
    """Return the transition that leads a project into a stage of the system."""
    move = _transitions_of(project).get(phase)
    if move is None or not can_proceed(move):
        here = Stage(project.stage).label
        enforce(
            refused(
                f"项目不能从系统的{here}阶段直接进入{phase.label}阶段，"
                "请办法管理员修改办法包的阶段顺序。",
                clause="系统规则",
            )
        )
    assert move is not None
    return move


def _transitions_of(project: Project) -> dict[Stage, Callable[[], None]]:
    return {
        Stage.INITIATION: project.enter_initiation,
        Stage.CONSTRUCTION: project.enter_construction,
        Stage.ACCEPTANCE: project.enter_acceptance,
        Stage.OPERATION: project.enter_operation,
        Stage.EVALUATION: project.enter_evaluation,
        Stage.ARCHIVED: project.archive,
    }


@audited
def update_project(project: Project, *, actor: User, at: datetime, **changes: object) -> Project:
    """Change what the register says of a project: name, kinds, amounts."""
    for name, value in changes.items():
        setattr(project, name, value)
    project.name_key = nfkc_key(project.name)
    project.changed_at = at
    project.version += 1
    project.save(update_fields=[*changes, "name_key", "changed_at", "version"])
    labels = {field.name: str(field.verbose_name) for field in Project._meta.concrete_fields}  # noqa: SLF001 - Django's public name
    detail = {labels[name]: str(value) for name, value in changes.items()}
    record(
        AuditAction.PROJECT_CHANGED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail=detail,
    )
    return project


@audited
def move_project(
    project: Project,
    move: Callable[[], None],
    *,
    stage: LifeStage | None = None,
    actor: User,
    at: datetime,
) -> Project:
    """Carry a project into another stage by one of its transitions, and hand over the duties.

    `stage` is the stage by the names of the rulebook, where it names them.
    """
    before = project.stage_label
    move()
    _note_stage(project, stage)
    project.stage_entered_on = timezone.localdate(at)
    project.changed_at = at
    project.version += 1
    project.save(update_fields=[*STAGE_FIELDS, "stage_entered_on", "changed_at", "version"])
    sync_duties(project.pk)
    record(
        AuditAction.PROJECT_STAGE_ENTERED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"原阶段": before, "新阶段": project.stage_label},
    )
    return project


def _note_stage(project: Project, stage: LifeStage | None) -> None:
    is_named = stage is not None and stage.rule is not None
    project.life_stage = stage.code if is_named and stage else ""
    project.life_label = stage.label if is_named and stage else ""


@audited
def change_standing(
    project: Project, move: Callable[[], None], *, reason: str, actor: User, at: datetime
) -> Project:
    """Suspend, resume, terminate, withdraw or refuse a project, and stop what is under way."""
    move()
    project.changed_at = at
    project.version += 1
    project.save(update_fields=["standing", "changed_at", "version"])
    if project.standing in _ENDED:
        _stop_processes(project, reason=reason, actor=actor, at=at)
    sync_duties(project.pk)
    record(
        _STANDING_ACTIONS[move.__name__],
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"理由": reason},
    )
    return project


def _stop_processes(project: Project, *, reason: str, actor: User, at: datetime) -> None:
    running = ApprovalProcess.objects.filter(
        project_ref=project.pk,
        record_ref__isnull=False,
        status__in=[ProcessStatus.RUNNING, ProcessStatus.RETURNED],
    )
    for process in running.order_by("pk"):
        flows.terminate(process, reason=reason, actor=actor, at=at)


def day_of(at: datetime) -> date:
    """Return the local day of a moment."""
    return timezone.localdate(at)
