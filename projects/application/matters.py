"""The records of the application stage: 申报 and 评审, and what their outcomes mean."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from approvals.organizations.models import User
from projects.application import services
from projects.application.models import Appraisal, ProjectApplication
from projects.application.queries import (
    application_of,
    brief_of,
    derived_of_appraisal,
    derived_values,
)
from projects.application.rules import check_application, check_appraisal
from projects.registry.kinds import RecordKind
from projects.registry.models import Record, Stage

BRIEF = "projects/application/brief.html"


def _known_of_application(record: Record) -> Mapping[str, object]:
    """Who files it, and when, need not be asked."""
    person = record.created_by
    return {
        "applicant": person.full_name,
        "phone": person.phone,
        "applied_on": timezone.localdate(record.created_at),
    }


def _known_of_appraisal(record: Record) -> Mapping[str, object]:
    """Return the day, and who leads the project until told otherwise."""
    return {
        "appraised_on": timezone.localdate(record.created_at),
        "project_leader": record.project.handler.full_name,
    }


def _brief_of_application(record: Record) -> Mapping[str, object]:
    return brief_of(record.pk)


def brief_of_project(record: Record) -> Mapping[str, object]:
    """Show the lines of the application that took effect, as they were reviewed."""
    application = application_of(record.project_id)
    return brief_of(application.pk if application else None)


def _accepted(record: Record, *, actor: User, at: datetime) -> None:
    services.accept_application(record, actor=actor, at=at)


def _appraised(record: Record, *, actor: User, at: datetime) -> None:
    services.conclude_appraisal(record, actor=actor, at=at)


def _refused(record: Record, *, actor: User, at: datetime) -> None:
    services.refuse_project(record, actor=actor, at=at)


KINDS: tuple[RecordKind, ...] = (
    RecordKind(
        code="application",
        label="项目申报",
        stages=(Stage.APPLICATION,),
        sheet="requirement_application",
        model=ProjectApplication,
        typed={
            "estimated_amount": "amount",
            "fiscal_amount": "fiscal_amount",
            "cloud_target": "cloud_target",
        },
        page="projects:application-edit",
        number_prefix="需求申请",
        prefill=_known_of_application,
        derive=derived_values,
        check=check_application,
        brief=_brief_of_application,
        brief_template=BRIEF,
        on_passed=_accepted,
        on_failed=_refused,
    ),
    RecordKind(
        code="appraisal",
        label="项目评审",
        stages=(Stage.APPLICATION,),
        sheet="appraisal",
        model=Appraisal,
        typed={"reviewed_amount": "reviewed_amount"},
        permission="projects.review_project",
        page="projects:application-appraisal",
        number_prefix="评审",
        prefill=_known_of_appraisal,
        derive=derived_of_appraisal,
        check=check_appraisal,
        brief=brief_of_project,
        brief_template=BRIEF,
        on_passed=_appraised,
        on_failed=_refused,
    ),
)
