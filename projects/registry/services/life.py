"""A project goes through its life: by the system's own steps, or by those of its rulebook.

Under a rulebook that names no stages the deeds of the stages carry a project on, each in its
place (`carry_on`). Under one that names them it goes on when what ends a stage has passed
(`follow_life`), or when somebody says so (`enter_next_stage`); nothing else moves it then.
"""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from projects.registry.life import LifeStage, life_of
from projects.registry.models import Project, Stage
from projects.registry.rules import may_enter_next, track_of
from projects.registry.services.locking import lock_project
from projects.registry.services.projects import move_project, transition_into

MOST_STEPS = 20


def carry_on(project: Project, phase: Stage, *, actor: User, at: datetime) -> None:
    """Carry a project into a stage of the system, where its rulebook names no stages."""
    if not life_of(project).is_own:
        move_project(project, transition_into(project, phase), actor=actor, at=at)


def send_back(project: Project, phase: Stage, *, actor: User, at: datetime) -> None:
    """Send a project back to where it was in a stage of the system (整改), if it was."""
    life = life_of(project)
    if not life.is_own:
        move_project(project, transition_into(project, phase), actor=actor, at=at)
        return
    earlier = life.last_before(project, phase)
    if earlier is not None:
        _enter(project, earlier, actor=actor, at=at)


@audited
def enter_next_stage(project: Project, *, actor: User, at: datetime) -> Project:
    """Carry a project into the next stage of its life, if what ends this one has passed."""
    project = lock_project(project.pk)
    enforce(may_enter_next(project, localdate(at)))
    following = life_of(project).next_of(project)
    assert following is not None
    _enter(project, following, actor=actor, at=at)
    return project


def follow_life(project: Project, *, actor: User, at: datetime) -> None:
    """Let a project go on as far as what ended its stages has passed."""
    settle_track(project, at=at)
    for _ in range(MOST_STEPS):
        life = life_of(project)
        following = life.next_of(project)
        if not life.is_own or following is None or not life.stage_of(project).ends_with:
            return
        if not may_enter_next(project, localdate(at)):
            return
        _enter(project, following, actor=actor, at=at)


def settle_track(project: Project, *, at: datetime) -> None:
    """Note which way a project takes, by what it is today (办理类型)."""
    track = track_of(project, localdate(at))
    if track != project.track:
        project.track = track
        Project.objects.filter(pk=project.pk).update(track=track)


def _enter(project: Project, stage: LifeStage, *, actor: User, at: datetime) -> None:
    if stage.phase is Stage(project.stage):
        move_project(project, _stay, stage=stage, actor=actor, at=at)
    else:
        move = transition_into(project, stage.phase)
        move_project(project, move, stage=stage, actor=actor, at=at)
    if stage.phase is Stage.ARCHIVED:
        record(
            AuditAction.PROJECT_ARCHIVED,
            target=project,
            actor=actor,
            at=at,
            project_id=project.pk,
            detail={"归档日期": localdate(at).isoformat()},
        )


def _stay() -> None:
    """Stay in the same stage of the system: only the rulebook tells the two apart."""
