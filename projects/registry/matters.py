"""What the registry sends for approval: the records of projects, of every kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from approvals.flows.matters import Change, Matter, MatterPage
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.shapes import Step
from approvals.organizations.models import Post, User
from config.kernel.asking import ask
from config.kernel.templatetags.ui import wan
from config.kernel.verdicts import ALLOWED, Verdict
from documents.sheets.shapes import Sheet
from documents.sheets.words import in_words
from projects.registry import kinds, services
from projects.registry.access import rights_on, sync_duties
from projects.registry.facts import facts_of
from projects.registry.kinds.shapes import MATTERS
from projects.registry.models import Project, ProjectMember, Record
from projects.registry.queries import paper_files, papers_of
from projects.registry.rules import gatekeeper, record_url
from projects.registry.snapshots import read_layout
from projects.registry.standings import STANDING_CHANGE, WAIVER
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of


def _number(reference: int | None) -> int:
    assert reference is not None
    return reference


def _record(process: ApprovalProcess) -> Record:
    """Lock the record that a process is about, as a row of its own table."""
    rows = _rows_of(process)
    own = ("self",) if rows.model is Record else ("self", "record_ptr")
    found = rows.select_for_update(of=own, no_key=True).get(pk=_number(process.record_ref))
    found.approval = process
    return found


def _rows_of(process: ApprovalProcess) -> QuerySet[Record]:
    return (
        kinds.rows_of(process.matter_code.removeprefix(MATTERS))
        .select_related("project__owner_unit", "project__rulebook__regulation")
        .defer("project__rulebook__content")
    )


def _lock(process: ApprovalProcess) -> None:
    number = _number(process.project_ref)
    if not ask("SELECT id FROM projects_project WHERE id = %s FOR NO KEY UPDATE", [number]):
        raise Project.DoesNotExist(f"There is no project {process.project_ref}.")


def _sync(task: ApprovalTask) -> None:
    sync_duties(task.process.project_ref)


def _approved(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.pass_record(_record(process), actor=actor, at=at)


def _rejected(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.fail_record(_record(process), actor=actor, at=at)


def _returned(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.return_record(_record(process), actor=actor, at=at)


def _taken_back(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.take_back_record(_record(process), actor=actor, at=at)


def _describe(process: ApprovalProcess, user: User) -> MatterPage:  # noqa: ARG001 - see Matter
    record = _judged(process)
    sheet = kinds.sheet_of(record)
    return MatterPage(
        url=record_url(record),
        template="projects/registry/matter.html",
        context={
            "record": record,
            "layout": read_layout(record),
            "facts": _facts_of(record),
            "files": paper_files(papers_of(record.project, record)),
            "brief_template": kinds.of(record).brief_template,
            "brief": kinds.of(record).brief(record),
        },
        changes=_changes(record, sheet),
    )


def _facts_of(record: Record) -> list[dict[str, str]]:
    """Return what a signer asks first: which project, whose, how large, how far."""
    project = record.project
    page = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    return [
        {"label": "项目", "value": project.name, "href": page},
        {"label": "项目编号", "value": project.number},
        {"label": "建设单位", "value": project.owner_unit.name},
        {"label": "阶段", "value": project.stage_label},
        {"label": "适用办法", "value": project.rulebook.edition},
        {"label": "申报金额（万元）", "value": wan(project.estimated_amount)},
        {"label": "批复金额（万元）", "value": wan(project.approved_amount)},
    ]


def _changes(record: Record, sheet: Sheet) -> tuple[Change, ...]:
    """Compare what was sent now with what was sent in the round before."""
    if not record.sent_before or not record.snapshot:
        return ()
    before, after = record.sent_before["values"], record.snapshot["values"]
    return tuple(
        Change(label=field.label, before=in_words(field, old), after=in_words(field, new))
        for block in sheet.blocks
        for field in block.fields
        if (old := before.get(field.code)) != (new := after.get(field.code))
    )


def _members(process: ApprovalProcess, role_code: str) -> list[Post]:
    """Return the posts of the members that a project has in a role of its own today."""
    places = ProjectMember.objects.filter(
        project=_number(process.project_ref), role=role_code, is_ended=False
    )
    posts = Post.objects.filter(appointments__project_member__in=places, is_active=True)
    return list(posts.select_related("unit", "role").order_by("pk"))


def _applies(process: ApprovalProcess, step: Step) -> bool:
    """Whether a step of the route is gone through, by its condition in the rulebook."""
    record = _judged(process)
    gate = rulebook_of(record.project.rulebook).gate(kinds.of(record).gate_code)
    rules = {} if gate is None else {rule.code: rule.when for rule in gate.route}
    when = rules.get(step.code)
    if when is None:
        return True
    facts = facts_of(record.project, record)
    return gatekeeper(record.project, timezone.localdate(), facts).holds(when)


def _judged(process: ApprovalProcess) -> Record:
    """Return the record that a process is about, as it is judged and shown."""
    found = _rows_of(process).get(pk=_number(process.record_ref))
    found.approval = process
    return found


def _may_see(process: ApprovalProcess, user: User) -> bool:
    found = Project.objects.select_related("owner_unit", "rulebook").defer("rulebook__content")
    project = found.get(pk=_number(process.project_ref))
    return "view_project" in rights_on(user, project, timezone.localdate())


def _may_approve(process: ApprovalProcess, user: User, on: date) -> Verdict:  # noqa: ARG001
    record = _judged(process)
    return kinds.of(record).may_pass(record)


def _may_state(process: ApprovalProcess, stated: Mapping[str, str], on: date) -> Verdict:
    record = _judged(process)
    return kinds.of(record).may_state(record, stated, on)


def _may_sign(
    process: ApprovalProcess, step: Step, user: User, stated: Mapping[str, str], on: date
) -> Verdict:
    """Ask the rulebook what it demands where this step signs, with what is being stated."""
    if not _is_asked(process, step):
        return ALLOWED
    record = _judged(process)
    facts = facts_of(record.project, record, stated)
    facts.tell({"signer": user.full_name})
    return gatekeeper(record.project, on, facts).judge(kinds.of(record).gate_code, step.code)


def _is_asked(process: ApprovalProcess, step: Step) -> bool:
    """Whether the rulebook demands anything where a step signs: for most it does not."""
    versions = RulebookVersion.objects.only("digest", "version")
    version = versions.get(projects=_number(process.project_ref))
    kind = kinds.kinds_by_code(version).get(process.matter_code.removeprefix(MATTERS))
    if kind is None:
        kind = kinds.of(_judged(process))
    return rulebook_of(version).asks_at(kind.gate_code, step.code)


def matter_of(kind: kinds.RecordKind) -> Matter:
    """Return what the approval engine needs to know of one kind of record."""
    matter = Matter(
        code=kind.matter_code,
        label=kind.label,
        describe=_describe,
        on_assigned=_sync,
        on_unassigned=_sync,
        on_approved=_approved,
        on_returned=_returned,
        on_rejected=_rejected,
        on_withdrawn=_taken_back,
        on_terminated=_taken_back,
        may_see=_may_see,
        lock=_lock,
        applies=_applies,
        may_sign=_may_sign,
        members=_members,
    )
    if kind.checks_passing:
        matter = replace(matter, may_approve=_may_approve)
    return replace(matter, may_state=_may_state) if kind.checks_statements else matter


def declared_matter(code: str) -> Matter | None:
    """Return the matter of a kind that only some rulebook declares."""
    prefix, _, kind_code = code.partition(".")
    kind = kinds.declared_anywhere(kind_code) if prefix == "projects" else None
    return None if kind is None else matter_of(kind)


KINDS = (STANDING_CHANGE, WAIVER)
