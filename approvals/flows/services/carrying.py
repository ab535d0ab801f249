"""One deed, from the model's answer to everybody who has to hear of it.

Every button runs through `carry_out`: the model decides, the rows follow, the opinion is kept,
object rights come and go with the tasks, the matter hears the outcome, people are told, and the
trail gets its entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from approvals.flows import matters
from approvals.flows.engine import Decision, News, ProcessStatus, State, apply, verbs
from approvals.flows.models import ApprovalTask, Opinion
from approvals.flows.services.cases import Case
from approvals.flows.services.telling import TELLING_SENDER, notify_sender, tell_holders
from approvals.flows.services.writing import write_case
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import record
from config.kernel.verdicts import ALLOWED, Verdict, enforce
from config.kernel.writing import Pen
from documents.models import Document
from documents.services import Upload, define_kind, store_document

OUTSIDE_PAPER = "outside_decision"

ACTIONS: dict[Decision, AuditAction] = {
    Decision.SUBMITTED: AuditAction.PROCESS_STARTED,
    Decision.APPROVED: AuditAction.TASK_APPROVED,
    Decision.RETURNED: AuditAction.TASK_RETURNED,
    Decision.REJECTED: AuditAction.TASK_REJECTED,
    Decision.RESUBMITTED: AuditAction.PROCESS_RESUBMITTED,
    Decision.WITHDRAWN: AuditAction.PROCESS_WITHDRAWN,
    Decision.TERMINATED: AuditAction.PROCESS_TERMINATED,
    Decision.ADVISED: AuditAction.OPINION_GIVEN,
    Decision.EXPLAINED: AuditAction.TASK_EXPLAINED,
    Decision.TAKEN_BACK: AuditAction.TASK_TAKEN_BACK,
    Decision.REASSIGNED: AuditAction.TASK_REASSIGNED,
    Decision.SIGNER_ADDED: AuditAction.SIGNER_ADDED,
    Decision.SIGNER_GONE: AuditAction.SIGNER_REMOVED,
    Decision.CONSULTED: AuditAction.OPINION_ASKED,
    Decision.COPIED: AuditAction.PROCESS_COPIED,
    Decision.READ: AuditAction.PROCESS_READ,
    Decision.REMINDED: AuditAction.PROCESS_REMINDED,
    Decision.SUPERVISED: AuditAction.PROCESS_SUPERVISED,
    Decision.PAUSED: AuditAction.CLOCK_PAUSED,
    Decision.RESUMED: AuditAction.CLOCK_RESUMED,
    Decision.DEEMED: AuditAction.TASK_EXPIRED,
    Decision.PASSED_ON: AuditAction.TASK_EXPIRED,
    Decision.ESCALATED: AuditAction.TASK_EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody said with a deed."""

    text: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    paper: Upload | None = None
    form_key: UUID | None = None


def carry_out(  # noqa: PLR0913 - a deed with its words and its maker
    case: Case,
    verb: verbs.Verb,
    words: Words,
    *,
    verdict: Verdict = ALLOWED,
    actor: User,
    at: datetime,
) -> Case:
    """Do a deed, or raise with every reason against it."""
    found = apply(case.state, verb, case.office)
    if isinstance(found, Verdict):
        enforce(found & verdict)
    enforce(verdict)
    assert isinstance(found, State)
    before, pen = case.state.status, Pen()
    moves = write_case(case, found, pen, by=actor, at=at)
    seat = case.task(verb.seat) if isinstance(verb, verbs.OnSeat) else None
    decision = _decision(verb, seat)
    opinion = None
    if not isinstance(verb, verbs.Expire):
        opinion = _opinion(case, decision, words, task=seat, moves=moves, actor=actor, at=at)
        pen.add(opinion)
        moves = {}
    if seat is not None and opinion is not None and decision in TELLING_SENDER:
        notify_sender(case, seat.step_label, decision, words.text, at=at, pen=pen)
    pen.stroke()
    for news in found.news:
        _write_news(case, news, moves=moves, actor=actor, at=at)
        moves = {}
    _tell_matter(case, before, actor=actor, at=at)
    tell_holders(case, but=actor, at=at)
    if seat is not None and opinion is not None:
        _record_on_task(opinion, decision, seat, actor)
    elif seat is None:
        record_move(case, decision, actor, at)
    return case


def _decision(verb: verbs.Verb, task: ApprovalTask | None) -> Decision:
    if isinstance(verb, verbs.Approve) and task is not None:
        return Decision(task.decision)
    return verbs.WORDS[type(verb)]


