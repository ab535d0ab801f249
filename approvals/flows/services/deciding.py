"""What the holder of a post answers: agree, send back, refuse, advise, take back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from approvals.flows import matters
from approvals.flows.engine import Part, verbs
from approvals.flows.models import ApprovalTask
from approvals.flows.services.carrying import Words, carry_out
from approvals.flows.services.locking import current_case
from approvals.flows.shapes import Step
from approvals.organizations.models import Post, User
from audit.services import audited
from config.kernel.days import day_of
from config.kernel.texts import clean
from config.kernel.verdicts import ALLOWED
from documents.services import Upload


@audited
def approve(  # noqa: PLR0913 - what a signature consists of, all named
    task: ApprovalTask,
    *,
    opinion: str,
    extra: Mapping[str, str] | None = None,
    chosen: Sequence[Post] = (),
    minutes: str = "",
    paper: Upload | None = None,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Agree (同意); the last signature of a step moves the process on."""
    case, is_new = current_case(
        task.process, task, version=version, form_key=form_key, actor=actor, at=at
    )
    number = case.number_of(task)
    if not is_new:
        return case.task(number)
    step = case.state.route.steps[case.task(number).step_index]
    answers = _answers(step, extra)
    verb = verbs.Approve(
        seat=number,
        opinion=clean(opinion),
        stated=_stated(answers),
        chosen=tuple(post.pk for post in chosen),
        minutes=minutes,
        has_paper=paper is not None,
        actor=actor.pk,
        at=at,
    )
    matter, verdict, today = matters.get(case.process.matter_code), ALLOWED, day_of(at)
    if case.task(number).part != Part.EXPLAIN:
        verdict &= matter.may_approve(case.process, actor, today)
        verdict &= matter.may_state(case.process, answers, today)
        verdict &= matter.may_sign(case.process, step, actor, answers, today)
    words = Words(text=verb.opinion, extra=answers, paper=paper, form_key=form_key)
    carry_out(case, verb, words, verdict=verdict, actor=actor, at=at)
    return case.task(number)


def _answers(step: Step, extra: Mapping[str, str] | None) -> dict[str, str]:
    """Keep what the step asks for, and nothing else."""
    return {field.code: (extra or {}).get(field.code, "") for field in step.fields}


def _stated(answers: Mapping[str, str]) -> frozenset[str]:
    return frozenset(code for code, value in answers.items() if value)


@audited
def return_for_correction(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    opinion: str,
    to_step: int | None = None,
    minutes: str = "",
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Send the matter back to be corrected (退回补正), or to a step that it has passed."""
    return _answer(
        task,
        lambda seat, text: verbs.Return(
            seat=seat, opinion=text, to_step=to_step, minutes=minutes, actor=actor.pk, at=at
        ),
        opinion,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def reject(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    opinion: str,
    extra: Mapping[str, str] | None = None,
    minutes: str = "",
    paper: Upload | None = None,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Refuse the matter (不同意), with the reason; alone or as one voice of several."""
    answers = _answers(task.process.definition.route.steps[task.step_index], extra)
    return _answer(
        task,
        lambda seat, text: verbs.Reject(
            seat=seat,
            opinion=text,
            stated=_stated(answers),
            minutes=minutes,
            has_paper=paper is not None,
            actor=actor.pk,
            at=at,
        ),
        opinion,
        extra={code: value for code, value in answers.items() if value},
        paper=paper,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def give_opinion(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    opinion: str,
    agrees: bool,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Answer a request for an opinion (反馈意见)."""
    return _answer(
        task,
        lambda seat, text: verbs.GiveOpinion(
            seat=seat, opinion=text, agrees=agrees, actor=actor.pk, at=at
        ),
        opinion,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def take_back(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Take one's own last consent back while the next has not acted (收回)."""
    case, is_new = current_case(
        task.process, version=version, form_key=form_key, actor=actor, at=at
    )
    number, text = case.number_of(task), clean(reason)
    if not is_new:
        return case.task(number)
    verb = verbs.TakeBack(seat=number, opinion=text, actor=actor.pk, at=at)
    known = len(case.tasks)
    carry_out(case, verb, Words(text=text, form_key=form_key), actor=actor, at=at)
    return case.tasks[known]


def _answer(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    verb_of: Callable[[int, str], verbs.Verb],
    opinion: str,
    *,
    extra: Mapping[str, str] | None = None,
    paper: Upload | None = None,
    version: int,
    form_key: UUID | None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    case, is_new = current_case(
        task.process, task, version=version, form_key=form_key, actor=actor, at=at
    )
    number = case.number_of(task)
    if is_new:
        text = clean(opinion)
        words = Words(text=text, extra=extra or {}, paper=paper, form_key=form_key)
        carry_out(case, verb_of(number, text), words, actor=actor, at=at)
    return case.task(number)
