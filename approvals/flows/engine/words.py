"""The words of an approval: where a process stands, what a task is for, what was done."""

from django.db.models import TextChoices


class ProcessStatus(TextChoices):
    """Where a process stands."""

    RUNNING = "RUNNING", "办理中"
    RETURNED = "RETURNED", "已退回补正"
    APPROVED = "APPROVED", "已同意"
    REJECTED = "REJECTED", "不予同意"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    TERMINATED = "TERMINATED", "已终止"


class TaskStatus(TextChoices):
    """Whether a task waits for a decision, for somebody before it, was decided, or was closed."""

    OPEN = "OPEN", "待办"
    WAITING = "WAITING", "等待前序"
    DONE = "DONE", "已办"
    CLOSED = "CLOSED", "已关闭"


class Part(TextChoices):
    """What a task is for."""

    SIGN = "SIGN", "办理"
    ADDED = "ADDED", "加签"
    ADVISE = "ADVISE", "反馈意见"
    EXPLAIN = "EXPLAIN", "说明异议"


class Decision(TextChoices):
    """What somebody did to a process, in the words of the button."""

    SUBMITTED = "SUBMITTED", "送审"
    APPROVED = "APPROVED", "同意"
    RETURNED = "RETURNED", "退回补正"
    REJECTED = "REJECTED", "不同意"
    RESUBMITTED = "RESUBMITTED", "补正后重新送审"
    WITHDRAWN = "WITHDRAWN", "撤回"
    TERMINATED = "TERMINATED", "终止"
    ADVISED = "ADVISED", "反馈意见"
    EXPLAINED = "EXPLAINED", "说明异议"
    DEEMED = "DEEMED", "超时视同同意"
    PASSED_ON = "PASSED_ON", "超时流转"
    SKIPPED = "SKIPPED", "自动通过"
    TAKEN_BACK = "TAKEN_BACK", "收回"
    REASSIGNED = "REASSIGNED", "转办"
    SIGNER_ADDED = "SIGNER_ADDED", "加签"
    SIGNER_GONE = "SIGNER_GONE", "减签"
    CONSULTED = "CONSULTED", "征求意见"
    COPIED = "COPIED", "抄送"
    READ = "READ", "已阅"
    REMINDED = "REMINDED", "催办"
    SUPERVISED = "SUPERVISED", "督办"
    PAUSED = "PAUSED", "暂停计时"
    RESUMED = "RESUMED", "恢复计时"
    ESCALATED = "ESCALATED", "超期上报"


class AddMode(TextChoices):
    """When an added signer signs."""

    BEFORE = "BEFORE", "在我之前"
    AFTER = "AFTER", "在我之后"
    PARALLEL = "PARALLEL", "与我同时"


CONSENTS = frozenset({Decision.APPROVED, Decision.DEEMED, Decision.PASSED_ON, Decision.SKIPPED})
CONCLUDED = frozenset(
    {
        ProcessStatus.APPROVED,
        ProcessStatus.REJECTED,
        ProcessStatus.WITHDRAWN,
        ProcessStatus.TERMINATED,
    }
)
