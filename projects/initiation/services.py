"""Initiation: what the official reply does to the project."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.organizations.models import User
from audit.services import audited
from config.kernel.verdicts import RuleViolationError, enforce, refused
from projects.initiation.models import Initiation
from projects.initiation.rules import AMOUNT, DAY, NUMBER, may_reply, reply_number, stated_amount
from projects.registry.models import Record
from projects.registry.queries import stated_at_decision
from projects.registry.services import update_project


@audited
def take_over_reply(record: Record, *, actor: User, at: datetime) -> Initiation:
    """Take over what the approving authority stated: number, day and amount (批复)."""
    assert isinstance(record, Initiation)
    stated = {code: str(value) for code, value in stated_at_decision(record).items() if value}
    enforce(may_reply(record, stated, timezone.localdate(at)))

    project = record.project
    record.reply_number = reply_number(stated.get(NUMBER, ""))
    record.replied_on = (
        date.fromisoformat(stated[DAY][:10]) if DAY in stated else timezone.localdate(at)
    )
    record.approved_amount = (
        stated_amount(stated[AMOUNT]) if AMOUNT in stated else project.reviewed_amount
    )
    try:
        with transaction.atomic():
            record.save(update_fields=["reply_number", "replied_on", "approved_amount"])
    except IntegrityError as error:
        taken = f"批复文号“{record.reply_number}”已被另一个项目使用，请核对文号。"
        raise RuleViolationError(refused(taken)) from error
    update_project(project, approved_amount=record.approved_amount, actor=actor, at=at)
    return record
