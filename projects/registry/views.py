"""Pages of records and papers: one page for a record of any kind, for all roles."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.flows.queries import process_route
from approvals.organizations.models import User
from config.kernel.forms import attempt
from config.kernel.verdicts import ALLOWED, StaleVersionError
from documents.forms import build_form
from documents.models import DocumentKind
from documents.sheets import catalog
from projects.registry import kinds, services
from projects.registry.access import rights_on, visible_projects
from projects.registry.forms import PaperForm, ReasonForm, VersionForm
from projects.registry.models import Project, ProjectDocument, Record, RecordStatus
from projects.registry.queries import papers_of
from projects.registry.rules import may_open, may_submit, record_url


def visible_project(request: HttpRequest, project_id: int) -> Project:
    """Fetch a project that the reader may see, or answer 404."""
    assert isinstance(request.user, User)
    projects = visible_projects(request.user, timezone.localdate())
    return get_object_or_404(
        projects.select_related("owner_unit", "handler", "rulebook__regulation"), pk=project_id
    )


def visible_record(request: HttpRequest, project_id: int, record_id: int) -> Record:
    """Fetch a record of a project that the reader may see, or answer 404."""
    project = visible_project(request, project_id)
    record = get_object_or_404(
        Record.objects.select_related("approval__definition", "created_by", "printed"),
        pk=record_id,
        project=project,
    )
    record.project = project
    loaded = kinds.load(record)
    loaded.project = project
    return loaded


def require_right(request: HttpRequest, project: Project, permission: str) -> None:
    """Answer 403 unless the reader holds this right on the project today."""
    assert isinstance(request.user, User)
    if not request.user.has_perm(permission, project):
        raise PermissionDenied


@require_POST
def open_record(request: HttpRequest, project_id: int, kind: str) -> HttpResponse:
    """Begin a record and go to its page."""
    project = visible_project(request, project_id)
    if kind not in {known.code for known in kinds.all_kinds()}:
        raise PermissionDenied
    require_right(request, project, kinds.get(kind).permission)
    verdict = may_open(project, kinds.get(kind))
    if not verdict:
        messages.error(request, verdict.text)
        return redirect("projects:overview-project", project_id=project.pk)
    assert isinstance(request.user, User)
    record = services.open_record(project, kind, actor=request.user, at=timezone.now())
    return redirect(record_url(record))


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Show a record; who may write it fills it in here."""
    shown = visible_record(request, project_id, record_id)
    kind = kinds.get(shown.kind)
    sheet = catalog.get(kind.sheet)
    may_write = shown.is_editable and request.user.has_perm(kind.permission, shown.project)
    if request.method == "POST":
        require_right(request, shown.project, kind.permission)
        return _save(request, shown)
    form = build_form(sheet, initial=kinds.values_of(shown), draft=True) if may_write else None
    return _page(request, shown, form=form)


def _save(request: HttpRequest, shown: Record) -> HttpResponse:
    """Keep what was entered; with 送审 pressed, send it as well."""
    assert isinstance(request.user, User)
    sheet = catalog.get(kinds.get(shown.kind).sheet)
    form = build_form(
        sheet, data=request.POST, initial=kinds.values_of(shown), draft=True
    )
    version = VersionForm(request.POST)
    if form.adds_row or not (form.is_valid() and version.is_valid()):
        return _page(request, shown, form=form, status=200 if form.adds_row else 422)
    try:
        saved = services.save_record(
            shown,
            values=form.values(),
            version=version.cleaned_data["version"],
            actor=request.user,
            at=timezone.now(),
        )
    except StaleVersionError as stale:
        messages.error(request, stale.message)
        return _page(request, shown, form=form, status=409)
    if "submit" not in request.POST:
        messages.success(request, "已保存草稿。")
        return redirect(record_url(saved))
    return _submit(request, saved)


def _submit(request: HttpRequest, saved: Record) -> HttpResponse:
    form = VersionForm({"version": saved.version})
    form.full_clean()
    assert isinstance(request.user, User)
    if attempt(form, services.submit_record, saved, actor=request.user, at=timezone.now()):
        messages.success(request, f"{kinds.get(saved.kind).label}已送审。")
        return redirect("projects:overview-project", project_id=saved.project_id)
    sheet_form = build_form(
        catalog.get(kinds.get(saved.kind).sheet), initial=kinds.values_of(saved), draft=True
    )
    return _page(request, saved, form=sheet_form, status=422)


