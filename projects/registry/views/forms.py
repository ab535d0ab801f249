"""The forms of a project (表单目录): all it can fill in and print, and what it has of each."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from projects.registry import kinds
from projects.registry.access import rights_on
from projects.registry.models import Project, Record
from projects.registry.queries import records_of
from projects.registry.rules import Gatekeeper, gatekeeper, record_url
from projects.registry.views.fetching import reader, visible_project

type Row = dict[str, object]


@require_GET
def form_list(request: HttpRequest, project_id: int) -> HttpResponse:
    """List every form that the project has, by its rulebook and from the common ones."""
    project = visible_project(request, project_id)
    here = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    rows = _rows(request, project)
    context = {
        "project": project,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {"label": project.number, "href": here},
        ],
        "groups": [
            {
                "title": f"{project.rulebook.edition}的事项和表单",
                "text": "按办法办理，经审批后生效。",
                "rows": [row for row in rows if not row["is_form"]],
            },
            {
                "title": "通用表单",
                "text": "办法没有另设审批的，提交后即可打印，在纸上签字盖章后扫描回传。",
                "rows": [row for row in rows if row["is_form"]],
            },
        ],
    }
    return render(request, "projects/registry/form_list.html", context)


def _rows(request: HttpRequest, project: Project) -> list[Row]:
    records = list(records_of(project))
    present: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        record.project = project
        present[record.kind].append(record)
    on = timezone.localdate()
    rights = rights_on(reader(request), project, on)
    keeper = gatekeeper(project, on, records=records)
    return [
        {
            "is_form": kind.is_form,
            "label": kind.label,
            "records": [{"record": one, "href": record_url(one)} for one in present[kind.code]],
            "why_not": _why_not(project, kind, rights, keeper, bool(present[kind.code])),
            "open_url": reverse("projects:registry-open", args=[project.pk, kind.code]),
        }
        for kind in kinds.kinds_of(project)
    ]


def _why_not(
    project: Project,
    kind: kinds.RecordKind,
    rights: frozenset[str],
    keeper: Gatekeeper,
    is_present: bool,  # noqa: FBT001 - one of five facts about a row
) -> str:
    """Say in a sentence why the reader does not begin this form now; nothing where he may."""
    if not kind.is_written_with(rights):
        return "由有填报权限的人员填写。"
    if not keeper.applies(kind):
        return "按本项目的情形不需要。"
    if not kind.is_in_stage(project):
        places = "、".join(kind.place_labels or [stage.label for stage in kind.stages])
        return f"在{places}阶段填写。"
    if is_present and not kind.is_repeatable:
        return "已有一份，不能重复新建。"
    if kind.needs_active_project and not project.is_active:
        return f"项目已{project.get_standing_display()}。"
    return "".join(refusal.message for refusal in keeper.may_begin(kind).blocking[:1])
