"""The tabs of a project page: each stage with its records and its own pages."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.urls import reverse

from audit.queries import entries_for
from config.kernel.templatetags.ui import wan
from documents.models import DocumentKind
from projects.acceptance.queries import resources_of
from projects.construction.queries import gantt_rows, milestones_of
from projects.evaluation.queries import indicators_of
from projects.finance.queries import money_chain
from projects.overview.queries.actions import offer_of
from projects.overview.queries.clocks import clocks_of
from projects.overview.queries.project import ProjectPage
from projects.planning.queries import places_of
from projects.registry import kinds
from projects.registry.queries import paper_files, papers_of
from projects.registry.rules import record_url

type Context = dict[str, object]
type Filler = Callable[[HttpRequest, ProjectPage], Context]

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
# What rulebooks call places that have no tab of their own.
ALIASES = {"plan": "initiation"}
KINDS = {
    "application": ("application", "appraisal"),
    "initiation": ("initiation",),
    "money": ("appropriation", "payment", "final_accounts"),
    "construction": ("contract", "progress_report"),
    "acceptance": ("test_report", "trial_operation", "final_acceptance"),
    "operation": ("information_system", "maintenance_record"),
    "evaluation": ("performance_targets", "self_evaluation", "evaluation", "archive"),
    "changes": ("change_request", "standing_change", "waiver"),
}
LATEST = 6


def tab_asked(request: HttpRequest) -> str:
    """Return the tab that was asked for; an unknown one is the first."""
    asked = request.GET.get("tab", "")
    asked = ALIASES.get(asked, asked)
    return asked if asked in dict(TABS) else TABS[0][0]


def tab_context(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    """Return what one tab shows: its records, and what only it has."""
    template = tab if tab in {"overview", "papers", "records", "clocks", "trail"} else "stage"
    context: Context = {"body": f"projects/overview/tabs/{template}.html"}
    if tab in KINDS:
        context |= {"rows": _rows(page, KINDS[tab]), "empty_text": _why_empty(page, tab)}
    return context | _FILLERS.get(tab, _nothing)(request, page)


def _nothing(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    return {}


def _rows(page: ProjectPage, codes: Iterable[str] | None = None) -> list[Context]:
    return [
        {"record": record, "href": record_url(record)}
        for record in reversed(page.records)
        if codes is None or record.kind in codes
    ]


def _why_empty(page: ProjectPage, tab: str) -> str:
    """Say when the records of a tab come about."""
    known = [kind for kind in kinds.all_kinds() if kind.code in KINDS[tab]]
    if any(page.project.stage in kind.stages for kind in known):
        return "可办理的事项列在“下一步”中。"
    labels = "、".join(dict.fromkeys(stage.label for kind in known for stage in kind.stages))
    return f"在{labels}阶段办理。"


def _url(page: ProjectPage, name: str) -> str:
    return reverse(f"projects:{name}", kwargs={"project_id": page.project.pk})


def _overview(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    project = page.project
    rulebook = project.rulebook
    names = {"code": rulebook.regulation.code, "version": rulebook.version}
    facts = [
        {"label": "建设性质", "value": project.get_build_type_display()},
        {"label": "项目类别", "value": project.get_object_kind_display()},
        {"label": "申报年度", "value": f"{project.plan_year} 年"},
        {"label": "密级", "value": project.get_classification_display()},
        {"label": "审定金额（万元）", "value": wan(project.reviewed_amount)},
        {
            "label": "适用办法",
            "value": f"{rulebook.regulation.title}（第{rulebook.version}版）",
            "href": reverse("projects:regulations-version", kwargs=names),
        },
    ]
    return {
        "facts": facts,
        "gantt_rows": gantt_rows(list(milestones_of(project)), page.reading.on),
        "today": page.reading.on,
        "milestones_url": _url(page, "construction-milestones"),
        "chain": money_chain(project),
        "money_url": _url(page, "finance-money"),
        "rows": _rows(page)[:LATEST],
        "count": len(page.records),
        "entries": entries_for(project.pk, size=LATEST).entries,
    }


def _money(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    return {
        "chain": money_chain(page.project),
        "links": [{"label": "资金明细", "href": _url(page, "finance-money"), "icon": "sum"}],
    }


def _initiation(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    return {"plan_items": places_of(page.project)}


def _construction(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    milestones = list(milestones_of(page.project))
    return {
        "gantt_rows": gantt_rows(milestones, page.reading.on),
        "today": page.reading.on,
        "milestones_url": _url(page, "construction-milestones"),
    }


def _acceptance(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    count = resources_of(page.project).count()
    label = f"数据资源目录（{count} 项）"
    return {"links": [{"label": label, "href": _url(page, "acceptance-data"), "icon": "database"}]}


def _evaluation(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    count = indicators_of(page.project).count()
    label = f"绩效指标（{count} 项）"
    href = _url(page, "evaluation-indicators")
    return {"links": [{"label": label, "href": href, "icon": "chart-bar"}]}


def _papers(request: HttpRequest, page: ProjectPage) -> Context:
    return {
        "files": paper_files(papers_of(page.project)),
        "may_attach": "handle_project" in page.rights,
        "attach_url": _url(page, "registry-attach"),
        "paper_kinds": DocumentKind.objects.order_by("label", "pk"),
        "wanted": request.GET.get("kind", ""),
    }


def _records(request: HttpRequest, page: ProjectPage) -> Context:
    """All records, or those of one kind with the button that begins it."""
    asked = request.GET.get("kind", "")
    known = {kind.code: kind.label for kind in kinds.all_kinds()}
    if asked not in known:
        return {"rows": _rows(page), "empty_text": "可办理的事项列在“下一步”中。"}
    return {
        "rows": _rows(page, [asked]),
        "only": known[asked],
        "all_href": f"{_url(page, 'overview-project')}?tab=records",
        "offer": offer_of(page.reading, asked, page.records, page.keeper),
        "empty_text": f"本项目还没有{known[asked]}。",
    }


def _clocks(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    return {"clocks": clocks_of(page.keeper, page.tasks)}


def _trail(request: HttpRequest, page: ProjectPage) -> Context:
    before = request.GET.get("before", "")
    shown = entries_for(page.project.pk, int(before) if before.isdecimal() else None)
    following = f"?tab=trail&before={shown.next_seq}" if shown.next_seq else ""
    return {
        "entries": shown.entries,
        "pager": {"next_href": following, "first_href": "?tab=trail" if before else ""},
    }


_FILLERS: dict[str, Filler] = {
    "overview": _overview,
    "initiation": _initiation,
    "money": _money,
    "papers": _papers,
    "records": _records,
    "construction": _construction,
    "acceptance": _acceptance,
    "evaluation": _evaluation,
    "clocks": _clocks,
    "trail": _trail,
}
