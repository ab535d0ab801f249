"""Publishing a draft takes two persons: one hands it in, another, who wrote none of it, signs."""

from datetime import datetime

from pydantic import ValidationError

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused
from projects.regulations.editor.problems import mistakes_in, where
from projects.regulations.models import RulebookDraft, RulebookVersion
from projects.regulations.queries.drafts import surroundings
from projects.regulations.rulebook import Rulebook
from projects.regulations.services.packs import content_digest
from projects.regulations.services.publishing import import_pack, may_put_in_force, put_in_force

MOST_NAMED = 20


def may_submit(draft: RulebookDraft) -> Verdict:
    """Decide whether a draft may be handed in: a text in force, without a mistake, and new."""
    if not draft.is_editable:
        return refused(f"草稿{draft.get_status_display()}，不能提交。")
    return _may_go_in_force(draft)


def may_approve(draft: RulebookDraft, actor: User) -> Verdict:
    """Decide whether somebody may sign a draft: it was handed in, and he wrote none of it."""
    if not draft.is_submitted:
        return refused(f"草稿{draft.get_status_display()}，不需要复核。")
    if draft.submitted_by_id == actor.pk or draft.authors.filter(pk=actor.pk).exists():
        return refused("您编写过这份草稿。发布需要两个人，请另一位办法管理员复核。")
    return _may_go_in_force(draft)


@audited(refused_as=AuditAction.RULEBOOK_DRAFT_SUBMITTED)
def submit_draft(target: RulebookDraft, *, reason: str, actor: User, at: datetime) -> RulebookDraft:
    """Hand a draft in for the second person (提交复核)."""
    draft = RulebookDraft.objects.select_for_update().get(pk=target.pk)
    enforce(may_submit(draft))
    draft.status = RulebookDraft.Status.SUBMITTED
    draft.submitted_by = actor
    draft.submitted_at = at
    draft.reason = reason
    draft.return_reason = ""
    draft.save()
    detail = {"修改说明": reason, "内容摘要": content_digest(_rulebook(draft))}
    record(AuditAction.RULEBOOK_DRAFT_SUBMITTED, target=draft, actor=actor, at=at, detail=detail)
    return draft


@audited
def return_draft(target: RulebookDraft, *, reason: str, actor: User, at: datetime) -> RulebookDraft:
    """Give a draft back to its authors (退回修改), or take it back oneself."""
    draft = RulebookDraft.objects.select_for_update().get(pk=target.pk)
    if not draft.is_submitted:
        enforce(refused(f"草稿{draft.get_status_display()}，不能退回。"))
    draft.status = RulebookDraft.Status.EDITING
    draft.return_reason = reason
    draft.save(update_fields=["status", "return_reason"])
    record(
        AuditAction.RULEBOOK_DRAFT_RETURNED,
        target=draft,
        actor=actor,
        at=at,
        detail={"理由": reason},
    )
    return draft


@audited(refused_as=AuditAction.RULEBOOK_DRAFT_APPROVED)
def approve_draft(target: RulebookDraft, *, actor: User, at: datetime) -> RulebookVersion:
    """Sign a draft and put it in force (复核并启用)."""
    draft = RulebookDraft.objects.select_for_update().get(pk=target.pk)
    enforce(may_approve(draft, actor))
    imported = import_pack(_rulebook(draft), actor=actor, at=at)
    version = put_in_force(imported, actor=actor, at=at)
    draft.status = RulebookDraft.Status.PUBLISHED
    draft.approved_by = actor
    draft.approved_at = at
    draft.published = version
    draft.regulation = version.regulation
    draft.save()
    record(
        AuditAction.RULEBOOK_DRAFT_APPROVED,
        target=draft,
        actor=actor,
        at=at,
        detail={"提交人": str(draft.submitted_by), "版本": str(version)},
    )
    return version


def _may_go_in_force(draft: RulebookDraft) -> Verdict:
    if draft.content.get("status") == "DRAFT":
        return refused(
            f"《{draft.title}》是征求意见稿，只能试算和演练，不能启用。"
            "请等正式文本印发后，把文本状态改为正式文本。"
        )
    mistakes = mistakes_in(draft.content, surroundings())
    verdict = ALLOWED
    for mistake in mistakes[:MOST_NAMED]:
        spot = where(draft.content, mistake.page)
        verdict &= refused(f"{spot}：{mistake.message}" if spot else mistake.message)
    return verdict & _is_new(draft) if verdict else verdict


def _is_new(draft: RulebookDraft) -> Verdict:
    digest = content_digest(_rulebook(draft))
    known = RulebookVersion.objects.filter(digest=digest).select_related("regulation").first()
    if known is None or may_put_in_force(known):
        return ALLOWED
    return refused(f"内容与{known}完全相同，不需要再发布。")


def _rulebook(draft: RulebookDraft) -> Rulebook:
    try:
        return Rulebook.model_validate(draft.content)
    except ValidationError as error:
        enforce(refused("草稿还有没有改正的问题，不能发布。"))
        raise AssertionError from error
