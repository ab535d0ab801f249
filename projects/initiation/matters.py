"""The record of initiation: 立项, and what its outcome means."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from approvals.organizations.models import User
from projects.application.matters import BRIEF, brief_of_project
from projects.application.services import refuse_project
from projects.initiation import services
from projects.initiation.models import Initiation
from projects.initiation.queries import configured_amount, known_of_initiation
from projects.initiation.rules import check_initiation, may_reply
from projects.registry.kinds import RecordKind
from projects.registry.models import Record, Stage


def _known(record: Record) -> Mapping[str, object]:
    return known_of_initiation(record, timezone.localdate(record.created_at))


def _derived(record: Record) -> Mapping[str, object]:
    """Return what the register knows, and the sum of the list."""
    project = record.project
    return {
        "project_name": project.name,
        "applicant_unit": project.owner_unit.name,
        "build_type": project.build_type,
        "total_amount": configured_amount(record.details.get("configuration")),
    }


def _passed(record: Record, *, actor: User, at: datetime) -> None:
    services.take_over_reply(record, actor=actor, at=at)


def _refused(record: Record, *, actor: User, at: datetime) -> None:
    refuse_project(record, actor=actor, at=at)


KINDS: tuple[RecordKind, ...] = (
    RecordKind(
        code="initiation",
        label="立项审批",
        stages=(Stage.INITIATION,),
        sheet="initiation",
        model=Initiation,
        typed={"budget_amount": "amount"},
        number_prefix="立项",
        prefill=_known,
        derive=_derived,
        check=check_initiation,
        may_state=may_reply,
        brief=brief_of_project,
        brief_template=BRIEF,
        on_passed=_passed,
        on_failed=_refused,
    ),
)
