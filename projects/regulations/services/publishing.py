"""Rulebooks come in, and are put in force; then their routes become flow definitions."""

from datetime import datetime

from django.utils import timezone

from approvals.flows.models import FlowDefinition
from approvals.flows.shapes import Route
from approvals.organizations.models import Role, User
from approvals.organizations.rules import may_be_kept_apart
from approvals.organizations.services import define_pairs
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused
from documents.services import define_kind
from projects.regulations.models import Regulation, RulebookVersion
from projects.regulations.queries import flow_code, rulebook_of
from projects.regulations.rulebook import Gate, Rulebook
from projects.regulations.services.compiling import define_roles, pairs_of, steps_of
from projects.regulations.services.defaults import gates_with_routes
from projects.regulations.services.packs import (
    content_digest,
    national_packs,
    read_pack,
    shipped_packs,
)


@audited(refused_as=AuditAction.RULEBOOK_IMPORTED)
def import_pack(rulebook: Rulebook, *, actor: User, at: datetime) -> RulebookVersion:
    """Import a rulebook (导入办法包); the same content is imported only once."""
    digest = content_digest(rulebook)
    regulation, _ = Regulation.objects.get_or_create(
        code=rulebook.code,
        defaults={
            "title": rulebook.title,
            "document_number": rulebook.document_number,
            "status": rulebook.status,
        },
    )
    regulation = Regulation.objects.select_for_update().get(pk=regulation.pk)
    known = RulebookVersion.objects.filter(digest=digest).select_related("regulation").first()
    if known is not None:
        return known
    _follow(regulation, rulebook)

    version = _place_for(regulation, rulebook.version)
    numbered = rulebook.model_copy(update={"version": version.version})
    version.content = numbered.model_dump(mode="json")
    version.digest = digest
    version.effective_on = rulebook.effective_on
    version.imported_at = at
    version.proposed_by = version.proposed_at = None
    version.save()
    record(AuditAction.RULEBOOK_IMPORTED, target=version, actor=actor, at=at)
    return version


def may_put_in_force(version: RulebookVersion) -> Verdict:
    """Decide whether a version may be put in force."""
    rulebook = rulebook_of(version)
    if version.regulation.is_draft:
        return refused(
            f"《{version.regulation.title}》是征求意见稿，只能查阅和模拟，不能启用。"
            "请等正式文本印发后重新导入。"
        )
    if not version.is_unused:
        return refused(f"第{version.version}版{version.get_status_display()}，不能再次启用。")
    return _roles_are_known(rulebook)


@audited(refused_as=AuditAction.RULEBOOK_PUT_IN_FORCE)
def put_in_force(version: RulebookVersion, *, actor: User, at: datetime) -> RulebookVersion:
    """Put a version in force (启用); the one before it stays with the projects pinned to it."""
    regulation = Regulation.objects.select_for_update().get(pk=version.regulation_id)
    version = RulebookVersion.objects.select_for_update().get(pk=version.pk)
    version.regulation = regulation
    enforce(may_put_in_force(version))

    RulebookVersion.objects.filter(
        regulation=regulation, status=RulebookVersion.Status.IN_FORCE
    ).update(status=RulebookVersion.Status.SUPERSEDED)
    version.status = RulebookVersion.Status.IN_FORCE
    version.effective_on = version.effective_on or timezone.localdate(at)
    version.put_in_force_at = at
    version.save(update_fields=["status", "effective_on", "put_in_force_at"])
    define_roles(rulebook_of(version))
    _keep_apart(version, at=at)
    routes = gates_with_routes(rulebook_of(version))
    for gate in routes:
        _define_flow(regulation, version, gate, at=at)
    for kind in rulebook_of(version).paper_kinds:
        define_kind(kind.code, kind.label)
    record(
        AuditAction.RULEBOOK_PUT_IN_FORCE,
        target=version,
        actor=actor,
        at=at,
        detail={"审批路线": len(routes)},
    )
    return version


def _keep_apart(version: RulebookVersion, *, at: datetime) -> None:
    """Keep roles apart in the whole system, unless somebody holds two of them already."""
    pairs, verdict = pairs_of(rulebook_of(version)), ALLOWED
    for first, second in pairs:
        verdict &= may_be_kept_apart(first, second, timezone.localdate(at))
    enforce(verdict)
    define_pairs(version.regulation.code, pairs)


def import_shipped_packs(*, actor: User, at: datetime) -> list[RulebookVersion]:
    """Import the packs that come with the application; put in force what nothing precedes.

    A newer edition of a pack is imported but waits for the rule administrator. The national
    rules are imported to be read and judged by their own scope; no project is pinned to them.
    """
    for path in national_packs():
        import_pack(read_pack(path), actor=actor, at=at)
    imported = [import_pack(read_pack(path), actor=actor, at=at) for path in shipped_packs()]
    for version in imported:
        is_first = version.version == 1 and version.is_unused
        if is_first and not version.regulation.is_draft:
            put_in_force(version, actor=actor, at=at)
    return imported


def _follow(regulation: Regulation, rulebook: Rulebook) -> None:
    regulation.title = rulebook.title
    regulation.document_number = rulebook.document_number
    regulation.status = rulebook.status
    regulation.save()


def _place_for(regulation: Regulation, numbered: int) -> RulebookVersion:
    """Return the version that is still being prepared, or a new one."""
    last = RulebookVersion.objects.filter(regulation=regulation).order_by("-version").first()
    if last is not None and last.is_unused:
        last.regulation = regulation
        return last
    following = last.version + 1 if last else 1
    return RulebookVersion(regulation=regulation, version=max(following, numbered))


def _roles_are_known(rulebook: Rulebook) -> Verdict:
    named = {role for gate in rulebook.gates for step in gate.route for role in step.roles}
    named |= {duty.role for duty in rulebook.duties}
    named |= {role.binds for role in rulebook.roles if role.binds}
    named -= {role.code for role in rulebook.roles}
    known = set(Role.objects.filter(code__in=named).values_list("code", flat=True))
    verdict = ALLOWED
    for role in sorted(named - known):
        verdict &= refused(f"办法包提到的角色{role}不存在，请先修正办法包。")
    return verdict


def _define_flow(
    regulation: Regulation, version: RulebookVersion, gate: Gate, *, at: datetime
) -> None:
    code = flow_code(regulation.code, gate.code)
    route = Route(code=code, label=gate.label, steps=steps_of(rulebook_of(version), gate))
    FlowDefinition.objects.create(
        code=code,
        version=version.version,
        label=gate.label,
        steps=route.to_json()["steps"],
        created_at=at,
    )
