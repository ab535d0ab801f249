"""Matters under approval go on under another unit when units are merged or split."""

from collections.abc import Collection
from datetime import datetime

from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus, TaskStatus
from approvals.organizations.models import Unit, User
from audit.services import audited
from config.kernel.verdicts import Missing, enforce, refused

UNFINISHED = (ProcessStatus.RUNNING, ProcessStatus.RETURNED)


@audited
def rehouse_processes(
    unit: Unit,
    *,
    target: Unit,
    projects: Collection[int] | None,
    actor: User,  # noqa: ARG001 - every service says who
    at: datetime,  # noqa: ARG001 - and when
) -> int:
    """Let unfinished matters of a unit, or of these projects of it, go on under another.

    Their tasks hang on posts; what a post of the old unit that stays behind has on its desk must
    be decided there first, or the post comes along.
    """
    found = ApprovalProcess.objects.filter(owner_unit=unit, status__in=UNFINISHED)
    if projects is not None:
        found = found.filter(project_ref__in=projects, record_ref__isnull=False)
    keys = list(found.values_list("pk", flat=True))
    ApprovalProcess.objects.filter(pk__in=keys).update(owner_unit=target)
    live = ApprovalTask.objects.filter(
        process__in=keys, status__in=[TaskStatus.OPEN, TaskStatus.WAITING]
    )
    live.update(unit=target)
    left = live.filter(post__unit=unit, post__role__at_owner=True).select_related("post")
    missing = tuple(
        Missing(label=f"{task.subject_label}（{task.step_label}，{task.post.title}）")
        for task in left.order_by("pk")
    )
    if missing:
        sentence = f"下列待办还在{unit.name}的岗位上，请把这些岗位一并划转，或待其办结后再划转。"
        enforce(refused(sentence, missing=missing))
    return len(keys)
