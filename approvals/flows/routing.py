"""Where a process goes next: opening the tasks of a step, closing them, moving on."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Decision, TaskStatus
from approvals.flows.queries import holders_by_post, posts_by_role
from approvals.flows.shapes import Step
from approvals.notifications.services import notify
from approvals.organizations.models import Post, User
from config.kernel.verdicts import enforce, refused


def open_step(process: ApprovalProcess, *, sender: User, at: datetime) -> None:
    """Give the step that the process stands at to every post that may decide it."""
    step = process.current_step
    on = localdate(at)
    posts = _posts_to_ask(process, step, sender, on)
    due_on = working_calendar().add_workdays(on, step.days) if step.days is not None else None
    tasks = [
        ApprovalTask.objects.create(
            process=process,
            round=process.round,
            step_index=process.step_index,
            step_code=step.code,
            step_label=step.label,
            role_code=post.role_id,
            post=post,
            opened_at=at,
            due_on=due_on,
            stage=process.stage,
            unit_id=process.owner_unit_id,
            amount=process.amount,
            subject_label=process.subject_label,
            matter_code=process.matter_code,
            starter=sender,
        )
        for post in posts
    ]
    matter = matters.get(process.matter_code)
    for task in tasks:
        matter.on_assigned(task)
    _tell_holders(tasks, matter.label, posts, at)


def _posts_to_ask(
    process: ApprovalProcess, step: Step, sender: User, on: date
) -> dict[Post, list[User]]:
    """Return the posts of the step with their people; vacant posts would only gather dust."""
    own = {sender.pk, process.started_by_id}
    by_role = posts_by_role(step.roles, process.owner_unit)
    holders = holders_by_post({post.pk for group in by_role.values() for post in group}, on)
    found: dict[Post, list[User]] = {}
    vacant = []
    for role, posts in by_role.items():
        held = {
            post: people
            for post in posts
            if (people := [user for user in holders.get(post.pk, ()) if user.pk not in own])
        }
        found |= held
        if not held:
            vacant.append(role)
    if not found or (vacant and step.is_countersign):
        enforce(
            refused(
                f"下一环节“{step.label}”目前没有可以办理的在岗人员，请联系管理员任职后再办理。",
                clause=step.clause,
            )
        )
    return found


def _tell_holders(
    tasks: Iterable[ApprovalTask], matter_label: str, posts: dict[Post, list[User]], at: datetime
) -> None:
    for task in tasks:
        notify(
            posts[task.post],
            title=f"待办：{task.subject_label}",
            body=f"{matter_label}到达“{task.step_label}”环节，请办理。",
            url=reverse("approvals:inbox-task", args=[task.pk]),
            at=at,
        )


def close_siblings(task: ApprovalTask) -> None:
    """Close what the decision made idle at other posts: one signature a role is enough."""
    step = task.process.current_step
    siblings = _open_tasks(task.process)
    if step.is_countersign:
        siblings = [sibling for sibling in siblings if sibling.role_code == task.role_code]
    _close(task.process, siblings)


def close_all(process: ApprovalProcess) -> None:
    """Close every open task: the step has ended without them."""
    _close(process, _open_tasks(process))


def _open_tasks(process: ApprovalProcess) -> list[ApprovalTask]:
    return list(process.tasks.filter(status=TaskStatus.OPEN).order_by("pk"))


def _close(process: ApprovalProcess, tasks: list[ApprovalTask]) -> None:
    matter = matters.get(process.matter_code)
    for task in tasks:
        task.process = process
        task.status = TaskStatus.CLOSED
        task.save(update_fields=["status"])
        matter.on_unassigned(task)


def finish(task: ApprovalTask, decision: Decision, *, actor: User, at: datetime) -> None:
    """Write who decided the task, and take back the rights that came with it."""
    task.status = TaskStatus.DONE
    task.decision = decision
    task.decided_by = actor
    task.decided_at = at
    task.save(update_fields=["status", "decision", "decided_by", "decided_at"])
    matters.get(task.matter_code).on_unassigned(task)


def is_step_complete(process: ApprovalProcess) -> bool:
    """Whether nobody has to sign the present step any more."""
    return not process.tasks.filter(status=TaskStatus.OPEN).exists()


def move_on(process: ApprovalProcess, *, sender: User, at: datetime) -> bool:
    """Enter the next step; say whether there was none and the process is decided."""
    process.version += 1
    if process.step_index + 1 == len(process.definition.route.steps):
        return True
    process.step_index += 1
    process.save(update_fields=["step_index", "version"])
    open_step(process, sender=sender, at=at)
    return False
