"""Moving a project to another version of its measures: asked by its owner, done by the office."""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import enforce, refused
from projects.registry.access import sync_duties
from projects.registry.models import PinChange, Project
from projects.registry.rules.pins import may_ask_for, place_under, preview, under
from projects.registry.services.life import settle_track
from projects.registry.services.locking import lock_project
from projects.regulations.models import RulebookVersion


@audited
def ask_for_version(
    project: Project, *, version: RulebookVersion, reason: str, actor: User, at: datetime
) -> PinChange:
    """Ask that a project goes on under another version (申请改用办法版本)."""
    project = lock_project(project.pk)
    enforce(may_ask_for(project, version, localdate(at)))
    effects = preview(project, version, localdate(at))
    asked = PinChange.objects.create(
        project=project,
        before=project.rulebook,
        after=version,
        reason=clean(reason),
        preview=[effect.to_json() for effect in effects],
        asked_by=actor,
        asked_at=at,
    )
    _note(AuditAction.PIN_CHANGE_ASKED, asked, actor=actor, at=at, answer=reason)
    return asked


@audited
def move_to_version(asked: PinChange, *, answer: str, actor: User, at: datetime) -> PinChange:
    """Let a project go on under the version that its owner asked for (改用)."""
    project = lock_project(asked.project_id)
    asked = _open(asked)
    _decide(asked, PinChange.State.DONE, answer, actor=actor, at=at)
    enforce(may_ask_for(project, asked.after, localdate(at)))
    moved = under(project, asked.after)
    project.rulebook = asked.after
    stage = place_under(project)
    is_named = stage.rule is not None
    project.life_stage, project.life_label = moved.life_stage, moved.life_label if is_named else ""
    project.version += 1
    project.changed_at = at
    project.save(update_fields=["rulebook", "life_stage", "life_label", "version", "changed_at"])
    settle_track(project, at=at)
    sync_duties(project.pk)
    _note(AuditAction.PROJECT_REPINNED, asked, actor=actor, at=at, answer=answer)
    return asked


@audited
def refuse_version(asked: PinChange, *, answer: str, actor: User, at: datetime) -> PinChange:
    """Leave a project under the version it has (不同意改用)."""
    lock_project(asked.project_id)
    asked = _open(asked)
    _decide(asked, PinChange.State.REFUSED, answer, actor=actor, at=at)
    _note(AuditAction.PIN_CHANGE_REFUSED, asked, actor=actor, at=at, answer=answer)
    return asked


@audited
def take_back_request(asked: PinChange, *, actor: User, at: datetime) -> PinChange:
    """Take back the wish for another version (撤回改用申请)."""
    lock_project(asked.project_id)
    asked = _open(asked)
    _decide(asked, PinChange.State.TAKEN_BACK, "", actor=actor, at=at)
    _note(AuditAction.PIN_CHANGE_REFUSED, asked, actor=actor, at=at, answer="申请单位撤回。")
    return asked


def _open(asked: PinChange) -> PinChange:
    """Lock a request, and refuse one that was decided meanwhile."""
    fresh = (
        PinChange.objects.select_for_update(of=("self",))
        .select_related("project", "before__regulation", "after__regulation")
        .get(pk=asked.pk)
    )
    if not fresh.is_open:
        enforce(refused(f"这件申请{fresh.get_state_display()}，不能再办理。"))
    return fresh


def _decide(
    asked: PinChange, state: PinChange.State, answer: str, *, actor: User, at: datetime
) -> None:
    asked.state, asked.answer = state, clean(answer)
    asked.decided_by, asked.decided_at = actor, at
    asked.save(update_fields=["state", "answer", "decided_by", "decided_at"])


def _note(action: AuditAction, asked: PinChange, *, actor: User, at: datetime, answer: str) -> None:
    record(
        action,
        target=asked.project,
        actor=actor,
        at=at,
        project_id=asked.project_id,
        detail={"原版本": str(asked.before), "改用版本": str(asked.after), "理由": answer},
    )
