"""Rows for the components that show papers, routes and opinions."""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from approvals.experts.access import is_keeper, reads_all
from approvals.flows.models import ApprovalProcess, Decision, Opinion
from approvals.flows.queries import process_route
from approvals.flows.rules import foreseen
from approvals.organizations.models import User
from config.kernel.templatetags.ui import cn_day
from projects.registry.models import Record
from projects.registry.queries import REVIEWED, paper_files, reviews_of

__all__ = ["opinion_events", "paper_files", "review_card", "route_steps"]

type Row = dict[str, object]

_STATES = {
    "PASSED": "done",
    "NOW": "now",
    "AHEAD": "todo",
    "RETURNED": "returned",
    "REJECTED": "returned",
    "STOPPED": "skipped",
    "SKIPPED": "skipped",
}
_TINTS = {Decision.APPROVED: "ok", Decision.RETURNED: "warn", Decision.REJECTED: "bad"}


def review_card(record: Record, reader: User, on: date) -> dict[str, object]:
    """Show the expert reviews of a record: what came of them, and what this reader may do."""
    reviews, keeps = list(reviews_of(record)), is_keeper(reader, on)
    may_convene = keeps and record.is_open and not any(review.is_open for review in reviews)
    return {
        "reviews": reviews,
        "knows_panel": reads_all(reader, on),
        "convene_url": reverse("approvals:experts-convene", args=[REVIEWED, record.pk])
        if may_convene
        else "",
    }


def route_steps(process: ApprovalProcess | None, on: date) -> list[Row]:
    """Show a route step by step."""
    if process is None:
        return []
    return [
        {
            "name": node.label,
            "who": node.people,
            "on": cn_day(node.at) if node.at else "",
            "state": _STATES[node.state.value],
            "why": node.why,
        }
        for node in process_route(process, on, foreseen(process, on))
    ]


def opinion_events(process: ApprovalProcess | None) -> list[Row]:
    """Show what was said about a matter, newest first."""
    if process is None:
        return []
    opinions = Opinion.objects.filter(process=process).order_by("-at", "-pk")
    return [
        {
            "on": f"{localtime(opinion.at):%m-%d}",
            "title": f"{opinion.signer} {opinion.get_decision_display()}",
            "note": f"{opinion.step_label} {opinion.unit_label}".strip(),
            "text": opinion.text,
            "tint": _TINTS.get(Decision(opinion.decision), ""),
        }
        for opinion in opinions
    ]