def _opinion(  # noqa: PLR0913 - what a signature consists of
    case: Case,
    decision: Decision,
    words: Words,
    *,
    task: ApprovalTask | None,
    moves: Mapping[str, object],
    actor: User,
    at: datetime,
) -> Opinion:
    if task is None:
        return move_of(case, decision, words, moves=moves, actor=actor, at=at)
    acting = case.office.acting(actor.pk, task.post_id)
    return Opinion(
        process=case.process,
        task=task if task.decided_by_id and decision != Decision.TAKEN_BACK else None,
        round=case.process.round if decision == Decision.TAKEN_BACK else task.round,
        step_code=task.step_code,
        step_label=task.step_label,
        actor=actor,
        actor_label=actor.full_name,
        post_label=task.post.title,
        unit_label=task.post.unit.short_name,
        acting_for_label=acting.giver_name if acting else "",
        decision=decision,
        text=words.text,
        extra=dict(words.extra),
        paper=_stored(words.paper, case, actor, at) if words.paper else None,
        at=at,
        form_key=words.form_key,
        moves=moves,
    )


def _stored(paper: Upload, case: Case, actor: User, at: datetime) -> Document:
    """Keep the document of an organ outside with the papers of the project."""
    kind = define_kind(OUTSIDE_PAPER, "外部机关决定文件")
    return store_document(
        kind.code, paper, project_ref=case.process.project_ref, actor=actor, at=at
    )


def move_of(  # noqa: PLR0913 - see _opinion
    case: Case,
    decision: Decision,
    words: Words,
    *,
    moves: Mapping[str, object],
    actor: User,
    at: datetime,
) -> Opinion:
    """Say what somebody did to the process as a whole; the caller writes it."""
    return Opinion(
        process=case.process,
        round=case.process.round,
        actor=actor,
        actor_label=actor.full_name,
        unit_label=actor.unit.short_name if actor.unit else "",
        decision=decision,
        text=words.text,
        at=at,
        form_key=words.form_key,
        moves=moves,
    )


def _write_news(
    case: Case, news: News, *, moves: Mapping[str, object], actor: User, at: datetime
) -> None:
    """Keep what the route did by itself, under the system's name."""
    system = actor if actor.is_system else User.system()
    step = case.state.route.steps[news.step]
    task = case.task(news.seat) if news.seat else None
    Opinion.objects.create(
        process=case.process,
        task=task,
        round=case.process.round,
        step_code=step.code,
        step_label=step.label,
        actor=system,
        actor_label=system.full_name,
        post_label=task.post.title if task else "",
        unit_label=task.post.unit.short_name if task else "",
        decision=news.decision,
        text=news.text,
        at=at,
        moves=moves,
    )
    if news.decision in TELLING_SENDER:
        notify_sender(case, step.label, news.decision, news.text, at=at)
    if news.decision in ACTIONS:
        record(
            ACTIONS[news.decision],
            target=case.process,
            actor=system,
            at=at,
            project_id=case.process.project_ref,
            detail={"环节": step.label, "处理": news.decision.label},
        )


def _tell_matter(case: Case, before: ProcessStatus, *, actor: User, at: datetime) -> None:
    """Let rights come and go with the tasks, and the matter hear how it ended."""
    process, matter = case.process, matters.get(case.process.matter_code)
    for task in case.ended:
        matter.on_unassigned(task)
    for task in case.opened:
        matter.on_assigned(task)
    if case.state.status == before:
        return
    hear = {
        ProcessStatus.RUNNING: matter.on_resubmitted,
        ProcessStatus.RETURNED: matter.on_returned,
        ProcessStatus.APPROVED: matter.on_approved,
        ProcessStatus.REJECTED: matter.on_rejected,
        ProcessStatus.WITHDRAWN: matter.on_withdrawn,
        ProcessStatus.TERMINATED: matter.on_terminated,
    }[case.state.status]
    hear(process, actor=actor, at=at)


def tell_begun(case: Case, *, actor: User, at: datetime) -> None:
    """Let rights come with the first tasks, and tell their people; all may end right here."""
    for news in case.state.news:
        _write_news(case, news, moves={}, actor=actor, at=at)
    _tell_matter(case, ProcessStatus.RUNNING, actor=actor, at=at)
    tell_holders(case, but=actor, at=at)


def _record_on_task(opinion: Opinion, decision: Decision, task: ApprovalTask, actor: User) -> None:
    giver = opinion.acting_for_label
    detail = {"环节": task.step_label, "岗位": task.post.title, "轮次": task.round}
    record(
        ACTIONS[decision],
        target=task,
        actor=actor,
        at=opinion.at,
        project_id=task.process.project_ref,
        detail=detail | ({"代": giver} if giver else {}),
    )


def record_move(case: Case, decision: Decision, actor: User, at: datetime) -> None:
    """Put on the trail what somebody did to the process as a whole."""
    process = case.process
    record(
        ACTIONS[decision],
        target=process,
        actor=actor,
        at=at,
        project_id=process.project_ref,
        detail={"事项": matters.label_of(process.matter_code), "轮次": process.round},
    )
