"""Official letters (公文) of a project, and the register of numbers of a unit (文号登记)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.kernel.forms import attempt
from documents.forms import SheetForm, build_form
from documents.sheets.shapes import Sheet
from projects.registry import services
from projects.registry.access import rights_on
from projects.registry.forms import NumberForm, ReserveForm, VoidForm
from projects.registry.models import OfficialLetter, Project
from projects.registry.queries import letters_of, numbers_of, reserved_numbers
from projects.registry.rules.letters import ISSUING, first_draft, letter_sheets
from projects.registry.views.fetching import reader, tell_errors, visible_project

INVALID = 422
MOST_SHOWN = 500


def _may_issue(request: HttpRequest, project: Project) -> bool:
    person = reader(request)
    rights = rights_on(person, project, timezone.localdate())
    return person.unit_id is not None and bool(ISSUING & rights)


def _trail(project: Project) -> list[dict[str, str]]:
    here = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    return [
        {"label": "项目台账", "href": reverse("projects:overview-ledger")},
        {"label": project.number, "href": here},
    ]


@require_GET
def letters(request: HttpRequest, project_id: int) -> HttpResponse:
    """List the letters of a project, and the kinds that the reader may issue."""
    project = visible_project(request, project_id)
    context = {
        "project": project,
        "trail": _trail(project),
        "rows": letters_of(project),
        "sheets": letter_sheets() if _may_issue(request, project) else (),
    }
    return render(request, "projects/registry/letters.html", context)


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, project_id: int, kind: str) -> HttpResponse:
    """Write a letter, begun with what is known, and issue it under a number."""
    project = visible_project(request, project_id)
    sheet = next((one for one in letter_sheets() if one.code == kind), None)
    if sheet is None:
        raise Http404
    if not _may_issue(request, project):
        raise PermissionDenied
    if request.method == "POST":
        return _issue(request, project, sheet)
    draft = first_draft(sheet, project, reader(request), timezone.localdate())
    number = NumberForm(reserved=reserved_numbers(reader(request)))
    return _form(request, project, sheet, build_form(sheet, initial=draft), number)


def _issue(request: HttpRequest, project: Project, sheet: Sheet) -> HttpResponse:
    form = build_form(sheet, request.POST)
    number = NumberForm(request.POST, reserved=reserved_numbers(reader(request)))
    if request.POST.get("op") != "issue":
        # Enter presses the first button of the sheet; a letter is never issued by that.
        return _form(request, project, sheet, form, number)
    if form.is_valid() and number.is_valid():
        issued = attempt(
            number,
            services.issue_letter,
            project,
            sheet.code,
            values=form.values(),
            actor=reader(request),
            at=timezone.now(),
        )
        if issued:
            assert isinstance(number.result, OfficialLetter)
            messages.success(request, f"已发文：{number.result.number}，PDF 正在生成。")
            return redirect("projects:registry-letters", project_id=project.pk)
    return _form(request, project, sheet, form, number, status=INVALID)


def _form(  # noqa: PLR0913 - what is shown on one page
    request: HttpRequest,
    project: Project,
    sheet: Sheet,
    form: SheetForm,
    number: NumberForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": project,
        "trail": _trail(project),
        "sheet": sheet,
        "form": form.page(),
        "number": number,
    }
    return render(request, "projects/registry/letter.html", context, status=status)


@require_http_methods(["GET", "POST"])
def letter_numbers(request: HttpRequest) -> HttpResponse:
    """Show the register of numbers of the reader's unit; set numbers aside."""
    form = ReserveForm(request.POST or None)
    person, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.reserve_numbers, actor=person, at=at):
        taken = "、".join(letter.number for letter in form.result)
        messages.success(request, f"已预留：{taken}。")
        return redirect("projects:registry-letter-numbers")
    status = INVALID if request.method == "POST" else 200
    context = {"rows": numbers_of(person)[:MOST_SHOWN], "form": form}
    return render(request, "projects/registry/letter_numbers.html", context, status=status)


@require_POST
def letter_void(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Give a number of the reader's unit up for good."""
    letter = get_object_or_404(numbers_of(reader(request)), pk=letter_id)
    form = VoidForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.void_letter, letter, actor=actor, at=at):
        messages.success(request, f"{letter.number}已作废，不再使用。")
    else:
        tell_errors(request, form)
    return redirect("projects:registry-letter-numbers")
