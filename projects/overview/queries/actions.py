"""The 「下一步」 panel: what this reader may do with a project now, and why not where not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.flows.models import ApprovalTask
from approvals.organizations.models import User
from config.kernel.templatetags.ui import cn_day, cn_time
from config.kernel.verdicts import ALLOWED, Verdict
from projects.registry import kinds
from projects.registry.access import may_lead_on
from projects.registry.life import life_of
from projects.registry.models import Project, Record
from projects.registry.queries import openable_kinds
from projects.registry.rules import Gatekeeper, may_enter_next, may_submit, record_url

type Row = dict[str, object]

# What may become necessary at any time and is rarely the next thing to do.
SELDOM = frozenset({"change_request", "standing_change", "waiver"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """What waits for the reader, what may be begun, what may not yet, and what is seldom needed."""

    actions: Sequence[Row]
    refused: Sequence[Row]
    seldom: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reader before one project on one day."""

    project: Project
    reader: User
    rights: frozenset[str]
    post_ids: frozenset[int]
    on: date


def next_steps(
    reading: Reading,
    records: Sequence[Record],
    tasks: Sequence[ApprovalTask],
    keeper: Gatekeeper,
) -> NextSteps:
    """Work out the panel: what lies on the reader's desk, then what is begun, then the rest."""
    actions = [*_own_tasks(reading, tasks), *_drafts(reading, records)]
    begun = {row["kind"] for row in actions if "kind" in row}
    openable = [
        kind
        for kind in openable_kinds(reading.project, reading.rights, records)
        if not kind.is_form and keeper.applies(kind)
    ]
    offers = [_offer(reading.project, kind, keeper.may_begin(kind)) for kind in openable]
    usual = [row for row in offers if row["kind"] not in SELDOM]
    possible = [row for row in usual if row["verdict"] and row["kind"] not in begun]
    actions += possible
    onward = list(_onward(reading, keeper))
    actions += [row for row in onward if row["verdict"]]
    if actions:
        actions[0] = {**actions[0], "primary": True}
    return NextSteps(
        actions=actions,
        refused=[row for row in (*usual, *onward) if not row["verdict"]],
        seldom=[row for row in offers if row["kind"] in SELDOM],
    )


def offer_of(
    reading: Reading, kind_code: str, records: Sequence[Record], keeper: Gatekeeper
) -> Row | None:
    """Return the button that begins one kind of record, if the reader may press it at all."""
    found = [
        kind
        for kind in openable_kinds(reading.project, reading.rights, records)
        if kind.code == kind_code
    ]
    return _offer(reading.project, found[0], keeper.may_begin(found[0])) if found else None


def _own_tasks(reading: Reading, tasks: Sequence[ApprovalTask]) -> Iterator[Row]:
    for task in tasks:
        if task.post_id in reading.post_ids and task.starter_id != reading.reader.pk:
            yield {
                "label": f"去办理：{task.step_label}",
                "href": reverse("approvals:inbox-task", kwargs={"task_id": task.pk}),
                "verdict": ALLOWED,
                "note": task.subject_label,
                "due": f"{cn_day(task.due_on)}前" if task.due_on else "",
                "icon": "inbox",
            }


def _drafts(reading: Reading, records: Sequence[Record]) -> Iterator[Row]:
    """Yield what is begun; only the first says what it still lacks, so that many cost no more."""
    is_first = True
    for record in records:
        kind = kinds.of(record)
        if not record.is_editable or not kind.is_written_with(reading.rights):
            continue
        note = f"{record.get_status_display()}，{cn_time(record.saved_at)}保存。"
        if is_first:
            note += _missing_note(may_submit(record, reading.on))
        is_first = False
        yield {
            "label": f"继续填报{record.title}",
            "href": record_url(record),
            "verdict": ALLOWED,
            "note": note,
            "icon": "edit",
            "kind": kind.code,
        }


def _onward(reading: Reading, keeper: Gatekeeper) -> Iterator[Row]:
    """Yield the button that carries a project on, where its rulebook names the stages."""
    project, life = reading.project, life_of(reading.project)
    following = life.next_of(project)
    if not life.is_own or following is None or not project.is_active:
        return
    if may_lead_on(project, reading.rights):
        yield {
            "label": f"进入{following.label}",
            "href": reverse("projects:registry-enter-next-stage", args=[project.pk]),
            "method": "post",
            "verdict": may_enter_next(project, reading.on, keeper),
            "icon": "arrow-right",
        }


def _offer(project: Project, kind: kinds.RecordKind, verdict: Verdict) -> Row:
    ids = {"project_id": project.pk, "kind": kind.code}
    return {
        "label": f"办理{kind.label}",
        "href": reverse("projects:registry-open", kwargs=ids),
        "method": "post",
        "verdict": verdict,
        "icon": "plus",
        "kind": kind.code,
    }


def _missing_note(verdict: Verdict) -> str:
    if verdict:
        return "内容已齐全，可以送审。"
    return f"送审还差 {len(verdict.blocking)} 项。"
