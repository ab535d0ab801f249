"""The trail in the browser: search, one entry, verification, export."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit.actions import AuditAction
from audit.exports import csv_lines
from audit.models import AuditEntry
from audit.queries import TrailFilter, page_of, search_trail
from audit.services import conclusion, note_export, verify_and_note
from config.kernel.forms import CleanCharField, DayField, UiForm

EXPORT_LIMIT = 100_000


class TrailSearchForm(UiForm):
    """What to search the trail for."""

    actor = CleanCharField(label="操作人", required=False, max_length=50)
    action = forms.ChoiceField(label="操作", required=False)
    project = CleanCharField(label="对象或项目编号", required=False, max_length=100)
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *AuditEntry.Outcome.choices]
    )
    first_day = DayField(label="起", required=False)
    last_day = DayField(label="止", required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *AuditAction.choices]

    def wanted(self, *, only_projects: bool) -> TrailFilter:
        """Return the search; a field that cannot be read restricts nothing."""
        self.full_clean()
        found = self.cleaned_data
        return TrailFilter(
            actor=found.get("actor") or "",
            action=found.get("action") or "",
            outcome=found.get("outcome") or "",
            project=found.get("project") or "",
            only_projects=only_projects,
            first_day=found.get("first_day"),
            last_day=found.get("last_day"),
        )


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first."""
    only_projects = _scope_of(request)
    form = TrailSearchForm(request.GET)
    entries = search_trail(form.wanted(only_projects=only_projects))
    page = page_of(entries, before_seq=form.cleaned_data.get("before"))
    query = request.GET.copy()
    query.pop("before", None)
    first_href = f"?{query.urlencode()}" if "before" in request.GET else ""
    if page.next_seq is not None:
        query["before"] = str(page.next_seq)
    return render(
        request,
        "audit/trail.html",
        {
            "form": form,
            "entries": page.entries,
            "trail_href": request.path,
            "may_verify": request.user.has_perm("audit.verify_trail"),
            "export_query": _without_place(request),
            "is_filtered": any(request.GET.values()),
            "pager": {
                "total": "最近的在前",
                "shown": len(page.entries),
                "previous_href": first_href,
                "next_href": f"?{query.urlencode()}" if page.next_seq is not None else "",
            },
        },
    )


def _without_place(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("before", None)
    return kept.urlencode()


@require_GET
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry with its links in the chain."""
    visible = search_trail(TrailFilter(only_projects=_scope_of(request)))
    found = get_object_or_404(visible, seq=seq)
    return render(
        request,
        "audit/entry.html",
        {"entry": found, "facts": _facts(found), "may_verify": False},
    )


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole trail and name the first broken entry."""
    report = verify_and_note(actor=_reader(request), at=timezone.now())
    say = messages.success if report.is_intact else messages.error
    say(request, f"校验结论：{conclusion(report)}")
    return redirect("audit:trail")


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Export what was searched for as CSV; the export is on the trail too."""
    reader, at = _reader(request), timezone.now()
    form = TrailSearchForm(request.POST)
    entries = search_trail(form.wanted(only_projects=False))[:EXPORT_LIMIT]
    note_export(count=entries.count(), actor=reader, at=at)
    response = StreamingHttpResponse(
        csv_lines(entries.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8"
    )
    name = f"audit-trail-{timezone.localtime(at):%Y%m%d-%H%M%S}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reader(request: HttpRequest) -> AbstractBaseUser:
    """Return who may verify and export the trail; 403 for everybody else."""
    _require(request, "audit.verify_trail")
    assert isinstance(request.user, AbstractBaseUser)
    return request.user


def _scope_of(request: HttpRequest) -> bool:
    """Tell whether the reader sees only what happened on projects; 403 if nothing at all."""
    if request.user.has_perm("audit.view_trail"):
        return False
    _require(request, "audit.view_project_trail")
    return True


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _facts(found: AuditEntry) -> list[dict[str, object]]:
    facts: list[tuple[str, object]] = [
        ("序号", found.seq),
        ("时间", f"{timezone.localtime(found.occurred_at):%Y-%m-%d %H:%M:%S}"),
        ("操作人", found.actor_label),
        ("岗位", found.actor_post),
        ("操作", found.action_label),
        ("结果", found.get_outcome_display()),
        ("对象", found.target_label),
        ("项目编号", found.project_id),
        ("来源地址", found.ip),
        *found.detail.items(),
        ("内容摘要（SM3）", found.digest),
        ("上一条散列", found.prev_hash),
        ("本条散列", found.hash),
    ]
    return [{"label": label, "value": value} for label, value in facts]
