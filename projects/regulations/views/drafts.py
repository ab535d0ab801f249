"""The drafts of rulebooks: begun, read as a whole, handed in, signed, given up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.organizations.models import User
from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.regulations.editor.places import label_of, slug_of
from projects.regulations.editor.problems import Mistake, mistakes_in, where
from projects.regulations.editor.schema import NESTED, Asked, fields_of
from projects.regulations.forms import BeginForm, NoFieldsForm, ReasonForm
from projects.regulations.models import RulebookDraft, RulebookVersion
from projects.regulations.queries.drafts import draft_rows, drafts, surroundings
from projects.regulations.queries.staffing import UnheldRole, unheld_roles
from projects.regulations.rulebook import FREE_OF_MISTAKES, Rulebook
from projects.regulations.services import (
    approve_draft,
    begin_regulation,
    begin_revision,
    discard_draft,
    may_approve,
    may_submit,
    put_back,
    return_draft,
    submit_draft,
)

EDIT, PUBLISH = "projects.edit_rulebook", "projects.publish_rulebook"
BASICS = "basics"
MOST_SHOWN = 12


def editor_of(request: HttpRequest, permission: str = EDIT) -> User:
    """Return who is signed in, if he may write rulebooks."""
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "POST"])
def draft_list(request: HttpRequest) -> HttpResponse:
    """List the drafts, and begin a regulation that the system does not know."""
    user = editor_of(request)
    form = BeginForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(form, begin_regulation, actor=user, at=now()):
        messages.success(request, "草稿已建立，正文已按条款分段。请从“基本信息”开始核对。")
        return redirect("projects:regulations-draft", form.result.pk)
    context = {"rows": draft_rows(), "form": form, "home": request.path}
    return render(request, "projects/regulations/drafts.html", context, status=form.status)


@require_POST
def begin(request: HttpRequest, version_id: int) -> HttpResponse:
    """Begin a new version of a regulation."""
    user = editor_of(request)
    version = get_object_or_404(RulebookVersion.objects.select_related("regulation"), pk=version_id)
    draft = begin_revision(version, actor=user, at=now())
    messages.success(request, f"已按{version}建立草稿，修改在发布前不影响任何项目。")
    return redirect("projects:regulations-draft", draft.pk)


@require_GET
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft as a whole: its parts, what is still wrong, and what can be done with it."""
    user = editor_of(request)
    found = get_object_or_404(drafts().defer(None), pk=draft_id)
    return _overview(request, found, user)


@require_POST
def submit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hand a draft in."""
    user = editor_of(request)
    found = get_object_or_404(drafts().defer(None), pk=draft_id)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(form, submit_draft, found, actor=user, at=now()):
        messages.success(request, "已提交复核。另一位办法管理员复核后，新版本启用。")
        return redirect("projects:regulations-draft", draft_id)
    return _overview(request, found, user, form)


@require_POST
def give_back(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give a draft back to its authors."""
    user = editor_of(request)
    found = get_object_or_404(drafts().defer(None), pk=draft_id)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(form, return_draft, found, actor=user, at=now()):
        messages.success(request, "草稿已退回，可以继续修改。")
        return redirect("projects:regulations-draft", draft_id)
    return _overview(request, found, user, form)


