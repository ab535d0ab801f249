"""评审: the data department goes through the budget line by line and gives its assessment."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kernel.forms import attempt
from documents.forms import SheetForm, build_form
from documents.sheets.shapes import Sheet
from projects.application.forms import ReviewForm, readable_values, without_tables
from projects.application.models import Appraisal, BudgetLine
from projects.application.queries import (
    application_of,
    content_findings,
    lines_of,
    splitting_of,
    total_of,
    words_for,
)
from projects.application.services import save_appraisal
from projects.registry.forms import VersionForm
from projects.registry.kinds import sheet_of, values_of
from projects.registry.queries import papers_of
from projects.registry.rules import exhibits_at, may_submit, record_url
from projects.registry.services import submit_record
from projects.registry.views.fetching import reader, require_right, visible_record
from projects.registry.views.records import record as record_page
from projects.registry.views.shown import opinion_events, paper_files

RIGHT = "projects.review_project"
OK, INVALID, CONFLICT = 200, 422, 409
REVIEWED = "reviewed_lines"


@dataclass(frozen=True, slots=True)
class Review:
    """The forms of one appraisal as one request shows them."""

    record: Appraisal
    lines: Sequence[BudgetLine]
    form: SheetForm
    review: ReviewForm
    page: VersionForm

    @property
    def status(self) -> int:
        """200 when everything was kept, 409 when somebody was quicker, else 422."""
        if self.page.conflict is not None:
            return CONFLICT
        wrong = self.page.is_bound and (self.page.errors or self.form.errors or self.review.errors)
        return INVALID if wrong else OK


@require_http_methods(["GET", "POST"])
def appraise(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Show the appraisal; who reviews fills it in here."""
    found = visible_record(request, project_id, record_id)
    if not isinstance(found, Appraisal):
        raise Http404
    may_write = found.is_editable and reader(request).has_perm(RIGHT, found.project)
    if request.method == "GET" and not may_write:
        return record_page(request, project_id, record_id)
    application = application_of(found.project_id)
    lines = lines_of(application.pk) if application else []
    if request.method == "GET":
        form = build_form(_sheet(found), initial=values_of(found), draft=True)
        return _render(request, Review(found, lines, form, ReviewForm(lines), VersionForm()))
    require_right(request, found.project, RIGHT)
    if not found.is_editable:
        messages.warning(request, f"评审{found.get_status_display()}，内容不能再修改。")
        return redirect(record_url(found))
    return _keep(request, found, lines)


def _sheet(found: Appraisal) -> Sheet:
    return without_tables(sheet_of(found), REVIEWED)


def _keep(request: HttpRequest, found: Appraisal, lines: Sequence[BudgetLine]) -> HttpResponse:
    """Keep what can be read; with 送审 pressed, send it as well."""
    form = build_form(_sheet(found), request.POST, values_of(found), draft=True)
    page, review = VersionForm(request.POST), ReviewForm(lines, request.POST)
    values, reviews = readable_values(form), review.reviews(lines)
    kept = Review(found, lines, form, review, page)
    if request.POST.get("op") == "overwrite" and page.is_valid():
        page.cleaned_data["version"] = found.version
    if not page.is_valid() or not attempt(
        page,
        save_appraisal,
        found,
        values=values,
        reviews=reviews,
        actor=reader(request),
        at=timezone.now(),
    ):
        return _render(request, kept)
    if kept.status != OK or form.adds_row:
        return _render(request, kept)
    if request.POST.get("op") != "submit":
        messages.success(request, "评审草稿已保存。")
        return redirect(record_url(found))
    return _submit(request, kept)


def _submit(request: HttpRequest, kept: Review) -> HttpResponse:
    page = kept.page
    page.cleaned_data = {"version": page.result.version}
    actor, at = reader(request), timezone.now()
    if attempt(page, submit_record, kept.record, actor=actor, at=at):
        messages.success(request, "评审已送审，由相关部门会签后报数据部门负责人审定。")
        return redirect("projects:overview-project", project_id=kept.record.project_id)
    return _render(request, kept)


def _render(request: HttpRequest, shown: Review) -> HttpResponse:
    record = shown.record
    record.refresh_from_db()
    project = record.project
    application = application_of(project.pk)
    lines = lines_of(application.pk) if application else []
    ids = {"project_id": project.pk, "record_id": record.pk}
    reviewed = sum((line.reviewed_amount or 0 for line in lines), start=total_of([]))
    context = {
        "project": project,
        "record": record,
        "form": shown.form.page(),
        "exhibits": exhibits_at(shown.record.project, shown.record.kind),
        "page": shown.page,
        "rows": _rows(lines, shown.review),
        "submitted": total_of(lines),
        "reviewed": reviewed,
        "reduced": total_of(lines) - reviewed,
        "left_over": sum(line.reviewed_amount is None for line in lines),
        "verdict": may_submit(record, timezone.localdate()),
        "application": application,
        "application_url": record_url(application) if application else "",
        "touched": content_findings(application, words_for(application)) if application else [],
        "splitting": splitting_of(project),
        "papers": paper_files(papers_of(project, application)) if application else [],
        "opinions": opinion_events(record.approval),
        "urls": {
            "project": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
            "print": reverse("projects:registry-print", kwargs=ids),
        },
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {
                "label": project.number,
                "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
            },
        ],
    }
    return render(request, "projects/application/appraisal.html", context, status=shown.status)


def _rows(lines: Sequence[BudgetLine], review: ReviewForm) -> list[dict[str, object]]:
    return [
        {
            "line": line,
            "number": number,
            "reviewed": review[f"reviewed-{line.pk}"],
            "reason": review[f"reason-{line.pk}"],
        }
        for number, line in enumerate(lines, start=1)
    ]
