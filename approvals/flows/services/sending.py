"""What the sender does to an approval: send, send again, take back; and what ends it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from approvals.flows import matters
from approvals.flows.engine import Decision, State, changes, verbs
from approvals.flows.engine import start as begin
from approvals.flows.models import ApprovalProcess, FlowDefinition
from approvals.flows.office import LiveOffice
from approvals.flows.services.carrying import (
    Words,
    carry_out,
    move_of,
    record_move,
    tell_begun,
)
from approvals.flows.services.cases import Case
from approvals.flows.services.locking import current_case, locked_case, require_version
from approvals.flows.services.writing import write_first
from approvals.flows.shapes import Route
from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import Verdict, enforce


@audited
def define_flow(route: Route, *, actor: User, at: datetime) -> FlowDefinition:
    """Publish a route (发布流程): a new version when its steps or its name changed."""
    steps = [dict(step) for step in route.to_json()["steps"]]
    versions = FlowDefinition.objects.filter(code=route.code)
    latest = versions.order_by("-version").first()
    if latest and latest.steps == steps and latest.label == route.label:
        return latest
    highest = versions.aggregate(highest=Max("version"))["highest"] or 0
    definition = FlowDefinition.objects.create(
        code=route.code, version=highest + 1, label=route.label, steps=steps, created_at=at
    )
    record(AuditAction.FLOW_DEFINED, target=definition, actor=actor, at=at)
    return definition


@audited
def start(  # noqa: PLR0913 - what a process carries, all named
    matter_code: str,
    *,
    definition: FlowDefinition,
    subject_label: str,
    project_ref: int,
    record_ref: int | None,
    owner_unit: Unit,
    amount: Decimal | None,
    stage: str,
    content_digest: str,
    parts: Mapping[str, str] | None = None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Send a matter for approval (送审); `parts` are the digests of parts that steps may cover."""
    process = ApprovalProcess(
        matter_code=matters.get(matter_code).code,
        definition=definition,
        subject_label=subject_label,
        project_ref=project_ref,
        record_ref=record_ref,
        owner_unit=owner_unit,
        amount=amount,
        stage=stage,
        started_by=actor,
        started_at=at,
        content_digest=content_digest,
    )
    office, route = LiveOffice(process, actor, on=localdate(at)), definition.route
    office.foresee(route.steps)
    state = begin(
        route, applicant=actor.pk, content=content_of(content_digest, parts), office=office
    )
    if isinstance(state, Verdict):
        enforce(state)
    assert isinstance(state, State)
    _begin(Case(process=process, tasks=[], state=state, office=office), actor=actor, at=at)
    return process


def _begin(case: Case, *, actor: User, at: datetime) -> None:
    """Write a process that begins, and tell everybody whom it concerns."""
    write_first(case, by=actor, at=at)
    moves = changes(None, case.state)
    sent = move_of(case, Decision.SUBMITTED, Words(), moves=moves, actor=actor, at=at)
    sent.save(force_insert=True)
    tell_begun(case, actor=actor, at=at)
    record_move(case, Decision.SUBMITTED, actor, at)


def content_of(digest: str, parts: Mapping[str, str] | None) -> verbs.Content:
    """Return the digests of the content and of its parts as the model wants them."""
    return tuple(sorted({**(parts or {}), "": digest}.items()))


@audited
def resubmit(  # noqa: PLR0913 - what is sent again, from which page, by whom
    process: ApprovalProcess,
    *,
    content_digest: str,
    parts: Mapping[str, str] | None = None,
    version: int,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Send a corrected matter again (重新送审): step by step, or straight to who returned it."""
    case = locked_case(process, actor, on=localdate(at))
    require_version(case.process, version, actor)
    case.office.foresee(case.state.route.steps)
    verb = verbs.Resubmit(
        content=content_of(content_digest, parts),
        is_colleague=actor.unit_id == case.process.owner_unit_id,
        actor=actor.pk,
        at=at,
    )
    return carry_out(case, verb, Words(), actor=actor, at=at).process


@audited
def withdraw(  # noqa: PLR0913 - what is taken back, why, from which page, by whom
    process: ApprovalProcess,
    *,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Take a matter back before it is decided (撤回)."""
    case, is_new = current_case(process, version=version, form_key=form_key, actor=actor, at=at)
    if not is_new:
        return case.process
    verb = verbs.Withdraw(actor=actor.pk, at=at)
    words = Words(text=clean(reason), form_key=form_key)
    return carry_out(case, verb, words, actor=actor, at=at).process


@audited
def terminate(
    process: ApprovalProcess, *, reason: str, actor: User, at: datetime
) -> ApprovalProcess:
    """End a process because what it was about has ended (终止)."""
    case = locked_case(process, actor, on=localdate(at))
    verb = verbs.Terminate(actor=actor.pk, at=at)
    return carry_out(case, verb, Words(text=clean(reason)), actor=actor, at=at).process
