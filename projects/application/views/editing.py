"""The page of an application: filled in, kept while it is written, and sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.forms import attempt
from documents.forms import SheetForm
from projects.application.forms import (
    AnswersForm,
    PageForm,
    RedLineForm,
    application_form,
    lines_from,
    readable_values,
)
from projects.application.models import ProjectApplication
from projects.application.queries import (
    ContentFinding,
    content_findings,
    similar_of,
    words_for,
)
from projects.application.services import save_application
from projects.application.views.page import Shown, page_context
from projects.registry.kinds import sheet_of, values_of
from projects.registry.models import Record
from projects.registry.rules import record_url
from projects.registry.services import submit_record
from projects.registry.views.fetching import reader, require_right, visible_record
from projects.registry.views.records import record as record_page
from projects.regulations.queries import rulebook_of

RIGHT = "projects.handle_project"
TEMPLATE = "projects/application/edit.html"
OK, INVALID, CONFLICT = 200, 422, 409


@dataclass(slots=True)
class Attempt:
    """What came of keeping a page: the forms with what was typed, and the application now."""

    record: ProjectApplication
    form: SheetForm
    answers: AnswersForm
    red_lines: RedLineForm
    page: PageForm

    @property
    def status(self) -> int:
        """200 when everything was kept, 409 when somebody was quicker, else 422."""
        if self.page.conflict is not None:
            return CONFLICT
        forms = (self.page, self.form, self.answers, self.red_lines)
        is_fine = not any(form.errors for form in forms)
        return OK if is_fine else INVALID


def application_or_404(request: HttpRequest, project_id: int, record_id: int) -> ProjectApplication:
    """Fetch an application that the reader may see."""
    found = visible_record(request, project_id, record_id)
    if not isinstance(found, ProjectApplication):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Show the application; who may write it fills it in here."""
    found = application_or_404(request, project_id, record_id)
    may_write = found.is_editable and reader(request).has_perm(RIGHT, found.project)
    if request.method == "GET" and not may_write:
        return record_page(request, project_id, record_id)
    if request.method == "GET":
        return _page(request, found)
    require_right(request, found.project, RIGHT)
    if not found.is_editable:
        messages.warning(request, f"申报{found.get_status_display()}，内容不能再修改。")
        return redirect(record_url(found))
    return _kept(request, _keep(request, found, rechecks=True))


@require_POST
def draft(request: HttpRequest, project_id: int, record_id: int) -> HttpResponse:
    """Keep the page while it is written, and when it is left; answer with what changed."""
    found = application_or_404(request, project_id, record_id)
    require_right(request, found.project, RIGHT)
    kept = _keep(request, found, rechecks=False)
    shown_before = {key for key in request.POST if key.startswith("similar-")}
    red_before = {key for key in request.POST if key.startswith("red-")}
    context = _context(request, kept) | {
        "kept": kept,
        "has_new_similar": shown_before != set(kept.answers.fields),
        "has_new_red_lines": red_before != set(kept.red_lines.fields),
    }
    fragment = "live" if kept.status == OK or not kept.page.errors else "conflict"
    response = render(request, f"{TEMPLATE}#{fragment}", context, status=_draft_status(kept))
    response["Cache-Control"] = "no-store"
    return response


def _draft_status(kept: Attempt) -> int:
    """Return what cannot be read was said beside it; the rest is kept, and that is no failure."""
    return kept.status if kept.page.errors else OK


def _keep(request: HttpRequest, found: ProjectApplication, *, rechecks: bool) -> Attempt:
    """Keep what can be read of what was typed."""
    page = PageForm(request.POST)
    form = application_form(
        rulebook_of(found.project.rulebook), sheet_of(found), values_of(found), request.POST
    )
    answers = AnswersForm(_answers_of(found), request.POST)
    red_lines = RedLineForm(_red_lines_of(found), request.POST)
    values = readable_values(form)
    lines = lines_from(values)
    if not page.is_valid():
        return Attempt(found, form, answers, red_lines, page)
    if request.POST.get("op") == "overwrite":
        page.cleaned_data["version"] = found.version
    is_kept = attempt(
        page,
        save_application,
        found,
        values=values,
        lines=lines,
        answers=answers.answers(),
        red_lines=red_lines.answers(),
        rechecks=rechecks,
        actor=reader(request),
        at=timezone.now(),
    )
    known = _answers_of(found)
    answers = AnswersForm(known, request.POST if answers.errors or not is_kept else None)
    answers.is_valid()
    if is_kept and not red_lines.errors:
        red_lines = RedLineForm(_red_lines_of(page.result))
    return Attempt(found, form, answers, red_lines, page)


def _answers_of(record: Record) -> Mapping[int, str]:
    return {one.project_id: one.answer for one in similar_of(record.pk)}


def _red_lines_of(record: ProjectApplication) -> list[ContentFinding]:
    return content_findings(record, words_for(record))


def _kept(request: HttpRequest, kept: Attempt) -> HttpResponse:
    """Go on after keeping: with more or fewer rows, with what is wrong, or to the next desk."""
    if kept.status != OK or kept.form.adds_row:
        return _render(request, kept, kept.status)
    if request.POST.get("op") != "submit":
        messages.success(request, "草稿已保存。")
        return redirect(record_url(kept.record))
    actor, at = reader(request), timezone.now()
    kept.record.refresh_from_db()
    kept.page.cleaned_data = {"version": kept.record.version}
    if attempt(kept.page, submit_record, kept.record, actor=actor, at=at):
        messages.success(request, "已送审，由本单位负责人审签后报数据部门受理。")
        return redirect("projects:overview-project", project_id=kept.record.project_id)
    return _render(request, kept, kept.page.status)


def _page(request: HttpRequest, found: ProjectApplication) -> HttpResponse:
    values = values_of(found)
    form = application_form(rulebook_of(found.project.rulebook), sheet_of(found), values)
    shown = Shown(
        found,
        form,
        AnswersForm(_answers_of(found)),
        RedLineForm(_red_lines_of(found)),
        uuid4(),
        reader(request),
        timezone.localdate(),
    )
    return render(request, TEMPLATE, page_context(shown) | {"kept": None})


def _context(request: HttpRequest, kept: Attempt) -> dict[str, object]:
    page = kept.page.cleaned_data.get("page") if kept.page.is_bound else None
    kept.record.refresh_from_db()
    shown = Shown(
        kept.record,
        kept.form,
        kept.answers,
        kept.red_lines,
        page or uuid4(),
        reader(request),
        timezone.localdate(),
    )
    return page_context(shown)


def _render(request: HttpRequest, kept: Attempt, status: int) -> HttpResponse:
    context = _context(request, kept) | {"kept": kept}
    return render(request, TEMPLATE, context, status=status)
