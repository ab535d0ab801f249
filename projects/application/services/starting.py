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
from projects.registry import kinds
from projects.registry.models import Project, Record
from projects.registry.rules import record_url
from projects.registry.services import create_project, open_record, save_record
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import role_in, rulebook_of

APPLICATION, APPRAISAL = "application", "appraisal"
REVIEWING = "review_project"


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
    on = timezone.localdate(at)
    enforce(
        may_declare(has_no_state_secrets=has_no_state_secrets)
        & may_contain({"项目名称": name})
        & may_start(owner_unit, rulebook=rulebook, plan_year=plan_year, actor=actor, on=on)
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
    kind = kinds.first_kind(rulebook)
    assert kind is not None
    draft = open_record(project, kind.code, actor=actor, at=at)
    declared: dict[str, object] = {"no_state_secrets": True}
    if kind.code != APPLICATION:
        declared = {} if kind.rule is None else _said_of_the_project(kind, project)
    return save_record(draft, values=declared, version=draft.version, actor=actor, at=at)


def _said_of_the_project(kind: kinds.RecordKind, project: Project) -> dict[str, object]:
    """Return what a form of the rulebook asks of the project and the register knows already."""
    known = {"project_name": project.name, "plan_year": str(project.plan_year)}
    asked = {field.code for field in kind.form.fields()}
    return {code: value for code, value in known.items() if code in asked}


def _may_be_begun(project: Project, code: str) -> bool:
    """Whether a project has a kind of records in the stage where it is."""
    return code in kinds.codes_of(project) and kinds.in_project(project, code).is_in_stage(project)


def _reviewing_roles(project: Project) -> list[str]:
    """Return the roles that appraise a project: who writes the appraisal, or has that duty."""
    book = rulebook_of(project.rulebook)
    by_duty = (role_in(book, duty.role) for duty in book.duties if REVIEWING in duty.permissions)
    return list(dict.fromkeys(kinds.in_project(project, APPRAISAL).writers or by_duty))


@audited
def accept_application(application: Record, *, actor: User, at: datetime) -> Record:
    """Open the appraisal of an accepted application (受理后转评审), and tell who reviews it."""
    project = application.project
    if not _may_be_begun(project, APPRAISAL):
        return application
    opened = open_record(project, "appraisal", actor=actor, at=at)
    Appraisal.objects.filter(pk=opened.pk).update(application=application.pk)
    on = timezone.localdate(at)
    posts = [
        post
        for role in _reviewing_roles(project)
        for post in posts_for_role(role, project.owner_unit)
    ]
    notify(
        [user for post in posts for user in holders_of(post, on)],
        title=f"申报已受理，请评审：{project.name}",
        body=f"{project.owner_unit.name}申报，送审金额见申报书，请逐行评审。",
        url=record_url(opened),
        event="project",
        at=at,
    )
    return opened
