"""Who is told of a deed: the people behind the tasks that came in, and whoever sent the matter."""

from datetime import datetime

from approvals.flows import matters
from approvals.flows.engine import Decision
from approvals.flows.services.cases import Case
from approvals.notifications.services import notify
from approvals.organizations.models import User
from config.kernel.addresses import address_of_one
from config.kernel.writing import Pen

TELLING_SENDER = frozenset(
    {
        Decision.APPROVED,
        Decision.RETURNED,
        Decision.REJECTED,
        Decision.EXPLAINED,
        Decision.TAKEN_BACK,
        Decision.PAUSED,
        Decision.RESUMED,
        Decision.DEEMED,
        Decision.PASSED_ON,
        Decision.ESCALATED,
    }
)


def tell_holders(case: Case, *, but: User, at: datetime) -> None:
    """Tell the people behind every task that came in."""
    label = matters.label_of(case.process.matter_code)
    own = {*case.state.own, but.pk}
    for task in case.opened:
        notify(
            [user for user in case.office.people(task.post_id) if user.pk not in own],
            title=f"待办：{task.subject_label}",
            body=f"{label}到达“{task.step_label}”环节，请{task.get_part_display()}。",
            url=address_of_one("approvals:inbox-task", task.pk),
            event="task",
            at=at,
        )


def notify_sender(  # noqa: PLR0913 - what became of what, and when
    case: Case, step: str, decision: Decision, text: str, *, at: datetime, pen: Pen | None = None
) -> None:
    """Tell whoever sent the matter what became of it at a step."""
    process = case.process
    notify(
        [case.office.user(case.state.sender)],
        title=f"{decision.label}：{process.subject_label}",
        body=f"“{step}”环节{decision.label}。{text}",
        url=address_of_one("approvals:inbox-process", process.pk),
        event="outcome",
        at=at,
        pen=pen,
    )
