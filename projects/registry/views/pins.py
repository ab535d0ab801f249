"""Under which version of its measures a project goes on: asked for, looked at, carried out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.kernel.forms import attempt
from projects.registry import services
from projects.registry.forms import AnswerForm, ButtonForm, PinForm
from projects.registry.models import PinChange, Project
from projects.registry.queries import pin_changes_open, versions_for
from projects.registry.rules import may_ask_for, preview
from projects.registry.views.fetching import reader, require_right, tell_errors, visible_project
from projects.regulations.models import RulebookVersion

HANDLE = "projects.handle_project"
OFFICE = "projects.publish_rulebook"


@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show what another version would change; the owner unit asks for it here."""
    project = visible_project(request, project_id)
    at = timezone.now()
    versions = versions_for(project)
    data = request.POST if request.method == "POST" else None
    chosen = versions.filter(pk=_number(request.GET.get("version", ""))).first()
    form = PinForm(data, versions=versions, initial={"version": chosen})
    may_handle = reader(request).has_perm(HANDLE, project)
    if request.method == "POST":
        require_right(request, project, HANDLE)
        if form.is_valid() and attempt(
            form, services.ask_for_version, project, actor=reader(request), at=at
        ):
            messages.success(request, "改用申请已提交，等待办法管理员办理。")
            return redirect("projects:registry-pin", project_id=project.pk)
    context = {
        **_head(project),
        **_effects(project, chosen),
        "versions": versions,
        "form": form if may_handle and chosen else None,
        "may_take_back": may_handle,
    }
    return render(request, "projects/registry/pin.html", context, status=form.status)


def _head(project: Project) -> dict[str, object]:
    page = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    changes = project.pin_changes.select_related("after__regulation", "asked_by", "decided_by")
    return {
        "project": project,
        "version": project.rulebook,
        "changes": changes.order_by("-pk"),
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {"label": project.number, "href": page},
        ],
    }


def _effects(project: Project, chosen: RulebookVersion | None) -> dict[str, object]:
    """Say what the chosen version would change; nothing where none is chosen."""
    if chosen is None:
        return {"chosen": None, "effects": [], "verdict": None}
    on = timezone.localdate()
    return {
        "chosen": chosen,
        "effects": preview(project, chosen, on),
        "verdict": may_ask_for(project, chosen, on),
    }


@require_POST
def take_back(request: HttpRequest, project_id: int, change_id: int) -> HttpResponse:
    """Take the wish for another version back."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    asked = get_object_or_404(PinChange, pk=change_id, project=project)
    form = ButtonForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.take_back_request, asked, actor=actor, at=at):
        messages.success(request, "改用申请已撤回。")
    else:
        tell_errors(request, form)
    return redirect("projects:registry-pin", project_id=project.pk)


@require_safe
def pins(request: HttpRequest) -> HttpResponse:
    """List what waits for the rule administrator."""
    if not reader(request).has_perm(OFFICE):
        raise PermissionDenied
    context = {
        "changes": [
            {"change": one, "form": AnswerForm(auto_id=f"id_{one.pk}_%s")}
            for one in pin_changes_open()
        ]
    }
    return render(request, "projects/registry/pins.html", context)


@require_POST
def decide_pin(request: HttpRequest, change_id: int) -> HttpResponse:
    """Carry a project over to the version that was asked for, or leave it where it is."""
    if not reader(request).has_perm(OFFICE):
        raise PermissionDenied
    asked = get_object_or_404(PinChange, pk=change_id)
    agrees = request.POST.get("op") == "move"
    service = services.move_to_version if agrees else services.refuse_version
    form = AnswerForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, service, asked, actor=actor, at=at):
        messages.success(request, "项目已改用新版本。" if agrees else "已答复不同意改用。")
    else:
        tell_errors(request, form)
    return redirect("projects:registry-pins")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
