"""The tabs of a project page: each stage with its records and its own pages."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from approvals.organizations.models import User
from audit.queries import entries_for
from config.kernel.templatetags.ui import wan
from documents.models import DocumentKind
from projects.acceptance.queries import resources_of
from projects.construction.queries import gantt_rows, milestones_of
from projects.evaluation.queries import indicators_of
from projects.finance.queries import money_chain
from projects.overview.exports import seal_of
from projects.overview.queries.actions import offer_of
from projects.overview.queries.clocks import clocks_of
from projects.overview.queries.project import ProjectPage
from projects.overview.queries.tabs import ALIASES, KINDS, TABS, codes_in, tabs_of
from projects.planning.queries import places_of
from projects.registry import kinds
from projects.registry.forms import LastDayForm, MemberForm
from projects.registry.models import Project, ProjectMember
from projects.registry.queries import paper_files, papers_of
from projects.registry.rules import people_for, project_roles, record_url
from projects.registry.views.fetching import reader

type Context = dict[str, object]
type Filler = Callable[[HttpRequest, ProjectPage], Context]

OWN_TEMPLATES = {"overview", "papers", "records", "members", "clocks", "trail"}
LATEST = 6


def tab_asked(request: HttpRequest, project: Project) -> str:
    """Return the tab that was asked for; an unknown one is the first."""
    asked = request.GET.get("tab", "")
    asked = ALIASES.get(asked, asked)
    return asked if asked in dict(tabs_of(project)) else TABS[0][0]


def tab_context(request: HttpRequest, page: ProjectPage, tab: str) -> Context:
    """Return what one tab shows: its records, and what only it has."""
    template = tab if tab in OWN_TEMPLATES else "stage"
    context: Context = {"body": f"projects/overview/tabs/{template}.html"}
    if tab in KINDS:
        shown = codes_in(tab, page.project)
        context |= {"rows": _rows(page, shown), "empty_text": _why_empty(page, shown)}
    return context | _FILLERS.get(tab, _nothing)(request, page)


def _nothing(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    return {}


def _rows(page: ProjectPage, codes: Iterable[str] | None = None) -> list[Context]:
    return [
        {"record": record, "href": record_url(record)}
        for record in reversed(page.records)
        if codes is None or record.kind in codes
    ]


def _why_empty(page: ProjectPage, shown: Collection[str]) -> str:
    """Say when the records of a tab come about."""
    known = [kind for kind in kinds.kinds_of(page.project) if kind.code in shown]
    if any(kind.is_in_stage(page.project) for kind in known):
        return "可办理的事项列在“下一步”中。"
    places = [label for kind in known for label in kind.place_labels or _system_names(kind)]
    labels = "、".join(dict.fromkeys(places))
    return f"在{labels}阶段办理。" if labels else "本项目适用的办法没有这类事项。"


def _system_names(kind: kinds.RecordKind) -> list[str]:
    return [stage.label for stage in kind.stages]


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
        {"label": "办法版本", "value": "查看或申请改用", "href": _url(page, "registry-pin")},
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
        "dossier_url": _url(page, "overview-dossier"),
        "paper_kinds": DocumentKind.objects.order_by("label", "pk"),
        "wanted": request.GET.get("kind", ""),
    }


def _records(request: HttpRequest, page: ProjectPage) -> Context:
    """All records, or those of one kind with the button that begins it."""
    asked = request.GET.get("kind", "")
    known = {kind.code: kind.label for kind in kinds.kinds_of(page.project)}
    prints_href = f"{reverse('projects:overview-prints')}?project={page.project.pk}"
    if asked not in known:
        return {
            "rows": _rows(page),
            "prints_href": prints_href,
            "empty_text": "可办理的事项列在“下一步”中。",
        }
    return {
        "prints_href": prints_href,
        "rows": _rows(page, [asked]),
        "only": known[asked],
        "all_href": f"{_url(page, 'overview-project')}?tab=records",
        "offer": offer_of(page.reading, asked, page.records, page.keeper),
        "empty_text": f"本项目还没有{known[asked]}。",
    }


def _members(request: HttpRequest, page: ProjectPage) -> Context:  # noqa: ARG001
    """Who takes part in the project, in which role, and the form to add somebody."""
    project, may_appoint = page.project, "handle_project" in page.rights
    members = ProjectMember.objects.filter(project=project)
    people = people_for(project) if may_appoint else User.objects.none()
    form = MemberForm(
        roles=project_roles(project),
        people=people,
        initial={"starts_on": page.reading.on},
    )
    return {
        "members": [
            _member(member, page.reading.on)
            for member in members.select_related("role", "user__unit", "appointment").order_by(
                "is_ended", "role__label", "pk"
            )
        ],
        "roles": project_roles(project),
        "form": form if may_appoint else None,
        "appoint_url": _url(page, "registry-appoint-member"),
    }


def _member(member: ProjectMember, on: date) -> Context:
    ids = {"project_id": member.project_id, "member_id": member.pk}
    form = LastDayForm(initial={"last_day": on}, auto_id=f"id_{member.pk}_%s")
    return {
        "member": member,
        "fields": form.visible_fields(),
        "end_url": reverse("projects:registry-end-member", kwargs=ids),
    }


def _clocks(request: HttpRequest, page: ProjectPage) -> Context:
    person, project = reader(request), page.project
    secret = {"user_id": person.pk, "project_id": project.pk, "seal": seal_of(person, project)}
    address = reverse("projects:overview-calendar", kwargs=secret)
    return {
        "clocks": clocks_of(page.keeper, page.tasks),
        "calendar_url": request.build_absolute_uri(address),
    }


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
    "members": _members,
    "clocks": _clocks,
    "trail": _trail,
}
