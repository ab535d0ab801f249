"""The appraisal: amounts reviewed line by line, and what its end means for the project."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from approvals.flows.models import Opinion
from approvals.organizations.models import User
from audit.services import audited
from config.kernel.verdicts import ALLOWED, Verdict, enforce
from projects.application.models import Appraisal, BudgetLine
from projects.application.queries import lines_of
from projects.application.rules import may_contain, may_review
from projects.application.shapes import ReviewInput
from projects.registry.models import Record, Stage
from projects.registry.queries import passed_record
from projects.registry.rules import may_save
from projects.registry.services import (
    carry_on,
    change_standing,
    lock_project,
    require_seen,
    save_record,
    update_project,
)

REFUSED = "REFUSED"


@audited
def save_appraisal(  # noqa: PLR0913 - the parts of the page, all named
    target: Appraisal,
    *,
    values: Mapping[str, object],
    reviews: Mapping[int, ReviewInput],
    version: int,
    actor: User,
    at: datetime,
) -> Appraisal:
    """Keep the appraisal as far as it is filled in, with the amounts reviewed line by line."""
    project = lock_project(target.project_id)
    target.project = project
    require_seen(target, version, values)
    application = passed_record(project, "application")
    lines = lines_of(application.pk) if application else []
    enforce(may_save(target) & may_contain({"评审内容": "\n".join(map(str, values.values()))}))
    enforce(_may_be_reviewed(lines, reviews))

    for line in lines:
        given = reviews.get(line.pk, ReviewInput())
        line.reviewed_amount, line.review_reason = given.reviewed, given.reason
    BudgetLine.objects.bulk_update(lines, ["reviewed_amount", "review_reason"])
    reviewed = sum((line.reviewed_amount or Decimal(0) for line in lines), Decimal(0))
    saved = save_record(
        target,
        values=dict(values) | {"reviewed_amount": reviewed},
        version=version,
        actor=actor,
        at=at,
    )
    assert isinstance(saved, Appraisal)
    saved.amount, saved.application_id = reviewed, application.pk if application else None
    saved.save(update_fields=["amount", "application"])
    return saved


def _may_be_reviewed(lines: list[BudgetLine], reviews: Mapping[int, ReviewInput]) -> Verdict:
    verdict = ALLOWED
    for number, line in enumerate(lines, start=1):
        verdict &= may_review(line, reviews.get(line.pk, ReviewInput()).reviewed, number)
    return verdict


@audited
def conclude_appraisal(appraisal: Record, *, actor: User, at: datetime) -> Record:
    """Carry an appraised project into initiation with its reviewed amount (进入立项)."""
    assert isinstance(appraisal, Appraisal)
    project = appraisal.project
    if appraisal.details.get("decision") == REFUSED:
        reason = str(appraisal.details.get("suggestion") or "") or "评审总体结论为不批准。"
        change_standing(project, project.refuse_establishment, reason=reason, actor=actor, at=at)
        return appraisal
    update_project(project, reviewed_amount=appraisal.reviewed_amount, actor=actor, at=at)
    carry_on(project, Stage.INITIATION, actor=actor, at=at)
    return appraisal


@audited
def refuse_project(record: Record, *, actor: User, at: datetime) -> Record:
    """End a project whose application, appraisal or initiation was refused (不予立项)."""
    project = record.project
    said = (
        Opinion.objects.filter(process_id=record.approval_id)
        .order_by("at", "pk")
        .values_list("step_label", "text")
        .last()
    )
    reason = f"{said[0]}：{said[1]}" if said else f"{record.title}未通过。"
    change_standing(project, project.refuse_establishment, reason=reason, actor=actor, at=at)
    return record
