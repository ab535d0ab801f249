"""The page of a record: read, filled in, sent, taken back, set aside, printed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.forms import attempt
from config.kernel.verdicts import Verdict
from documents.forms import SheetForm, build_form
from documents.models import DocumentKind
from projects.registry import kinds, services
from projects.registry.forms import ButtonForm, ReasonForm, VersionForm
from projects.registry.models import Record, RecordStatus
from projects.registry.queries import papers_of
from projects.registry.rules import exhibits_at, may_submit, record_url, sheet_to_fill
from projects.registry.snapshots import read_layout
from projects.registry.views.fetching import (
    may_write,
    reader,
    require_writer,
    tell_errors,
    visible_project,
    visible_record,
)
from projects.registry.views.shown import opinion_events, paper_files, review_card, route_steps

INVALID = 422


@dataclass(slots=True)
class Entry:
    """What the reader is filling in: a sheet with what was typed, and what came of it."""

    form: SheetForm
    button: VersionForm
    verdict: Verdict | None = None

    @property
    def status(self) -> int:
        """409 when somebody was quicker, 422 when something is wrong, else 200."""
        return max(self.form.status, self.button.status) if self.button.conflict is None else 409


@require_POST
def open_record(request: HttpRequest, project_id: int, kind: str) -> HttpResponse:
    """Begin a record and go to its page."""
    project = visible_project(request, project_id)
    try:
        known = kinds.in_project(project, kind)
    except KeyError:
        raise Http404 from None
    require_writer(request, project, known)
    form = ButtonForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.open_record, project, kind, actor=actor, at=at):
        assert isinstance(form.result, Record)
        return redirect(record_url(form.result))
    tell_errors(request, form)
    return redirect("projects:overview-project", project_id=project.pk)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Show a record; who may write it fills it in here."""
    shown = visible_record(request, project_id, record_id)
    kind = kinds.of(shown)
    if kind.page and request.path != record_url(shown):
        return redirect(record_url(shown))
    if request.method == "POST":
        require_writer(request, shown.project, kind)
        return _save(request, shown)
    is_open = shown.is_editable and may_write(request, shown.project, kind)
    return _page(request, shown, Entry(_filled(shown), VersionForm()) if is_open else None)


def _filled(shown: Record) -> SheetForm:
    return build_form(
        sheet_to_fill(shown, timezone.localdate()), initial=kinds.values_of(shown), draft=True
    )


def _save(request: HttpRequest, shown: Record) -> HttpResponse:
    """Keep what was entered; with 送审 pressed, send it as well."""
    if not shown.is_editable:
        messages.warning(request, f"{shown.title}{shown.get_status_display()}，内容不能再修改。")
        return redirect(record_url(shown))
    sheet = sheet_to_fill(shown, timezone.localdate())
    known = kinds.values_of(shown)
    form = build_form(sheet, request.POST, initial=known, draft=True)
    entry = Entry(form, VersionForm(request.POST))
    if form.adds_row:
        return _page(request, shown, Entry(form, VersionForm()), status=200)
    if not (form.is_valid() and entry.button.is_valid()):
        return _page(request, shown, entry, status=INVALID)
    kept = attempt(
        entry.button,
        services.save_record,
        shown,
        values=form.values(),
        actor=reader(request),
        at=timezone.now(),
    )
    if not kept:
        return _page(request, shown, entry)
    saved = entry.button.result
    assert isinstance(saved, Record)
    if request.POST.get("op") != "submit":
        messages.success(request, "草稿已保存。")
        return redirect(record_url(saved))
    return _submit(request, saved)


def _submit(request: HttpRequest, saved: Record) -> HttpResponse:
    button = VersionForm({"version": saved.version})
    button.full_clean()
    actor, at = reader(request), timezone.now()
    if attempt(button, services.submit_record, saved, actor=actor, at=at):
        messages.success(request, f"{saved.title}已送审。")
        return redirect("projects:overview-project", project_id=saved.project_id)
    sheet = sheet_to_fill(saved, timezone.localdate())
    values = kinds.values_of(saved)
    checked = build_form(sheet, request.POST, initial=values, draft=False)
    checked.full_clean()
    return _page(request, saved, Entry(checked, button, button.verdict))


def _page(
    request: HttpRequest, shown: Record, entry: Entry | None, *, status: int | None = None
) -> HttpResponse:
    on = timezone.localdate()
    verdict = None
    if entry is not None:
        verdict = may_submit(shown, on) if entry.verdict is None else entry.verdict
    context = {
        **_head(shown),
        "entry": entry,
        "exhibits": exhibits_at(shown.project, kinds.of(shown).gate_code),
        "form": entry.form.page() if entry else None,
        "verdict": verdict,
        "layout": None if entry else read_layout(shown),
        "paper_files": paper_files(papers_of(shown.project, shown)),
        "paper_kinds": DocumentKind.objects.order_by("label", "pk") if entry else [],
        "route": route_steps(shown.approval, on),
        "opinions": opinion_events(shown.approval),
        "review": review_card(shown, reader(request), on),
        "may_withdraw": _may_withdraw(request, shown),
        "withdraw_form": ReasonForm(initial={"version": shown.version}),
        **_addresses(shown),
    }
    status = status or (entry.status if entry else 200)
    return render(request, "projects/registry/record.html", context, status=status)


def _head(shown: Record) -> dict[str, object]:
    project = shown.project
    project_url = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    return {
        "project": project,
        "record": shown,
        "project_url": project_url,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {"label": project.number, "href": project_url},
        ],
    }


def _may_withdraw(request: HttpRequest, shown: Record) -> bool:
    process = shown.approval
    return (
        process is not None
        and shown.status == RecordStatus.PENDING
        and process.started_by_id == reader(request).pk
    )


def _addresses(shown: Record) -> dict[str, str]:
    ids = {"project_id": shown.project_id, "record_id": shown.pk}
    process = {"process_id": shown.approval_id}
    return {
        "page_url": record_url(shown),
        "process_url": reverse("approvals:inbox-process", kwargs=process)
        if shown.approval_id
        else "",
        "attach_url": reverse("projects:registry-attach-to-record", kwargs=ids),
        "print_url": reverse("projects:registry-print", kwargs=ids),
        "discard_url": reverse("projects:registry-discard", kwargs=ids),
        "withdraw_url": reverse("projects:registry-withdraw", kwargs=ids),
    }


@require_POST
def withdraw_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Take a record back."""
    shown = visible_record(request, project_id, record_id)
    require_writer(request, shown.project, kinds.of(shown))
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
    require_writer(request, shown.project, kinds.of(shown))
    form = VersionForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.discard_record, shown, actor=actor, at=at):
        messages.success(request, "草稿已作废。")
        return redirect("projects:overview-project", project_id=project_id)
    tell_errors(request, form)
    return redirect(record_url(shown))


@require_POST
def print_record(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Have a record printed as PDF and XLSX; the result waits in the form centre."""
    shown = visible_record(request, project_id, record_id)
    form = ButtonForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.print_record, shown, actor=actor, at=at):
        messages.success(request, "正在生成 PDF 和 Excel，完成后可在表单中心下载。")
        return redirect("documents:center")
    tell_errors(request, form)
    return redirect(record_url(shown))
