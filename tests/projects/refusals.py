"""Asking why something is refused."""

from datetime import date

from projects.registry import kinds
from projects.registry.models import Record
from projects.registry.rules import may_submit
from tests.life import fresh


def why_not(record: Record, on: date | None = None) -> str:
    """Return every blocking reason why a record may not be sent, on the day it was filled in."""
    current = kinds.load(Record.objects.get(pk=record.pk))
    current.project = fresh(current.project)
    return may_submit(current, on or kinds.filled_on(current)).text


def advised(record: Record) -> str:
    """Return what is only recommended."""
    current = kinds.load(Record.objects.get(pk=record.pk))
    current.project = fresh(current.project)
    verdict = may_submit(current, kinds.filled_on(current))
    return "".join(refusal.message for refusal in verdict.advice)
