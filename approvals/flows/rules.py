"""Whether something may happen to a process or a task, with every reason against it."""

from collections.abc import Mapping
from datetime import date

from approvals.flows.models import ApprovalProcess, ApprovalTask, Decision
from approvals.flows.queries import acting_for, holders_by_post, posts_by_role
from approvals.flows.shapes import Route, Step
from approvals.organizations.models import Role, Unit, User
from approvals.organizations.queries import post_ids_of
from config.kernel.verdicts import ALLOWED, Missing, Strength, Verdict, refused

LONGEST_OPINION = 4000


def may_start(route: Route, *, owner_unit: Unit, starter: User, on: date) -> Verdict:
    """Whether every step has somebody to decide it, beside the one who sends it."""
    if not route.steps:
        return refused(f"流程“{route.label}”没有环节，请办法管理员补充。")
    verdict = ALLOWED
    posts = posts_by_role({role for step in route.steps for role in step.roles}, owner_unit)
    holders = holders_by_post({post.pk for group in posts.values() for post in group}, on)
    able = {
        role
        for role, group in posts.items()
        if any(user != starter for post in group for user in holders.get(post.pk, ()))
    }
    labels = dict(Role.objects.filter(pk__in=posts).values_list("pk", "label"))
    for step in route.steps:
        verdict &= _has_somebody(step, able, labels)
    return verdict


def _has_somebody(step: Step, able: set[str], labels: Mapping[str, str]) -> Verdict:
    vacant = [role for role in step.roles if role not in able]
    if not vacant or (len(vacant) < len(step.roles) and not step.is_countersign):
        return ALLOWED
    names = "、".join(labels.get(role, "未登记的角色") for role in vacant)
    return refused(
        f"“{step.label}”环节的“{names}”目前没有送审人以外的在岗人员，请先在“组织与岗位”中任职。",
        clause=step.clause,
        missing=tuple(Missing(label=labels.get(role, "未登记的角色")) for role in vacant),
    )


def may_decide(task: ApprovalTask, user: User, on: date) -> Verdict:
    """Whether `user` may decide the task: it is open, theirs, and not their own matter."""
    if not task.is_open or not task.process.is_running:
        return refused("这项任务已经办结或关闭，不能再办理。")
    verdict = ALLOWED
    if task.post_id not in post_ids_of(user, on):
        verdict &= refused(f"您今天不在“{task.post.title}”岗位上，不能办理。")
    own = {task.starter_id, task.process.started_by_id}
    giver = acting_for(user, task.post, on)
    if user.pk in own:
        verdict &= refused("不能办理本人送审的事项，请由同岗位的其他人员办理。")
    elif giver and giver.pk in own:
        verdict &= refused(f"您受{giver.full_name}委托办理，不能办理其本人送审的事项。")
    return verdict & _has_not_signed_before(task, user)


def _has_not_signed_before(task: ApprovalTask, user: User) -> Verdict:
    earlier = (
        task.process.opinions.filter(round=task.round, actor=user, decision=Decision.APPROVED)
        .exclude(step_code=task.step_code)
        .first()
    )
    if earlier is None:
        return ALLOWED
    return refused(
        f"您在本轮已签过“{earlier.step_label}”环节，请留意是否应由他人办理。",
        strength=Strength.ADVICE,
    )


def may_say(decision: Decision, opinion: str, step: Step) -> Verdict:
    """Whether the opinion is enough for the decision."""
    if len(opinion) > LONGEST_OPINION:
        return refused(f"意见共{len(opinion)}字，最多{LONGEST_OPINION}字，请精简或作为附件提交。")
    if opinion:
        return ALLOWED
    if decision == Decision.RETURNED:
        return refused("退回补正须写明要补正什么。")
    if decision == Decision.REJECTED:
        return refused("不同意须写明理由。")
    if step.opinion_required:
        return refused(f"“{step.label}”环节须填写意见。")
    return ALLOWED


def may_answer(step: Step, extra: Mapping[str, str]) -> Verdict:
    """Whether every field of the step is filled in."""
    verdict = ALLOWED
    for field in step.fields:
        if field.required and not extra.get(field.code):
            verdict &= refused(
                f"同意前请填写“{field.label}”。", missing=(Missing(label=field.label),)
            )
    return verdict


def may_resubmit(process: ApprovalProcess, user: User) -> Verdict:
    """Whether a returned process may be sent again by `user`."""
    if not process.is_returned:
        return refused("只有退回补正的事项才能重新送审。")
    if user.pk != process.started_by_id and user.unit_id != process.owner_unit_id:
        return refused("只有送审人或其单位的人员才能重新送审。")
    return ALLOWED


def may_withdraw(process: ApprovalProcess, user: User) -> Verdict:
    """Whether `user` may take the process back."""
    verdict = ALLOWED
    if user.pk != process.started_by_id:
        verdict &= refused("只有送审人才能撤回。")
    if not process.is_running:
        verdict &= refused(f"该事项{process.get_status_display()}，不能撤回。")
    return verdict


def may_terminate(process: ApprovalProcess) -> Verdict:
    """Whether the process can still be ended."""
    if process.is_concluded:
        return refused(f"该事项{process.get_status_display()}，不能终止。")
    return ALLOWED