@require_POST
def approve(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Sign a draft and put it in force."""
    user = editor_of(request, PUBLISH)
    found = get_object_or_404(drafts().defer(None), pk=draft_id)
    form = NoFieldsForm(request.POST)
    if form.is_valid() and attempt(form, approve_draft, found, actor=user, at=now()):
        version = form.result
        messages.success(request, f"已发布并启用{version}，新建的项目适用这一版。")
        return redirect("projects:regulations-version", version.regulation.code, version.version)
    return _overview(request, found, user, form)


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give a draft up."""
    user = editor_of(request)
    found = get_object_or_404(drafts(), pk=draft_id)
    try:
        discard_draft(found, actor=user, at=now())
        messages.success(request, f"{found}已作废。")
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
    return redirect("projects:regulations-drafts")


@require_POST
def restore(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """Put back what was taken out."""
    user = editor_of(request)
    found = get_object_or_404(drafts(), pk=draft_id)
    try:
        put_back(found, number=number, actor=user, at=now())
        messages.success(request, "已恢复到原来的位置。")
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
    except StaleVersionError as stale:
        messages.warning(request, stale.message)
    return redirect("projects:regulations-draft", draft_id)


def thing_href(draft_id: int, slug: str) -> str:
    """Return the page of a thing in a draft."""
    return reverse("projects:regulations-draft-thing", args=[draft_id, slug])


def _overview(
    request: HttpRequest,
    found: RulebookDraft,
    user: User,
    form: ReasonForm | NoFieldsForm | None = None,
) -> HttpResponse:
    mistakes = mistakes_in(found.content, surroundings())
    may_sign = may_approve(found, user) if found.is_submitted else None
    context = {
        "draft": found,
        "parts": _parts(found, mistakes),
        "problems": problem_rows(found, mistakes[:MOST_SHOWN]),
        "problem_count": len(mistakes),
        "unheld": [] if mistakes else _unheld(found),
        "may_edit": found.is_editable,
        "submission": may_submit(found) if found.is_editable else None,
        "may_publish": user.has_perm(PUBLISH),
        "signing": may_sign,
        "form": form,
        "reason_form": ReasonForm(),
        "removed": _removed(found) if found.is_editable else [],
        "summary": found.content.get("summary") or "",
        "is_comment_draft": found.content.get("status") == "DRAFT",
    }
    status = form.status if form is not None else 200
    return render(request, "projects/regulations/draft.html", context, status=status)


def _unheld(found: RulebookDraft) -> list[UnheldRole]:
    """Return who is missing for a draft without mistakes that is still to be published."""
    if not (found.is_editable or found.is_submitted):
        return []
    book = Rulebook.model_validate(found.content, context=FREE_OF_MISTAKES)
    return unheld_roles(book, localdate())


def problem_rows(found: RulebookDraft, mistakes: list[Mistake]) -> list[dict[str, str]]:
    """Show mistakes with the page on which each can be put right."""
    return [
        {
            "message": mistake.message,
            "where": where(found.content, mistake.page) or "基本信息",
            "href": thing_href(found.pk, slug_of(mistake.page) or BASICS),
        }
        for mistake in mistakes
    ]


def _parts(found: RulebookDraft, mistakes: list[Mistake]) -> list[dict[str, Any]]:
    raw = found.content
    heads = [str(m.page[0]) if m.page else BASICS for m in mistakes]
    parts = [
        {
            "title": "基本信息",
            "hint": "名称、文号、文本状态、施行日期。",
            "href": thing_href(found.pk, BASICS),
            "count": "",
            "problems": heads.count(BASICS),
            "is_written": True,
            "names": "，".join(
                str(raw[name]) for name in ("title", "document_number") if raw.get(name)
            ),
        }
    ]
    return parts + [
        _part(found, asked, heads.count(asked.name))
        for asked in fields_of(Rulebook)
        if asked.ask in NESTED
    ]


def _part(found: RulebookDraft, asked: Asked, problems: int) -> dict[str, Any]:
    value = found.content.get(asked.name)
    if isinstance(value, dict):
        value = [item for inner in value.values() if isinstance(inner, list) for item in inner]
    items = value if isinstance(value, list) else []
    names = [label_of(item) for item in items]
    return {
        "title": asked.title,
        "hint": asked.hint,
        "href": thing_href(found.pk, asked.name),
        "count": f"{len(items)}项" if items else "",
        "problems": problems,
        "is_written": bool(items) or bool(problems),
        "names": "；".join(name[:30] for name in names[:6] if name)
        + ("……" if len(names) > 6 else ""),  # noqa: PLR2004 - six names fill a line
    }


def _removed(found: RulebookDraft) -> list[dict[str, str]]:
    rows = [
        {
            "label": label_of(kept["value"]) or "没有名称的一项",
            "href": reverse("projects:regulations-draft-restore", args=[found.pk, number]),
        }
        for number, kept in enumerate(found.removed)
    ]
    return rows[::-1][:MOST_SHOWN]
