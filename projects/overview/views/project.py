"""The project page (项目页): one page for all roles; what one may do appears or does not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.queries import entries_for
from documents.models import DocumentKind
from projects.overview.queries.clocks import clocks_of
from projects.overview.queries.project import (
    STANDING_TINTS,
    ProjectPage,
    project_page,
)
from projects.registry import kinds
from projects.registry.models import Stage
from projects.registry.queries import papers_of
from projects.registry.rules import record_url
from projects.registry.views import paper_files, visible_project
from projects.registry.views.fetching import reader

type Context = dict[str, object]

TABS = (
    ("overview", "概况"),
    ("application", "申报"),
    ("initiation", "立项"),
    ("money", "资金"),
    ("papers", "材料"),
    ("records", "审批"),
    ("construction", "建设"),
    ("acceptance", "验收"),
    ("operation", "运维"),
    ("evaluation", "绩效"),
    ("changes", "变更"),
    ("clocks", "时钟"),
    ("trail", "留痕"),
)
KINDS_OF_TAB = {
    "application": ("application", "appraisal"),
    "initiation": ("initiation",),
    "money": ("contract", "appropriation", "payment", "final_accounts"),
    "construction": ("contract", "progress_report", "test_report", "trial_operation"),
    "acceptance": ("test_report", "trial_operation", "final_acceptance"),
    "operation": ("information_system", "maintenance_record"),
    "evaluation": ("performance_targets", "self_evaluation", "evaluation", "archive"),
    "changes": ("change_request", "standing_change", "waiver"),
}


@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: where it is, on whose desk, for how long, and what is next by when."""
    found = visible_project(request, project_id)
    page = project_page(found, reader(request), timezone.localdate())
    tab = request.GET.get("tab", "overview")
    if tab not in dict(TABS):
        tab = "overview"
    context: Context = {
        "page": page,
        "project": found,
        "tint": STANDING_TINTS[found.standing],
        "trail": [{"label": "项目台账", "href": "/projects/"}],
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab}
            for code, label in TABS
        ],
        "body": f"projects/overview/tabs/{_template(tab)}.html",
        **_FILLERS.get(tab, _records_of_tab)(request, page, tab),
    }
    return render(request, "projects/overview/project.html", context)


def _template(tab: str) -> str:
    return tab if tab in {"overview", "papers", "clocks", "trail"} else "records"


def _rows(page: ProjectPage, codes: tuple[str, ...] | None) -> list[Context]:
    return [
        {"record": record, "href": record_url(record), "label": kinds.get(record.kind).label}
        for record in reversed(page.records)
        if codes is None or record.kind in codes
    ]


def _records_of_tab(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    links = _links(page, tab)
    return {"rows": _rows(page, KINDS_OF_TAB.get(tab)), "links": links}


def _links(page: ProjectPage, tab: str) -> list[Context]:
    base = f"/projects/{page.project.pk}/"
    links: dict[str, list[Context]] = {
        "money": [{"label": "资金链条", "href": f"{base}money/"}],
        "construction": [{"label": "里程碑", "href": f"{base}milestones/"}],
        "acceptance": [{"label": "数据资源目录", "href": f"{base}data-resources/"}],
        "evaluation": [{"label": "绩效指标", "href": f"{base}indicators/"}],
    }
    return links.get(tab, [])


def _overview(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    found = page.project
    facts = [
        {"label": "建设单位", "value": found.owner_unit.name},
        {"label": "经办人", "value": found.handler.full_name},
        {"label": "建设性质", "value": found.get_build_type_display()},
        {"label": "项目类别", "value": found.get_object_kind_display()},
        {"label": "申报年度", "value": f"{found.plan_year} 年"},
        {"label": "密级", "value": found.get_classification_display()},
        {
            "label": "适用办法",
            "value": f"{found.rulebook.regulation.title}（第{found.rulebook.version}版）",
            "href": f"/regulations/versions/{found.rulebook_id}/",
        },
        {"label": "当前阶段", "value": Stage(found.stage).label},
    ]
    return {"facts": facts, "rows": _rows(page, None)[:8]}


def _papers(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    return {
        "files": paper_files(papers_of(page.project)),
        "may_attach": "handle_project" in page.rights,
        "paper_kinds": DocumentKind.objects.order_by("label"),
        "wanted": request.GET.get("kind", ""),
    }


def _clocks(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    return {"clocks": clocks_of(page.project, page.facts, timezone.localdate())}


def _trail(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    return {"entries": entries_for(page.project.pk)}


_FILLERS: dict[str, Callable[[HttpRequest, ProjectPage, str], Context]] = {
    "overview": _overview,
    "papers": _papers,
    "clocks": _clocks,
    "trail": _trail,
}
