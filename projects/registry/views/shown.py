"""Rows for the components that show papers, routes and opinions."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from approvals.flows.models import ApprovalProcess, Decision, Opinion
from approvals.flows.queries import process_route
from config.kernel.templatetags.ui import cn_day, file_size
from projects.registry.models import ProjectDocument

type Row = dict[str, object]

_STATES = {
    "PASSED": "done",
    "NOW": "now",
    "AHEAD": "todo",
    "RETURNED": "returned",
    "REJECTED": "returned",
    "STOPPED": "skipped",
}
_TINTS = {Decision.APPROVED: "ok", Decision.RETURNED: "warn", Decision.REJECTED: "bad"}


def paper_files(papers: Iterable[ProjectDocument]) -> list[Row]:
    """Show papers as files: kind, newest version, size, and where to fetch it."""
    rows: list[Row] = []
    for paper in papers:
        newest = paper.document.versions.all()[0]
        rows.append(
            {
                "paper_id": paper.pk,
                "name": f"{paper.document.kind.label}：{newest.original_name}",
                "href": reverse("documents:download", kwargs={"version_id": newest.pk}),
                "note": f"第{newest.number}版 · {file_size(newest.size)}",
                "is_removable": paper.record is None or paper.record.is_editable,
            }
        )
    return rows


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
        for node in process_route(process, on)
    ]


def opinion_events(process: ApprovalProcess | None) -> list[Row]:
    """Show what was said about a matter, newest first."""
    if process is None:
        return []
    opinions = Opinion.objects.filter(process=process).order_by("-at", "-pk")
    return [
        {
            "on": f"{opinion.at:%m-%d}",
            "title": f"{opinion.actor_label} {opinion.get_decision_display()}",
            "note": f"{opinion.step_label} {opinion.unit_label}".strip(),
            "text": opinion.text,
            "tint": _TINTS.get(Decision(opinion.decision), ""),
        }
        for opinion in opinions
    ]
