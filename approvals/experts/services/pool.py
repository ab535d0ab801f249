"""Keeping the pool: who is in it, in which fields, tied to what."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from approvals.experts.models import Expert, ExpertField, ExpertTie
from approvals.experts.rules import may_add, may_keep, may_name_field, may_tie, particulars_hold
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused

PARTICULARS = ("employer", "title", "is_senior", "is_external", "works_since", "yearly_cap")


@audited
def add_expert(  # noqa: PLR0913 - an expert has that many sides
    user: User,
    *,
    employer: str,
    title: str,
    is_senior: bool,
    is_external: bool,
    works_since: int,
    yearly_cap: int,
    fields: Iterable[ExpertField],
    actor: User,
    at: datetime,
) -> Expert:
    """Take a person into the pool (专家入库)."""
    known, on = list(fields), localdate(at)
    verdict = may_keep(actor, on) & may_add(user, on)
    enforce(
        verdict
        & particulars_hold(works_since=works_since, yearly_cap=yearly_cap, fields=known, on=on)
    )
    expert = Expert.objects.create(
        user=user,
        pinyin=user.pinyin,
        employer=employer,
        title=title,
        is_senior=is_senior,
        is_external=is_external,
        works_since=works_since,
        yearly_cap=yearly_cap,
        added_at=at,
    )
    expert.fields.set(known)
    record(AuditAction.EXPERT_ADDED, target=expert, actor=actor, at=at, detail=_told(expert, known))
    return expert


@audited
def edit_expert(  # noqa: PLR0913 - an expert has that many sides
    expert: Expert,
    *,
    employer: str,
    title: str,
    is_senior: bool,
    is_external: bool,
    works_since: int,
    yearly_cap: int,
    fields: Iterable[ExpertField],
    version: int,
    actor: User,
    at: datetime,
) -> Expert:
    """Correct what is known of an expert (修改专家); panels already drawn stay as they are."""
    known, on = list(fields), localdate(at)
    locked = _locked(expert)
    locked.require_version(version)
    verdict = may_keep(actor, on)
    enforce(
        verdict
        & particulars_hold(works_since=works_since, yearly_cap=yearly_cap, fields=known, on=on)
    )
    before = _told(locked, locked.fields.all())
    locked.employer, locked.title = employer, title
    locked.is_senior, locked.is_external = is_senior, is_external
    locked.works_since, locked.yearly_cap = works_since, yearly_cap
    locked.version += 1
    locked.save()
    locked.fields.set(known)
    detail = {"原": before, "现": _told(locked, known)}
    record(AuditAction.EXPERT_CHANGED, target=locked, actor=actor, at=at, detail=detail)
    return locked


@audited
def suspend_expert(expert: Expert, *, reason: str, actor: User, at: datetime) -> Expert:
    """Take an expert out of all draws to come (停用)."""
    locked = _locked(expert)
    verdict = may_keep(actor, localdate(at))
    if locked.is_suspended:
        verdict &= refused("该专家已经停用。")
    enforce(verdict)
    locked.is_suspended, locked.suspended_reason = True, reason
    locked.version += 1
    locked.save()
    detail = {"原因": reason}
    record(AuditAction.EXPERT_SUSPENDED, target=locked, actor=actor, at=at, detail=detail)
    return locked


@audited
def resume_expert(expert: Expert, *, actor: User, at: datetime) -> Expert:
    """Let an expert be drawn again (恢复)."""
    locked = _locked(expert)
    verdict = may_keep(actor, localdate(at))
    if not locked.is_suspended:
        verdict &= refused("该专家没有停用，不必恢复。")
    enforce(verdict)
    locked.is_suspended, locked.suspended_reason = False, ""
    locked.version += 1
    locked.save()
    record(AuditAction.EXPERT_RESUMED, target=locked, actor=actor, at=at)
    return locked


@audited
def add_tie(  # noqa: PLR0913 - whose tie, of which kind, to whom, why, who and when
    expert: Expert, *, kind: str, name: str, note: str, actor: User, at: datetime
) -> ExpertTie:
    """Record what an expert must stay away from (登记回避关系)."""
    locked = _locked(expert)
    enforce(may_keep(actor, localdate(at)) & may_tie(locked, kind, name))
    tie = ExpertTie.objects.create(expert=locked, kind=kind, name=name, note=note)
    detail = {"登记回避关系": str(tie), "说明": note}
    record(AuditAction.EXPERT_CHANGED, target=locked, actor=actor, at=at, detail=detail)
    return tie


@audited
def drop_tie(tie: ExpertTie, *, actor: User, at: datetime) -> None:
    """Take a tie back that no longer holds (撤销回避关系)."""
    enforce(may_keep(actor, localdate(at)))
    detail = {"撤销回避关系": str(tie)}
    record(AuditAction.EXPERT_CHANGED, target=tie.expert, actor=actor, at=at, detail=detail)
    tie.delete()


@audited
def add_field(*, code: str, label: str, actor: User, at: datetime) -> ExpertField:
    """Add a field of knowledge (新增专业)."""
    enforce(may_keep(actor, localdate(at)) & may_name_field(code, label))
    field = ExpertField.objects.create(code=code, label=label)
    detail = {"代码": code}
    record(AuditAction.EXPERT_FIELD_CHANGED, target=field, actor=actor, at=at, detail=detail)
    return field


@audited
def edit_field(
    field: ExpertField, *, label: str, is_active: bool, actor: User, at: datetime
) -> ExpertField:
    """Rename a field of knowledge, or take it out of use (修改专业)."""
    enforce(may_keep(actor, localdate(at)) & may_name_field(field.code, label, field))
    before = field.label
    field.label, field.is_active = label, is_active
    field.save()
    detail = {"原": before, "现": label, "在用": is_active}
    record(AuditAction.EXPERT_FIELD_CHANGED, target=field, actor=actor, at=at, detail=detail)
    return field


def _locked(expert: Expert) -> Expert:
    return Expert.objects.select_for_update(of=("self",)).select_related("user").get(pk=expert.pk)


def _told(expert: Expert, fields: Iterable[ExpertField]) -> dict[str, object]:
    names = {name: Expert._meta.get_field(name) for name in PARTICULARS}  # noqa: SLF001 - public
    told: dict[str, object] = {
        str(getattr(field, "verbose_name", name)): getattr(expert, name)
        for name, field in names.items()
    }
    return told | {"专业": "、".join(field.label for field in fields)}
