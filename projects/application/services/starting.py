"""An application begins; an accepted one goes to its appraisal."""

from datetime import datetime

from django.utils import timezone

from approvals.notifications.services import notify
from approvals.organizations.models import Unit, User
from approvals.organizations.queries import holders_of, posts_for_role
from audit.services import audited
from config.kernel.verdicts import enforce
from projects.application.models import Appraisal
from projects.application.rules import may_contain, may_declare, may_start
from projects.registry.models import Record
from projects.registry.rules import record_url
from projects.registry.services import create_project, open_record, save_record
from projects.regulations.models import RulebookVersion

REVIEWING_ROLE = "DATA_REVIEW"


@audited
def start_application(  # noqa: PLR0913 - what an application cannot begin without
    *,
    name: str,
    owner_unit: Unit,
    rulebook: RulebookVersion,
    build_type: str,
    object_kind: str,
    plan_year: int,
    has_no_state_secrets: bool,
    actor: User,
    at: datetime,
) -> Record:
    """Begin a project with the draft of its application (新建申报)."""
    enforce(
        may_declare(has_no_state_secrets=has_no_state_secrets)
        & may_contain({"项目名称": name})
        & may_start(owner_unit, plan_year=plan_year, actor=actor, on=timezone.localdate(at))
    )

    project = create_project(
        name=name,
        owner_unit=owner_unit,
        rulebook=rulebook,
        build_type=build_type,
        object_kind=object_kind,
        plan_year=plan_year,
        actor=actor,
        at=at,
    )
    draft = open_record(project, "application", actor=actor, at=at)
    declared = {"no_state_secrets": True}
    return save_record(draft, values=declared, version=draft.version, actor=actor, at=at)


@audited
def accept_application(application: Record, *, actor: User, at: datetime) -> Record:
    """Open the appraisal of an accepted application (受理后转评审), and tell who reviews it."""
    project = application.project
    opened = open_record(project, "appraisal", actor=actor, at=at)
    Appraisal.objects.filter(pk=opened.pk).update(application=application.pk)
    on = timezone.localdate(at)
    posts = posts_for_role(REVIEWING_ROLE, project.owner_unit)
    notify(
        [user for post in posts for user in holders_of(post, on)],
        title=f"申报已受理，请评审：{project.name}",
        body=f"{project.owner_unit.name}申报，送审金额见申报书，请逐行评审。",
        url=record_url(opened),
        at=at,
    )
    return opened
