"""An imported version is put in force by two persons: one proposes it, another confirms it.

A draft written in the browser was signed by two persons already, and the packs that come with
the application are put in force when it is installed; all others come this way.
"""

from datetime import datetime

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import Verdict, enforce, refused
from projects.regulations.models import RulebookVersion
from projects.regulations.services.publishing import may_put_in_force, put_in_force


def may_press(version: RulebookVersion, actor: User) -> Verdict:
    """Decide whether somebody may propose a version, or confirm what another proposed."""
    verdict = may_put_in_force(version)
    if verdict and version.proposed_by_id == actor.pk:
        return refused("这一版由您提请启用。启用需要两个人，请另一位办法管理员核对后确认。")
    return verdict


@audited(refused_as=AuditAction.RULEBOOK_PROPOSED)
def propose_force(target: RulebookVersion, *, actor: User, at: datetime) -> RulebookVersion:
    """Propose that a version be put in force (提请启用)."""
    version = _locked(target)
    enforce(may_put_in_force(version))
    if version.proposed_by_id is not None:
        enforce(refused("这一版已经提请启用，等另一位办法管理员确认。"))
    version.proposed_by, version.proposed_at = actor, at
    version.save(update_fields=["proposed_by", "proposed_at"])
    record(AuditAction.RULEBOOK_PROPOSED, target=version, actor=actor, at=at)
    return version


@audited(refused_as=AuditAction.RULEBOOK_PUT_IN_FORCE)
def confirm_force(target: RulebookVersion, *, actor: User, at: datetime) -> RulebookVersion:
    """Put in force what another rule administrator proposed (确认启用)."""
    version = _locked(target)
    if version.proposed_by_id is None:
        enforce(refused("这一版还没有人提请启用。"))
    enforce(may_press(version, actor))
    return put_in_force(version, actor=actor, at=at)


def _locked(target: RulebookVersion) -> RulebookVersion:
    found = RulebookVersion.objects.select_for_update(of=("self",)).select_related("regulation")
    return found.get(pk=target.pk)
