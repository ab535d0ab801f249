"""The page of a record: read, filled in, sent, taken back, set aside, printed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from documents.forms import SheetForm, build_form
from documents.models import DocumentKind
from projects.registry import kinds, services
from projects.registry.forms import ReasonForm, VersionForm
from projects.registry.models import Record, RecordStatus
from projects.registry.queries import papers_of
from projects.registry.rules import may_open, may_submit, record_url
from projects.registry.views.fetching import (
    reader,
    require_right,
    tell_errors,
    visible_project,
    visible_record,
)
from projects.registry.views.shown import opinion_events, paper_files, route_steps

CONFLICT, INVALID = 409, 422


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
    opened = services.open_record(project, kind, actor=reader(request), at=timezone.now())
    return redirect(record_url(opened))


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Show a record; who may write it fills it in here."""
    shown = visible_record(request, project_id, record_id)
    permission = kinds.get(shown.kind).permission
    if request.method == "POST":
        require_right(request, shown.project, permission)
        return _save(request, shown)
    may_write = shown.is_editable and reader(request).has_perm(permission, shown.project)
    return _page(request, shown, form=_filled(shown) if may_write else None)


def _filled(shown: Record) -> SheetForm:
    return build_form(kinds.sheet_of(shown), initial=kinds.values_of(shown), draft=True)


def _save(request: HttpRequest, shown: Record) -> HttpResponse:
    """Keep what was entered; with 送审 pressed, send it as well."""
    sheet = kinds.sheet_of(shown)
    form = build_form(sheet, request.POST, initial=kinds.values_of(shown), draft=True)
    version = VersionForm(request.POST)
    if form.adds_row:
        return _page(request, shown, form=form)
    if not (form.is_valid() and version.is_valid()):
        return _page(request, shown, form=form, status=INVALID)
    try:
        saved = services.save_record(
            shown,
            values=form.values(),
            version=version.cleaned_data["version"],
            actor=reader(request),
            at=timezone.now(),
        )
    except StaleVersionError as stale:
        messages.error(request, stale.message)
        return _page(request, shown, form=form, status=CONFLICT)
    except RuleViolationError as violation:
        for refusal in violation.verdict.blocking:
            form.add_error(None, refusal.message)
        return _page(request, shown, form=form, status=INVALID)
    if "submit" not in request.POST:
        messages.success(request, "已保存草稿。")
        return redirect(record_url(saved))
    return _submit(request, saved)


def _submit(request: HttpRequest, saved: Record) -> HttpResponse:
    form = VersionForm({"version": saved.version})
    form.full_clean()
    actor, at = reader(request), timezone.now()
    if attempt(form, services.submit_record, saved, actor=actor, at=at):
        messages.success(request, f"{kinds.get(saved.kind).label}已送审。")
        return redirect("projects:overview-project", project_id=saved.project_id)
    tell_errors(request, form)
    return _page(request, saved, form=_filled(saved), status=form.status)


def _page(
    request: HttpRequest, shown: Record, *, form: SheetForm | None, status: int = 200
) -> HttpResponse:
    on = timezone.localdate()
    project, process = shown.project, shown.approval
    ids = {"project_id": project.pk, "record_id": shown.pk}
    project_url = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    context = {
        "project": project,
        "project_url": project_url,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {"label": project.number, "href": project_url},
        ],
        "record": shown,
        "sheet": kinds.sheet_of(shown),
        "values": kinds.values_of(shown),
        "form": form,
        "verdict": may_submit(shown, on) if form else None,
        "paper_files": paper_files(papers_of(project, shown)),
        "paper_kinds": DocumentKind.objects.order_by("label") if form else [],
        "route": route_steps(process, on),
        "opinions": opinion_events(process),
        "process_url": reverse("approvals:inbox-process", kwargs={"process_id": process.pk})
        if process
        else "",
        "may_withdraw": shown.status == RecordStatus.PENDING
        and process is not None
        and process.started_by_id == reader(request).pk,
        "may_print": True,
        "attach_url": reverse("projects:registry-attach-to-record", kwargs=ids),
        "print_url": reverse("projects:registry-print", kwargs=ids),
        "discard_url": reverse("projects:registry-discard", kwargs=ids),
        "withdraw_url": reverse("projects:registry-withdraw", kwargs=ids),
    }
    return render(request, "projects/registry/record.html", context, status=status)


@require_POST
def withdraw_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Take a record back."""
    shown = visible_record(request, project_id, record_id)
    require_right(request, shown.project, kinds.get(shown.kind).permission)
    form = ReasonForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.withdraw_record, shown, actor=actor, at=at):
        messages.success(request, "已撤回，可修改后重新送审。")
    else:
        tell_errors(request, form)
    return redirect(record_url(shown))


@require_POST
def discard_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Set a draft aside."""
    shown = visible_record(request, project_id, record_id)
    require_right(request, shown.project, kinds.get(shown.kind).permission)
    form = VersionForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.discard_record, shown, actor=actor, at=at):
        messages.success(request, "草稿已作废。")
    else:
        tell_errors(request, form)
    return redirect("projects:overview-project", project_id=project_id)


@require_POST
def print_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Have a record printed as PDF and XLSX; the result waits in the form centre."""
    shown = visible_record(request, project_id, record_id)
    services.print_record(shown, actor=reader(request), at=timezone.now())
    messages.success(request, "正在生成 PDF 和 Excel，完成后可在表单中心下载。")
    return redirect("documents:center")