def _page(
    request: HttpRequest, shown: Record, *, form: object | None, status: int = 200
) -> HttpResponse:
    assert isinstance(request.user, User)
    kind = kinds.get(shown.kind)
    rights = rights_on(request.user, shown.project, timezone.localdate())
    may_write = form is not None
    context = {
        "project": shown.project,
        "record": shown,
        "kind": kind,
        "sheet": catalog.get(kind.sheet),
        "values": kinds.values_of(shown),
        "form": form,
        "verdict": may_submit(shown, timezone.localdate()) if may_write else ALLOWED,
        "papers": papers_of(shown.project, shown),
        "paper_kinds": DocumentKind.objects.order_by("label") if may_write else [],
        "route": process_route(shown.approval) if shown.approval else [],
        "may_withdraw": shown.status == RecordStatus.PENDING
        and shown.approval is not None
        and shown.approval.started_by_id == request.user.pk,
        "may_print": "view_project" in rights,
    }
    return render(request, "projects/registry/record.html", context, status=status)


@require_POST
def withdraw_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Take a record back."""
    shown = visible_record(request, project_id, record_id)
    require_right(request, shown.project, kinds.get(shown.kind).permission)
    form = ReasonForm(request.POST)
    assert isinstance(request.user, User)
    if form.is_valid() and attempt(
        form, services.withdraw_record, shown, actor=request.user, at=timezone.now()
    ):
        messages.success(request, "已撤回，可修改后重新送审。")
    else:
        _tell_errors(request, form)
    return redirect(record_url(shown))


@require_POST
def discard_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Set a draft aside."""
    shown = visible_record(request, project_id, record_id)
    require_right(request, shown.project, kinds.get(shown.kind).permission)
    form = VersionForm(request.POST)
    assert isinstance(request.user, User)
    if form.is_valid() and attempt(
        form, services.discard_record, shown, actor=request.user, at=timezone.now()
    ):
        messages.success(request, "草稿已作废。")
    else:
        _tell_errors(request, form)
    return redirect("projects:overview-project", project_id=project_id)


@require_POST
def print_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Have a record printed as PDF and XLSX; the result waits in the form centre."""
    shown = visible_record(request, project_id, record_id)
    assert isinstance(request.user, User)
    services.print_record(shown, actor=request.user, at=timezone.now())
    messages.success(request, "正在生成 PDF 和 Excel，完成后可在表单中心下载。")
    return redirect("documents:center")


@require_POST
def attach_paper(
    request: HttpRequest, project_id: int, record_id: int | None = None
) -> HttpResponse:
    """File a paper under a project or one of its records."""
    project = visible_project(request, project_id)
    record = visible_record(request, project_id, record_id) if record_id else None
    permission = kinds.get(record.kind).permission if record else "projects.handle_project"
    require_right(request, project, permission)
    form = PaperForm(request.POST, request.FILES)
    assert isinstance(request.user, User)
    if form.is_valid() and attempt(
        form,
        services.attach_paper,
        project,
        record=record,
        actor=request.user,
        at=timezone.now(),
    ):
        messages.success(request, "材料已上传。")
    else:
        _tell_errors(request, form)
    if record is not None:
        return redirect(record_url(record))
    return _to_papers(project)


def _to_papers(project: Project) -> HttpResponse:
    response = redirect("projects:overview-project", project_id=project.pk)
    response["Location"] += "?tab=papers"
    return response


@require_POST
def remove_paper(request: HttpRequest, project_id: int, paper_id: int) -> HttpResponse:
    """Take a paper out of the list."""
    project = visible_project(request, project_id)
    paper = get_object_or_404(
        ProjectDocument.objects.select_related("record"), pk=paper_id, project=project
    )
    permission = (
        kinds.get(paper.record.kind).permission if paper.record else "projects.handle_project"
    )
    require_right(request, project, permission)
    form = Form({})
    form.full_clean()
    assert isinstance(request.user, User)
    if attempt(form, services.remove_paper, paper, actor=request.user, at=timezone.now()):
        messages.success(request, "材料已撤下，历史版本仍保留。")
    else:
        _tell_errors(request, form)
    return redirect(record_url(paper.record)) if paper.record else _to_papers(project)


def _tell_errors(request: HttpRequest, form: object) -> None:
    for errors in getattr(form, "errors", {}).values():
        for error in errors:
            messages.error(request, error)
