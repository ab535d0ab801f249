"""The pages of the rulebooks: read, put in force, and the ledger of waivers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from approvals.organizations.models import User
from config.kernel.forms import attempt
from config.kernel.verdicts import ALLOWED
from projects.regulations.editor.reading import parts_of_rulebook
from projects.regulations.forms import LedgerFilterForm, NoFieldsForm, RevokeWaiverForm
from projects.regulations.models import RulebookVersion, Waiver
from projects.regulations.queries import (
    LEDGER_LIMIT,
    regulations,
    rulebook_of,
    version_to_read,
    waiver_ledger,
)
from projects.regulations.queries.drafts import world
from projects.regulations.queries.staffing import unheld_roles
from projects.regulations.services import (
    confirm_force,
    may_press,
    propose_force,
    revoke_waiver,
)
from projects.regulations.views.comparing import compared_with


@require_GET
def rulebook_list(request: HttpRequest) -> HttpResponse:
    """List the regulations with the versions of their rulebooks."""
    user = _reader(request, "projects.view_rulebook")
    return render(
        request,
        "projects/regulations/list.html",
        {
            "regulations": regulations(),
            "list_href": request.path,
            "may_view_waivers": user.has_perm("projects.view_waivers"),
            "may_edit": user.has_perm("projects.edit_rulebook"),
        },
    )


@require_GET
def rulebook(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """Show one rulebook as prose: scope, duties, gates, each line with its clause."""
    _reader(request, "projects.view_rulebook")
    shown = get_object_or_404(version_to_read(code, version))
    return render(request, "projects/regulations/rulebook.html", _page_of(request, shown))


@require_POST
def start_force(request: HttpRequest, version_id: int) -> HttpResponse:
    """Propose that a version be put in force; a second person puts it in force."""
    user = _reader(request, "projects.publish_rulebook")
    version = get_object_or_404(RulebookVersion.objects.select_related("regulation"), pk=version_id)
    form = NoFieldsForm(request.POST)
    is_proposed = version.proposed_by_id is not None
    service = confirm_force if is_proposed else propose_force
    if form.is_valid() and attempt(form, service, version, actor=user, at=now()):
        told = f"已启用{version}，新建的项目适用这一版。"
        waits = f"已提请启用{version}，等另一位办法管理员确认。"
        messages.success(request, told if is_proposed else waits)
        return redirect(
            "projects:regulations-version", code=version.regulation.code, version=version.version
        )
    context = _page_of(request, version) | {"form": form}
    return render(request, "projects/regulations/rulebook.html", context, status=form.status)


@require_GET
def waivers(request: HttpRequest) -> HttpResponse:
    """Show the ledger of waivers (豁免台账)."""
    _reader(request, "projects.view_waivers")
    return _ledger(request, RevokeWaiverForm())


@require_POST
def end_waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """Revoke a waiver."""
    user = _reader(request, "projects.publish_rulebook")
    waiver = get_object_or_404(Waiver, pk=waiver_id)
    form = RevokeWaiverForm(request.POST)
    if form.is_valid() and attempt(form, revoke_waiver, waiver, actor=user, at=now()):
        messages.success(request, f"已撤销{waiver.project_label}的豁免。")
        return redirect("projects:regulations-waivers")
    return _ledger(request, form)


def _ledger(request: HttpRequest, revocation: RevokeWaiverForm) -> HttpResponse:
    on = localdate()
    form = LedgerFilterForm(request.GET)
    rows = [
        {
            "waiver": waiver,
            "label": waiver.state_label(on),
            "tint": "ok" if waiver.is_valid_on(on) else "mute",
            "end_href": reverse("projects:regulations-waiver-end", args=[waiver.pk]),
        }
        for waiver in waiver_ledger(form.wanted())
    ]
    return render(
        request,
        "projects/regulations/waivers.html",
        {
            "form": form,
            "rows": rows,
            "total": f"共{len(rows)}项" if len(rows) < LEDGER_LIMIT else f"最近{LEDGER_LIMIT}项",
            "may_revoke": request.user.has_perm("projects.publish_rulebook"),
            "revocation": revocation,
            "is_filtered": any(request.GET.values()),
        },
        status=revocation.status,
    )


def _page_of(request: HttpRequest, version: RulebookVersion) -> dict[str, Any]:
    content = rulebook_of(version)
    versions = version.regulation.versions.order_by("-version")
    assert isinstance(request.user, User)
    verdict = may_press(version, request.user) if version.is_unused else ALLOWED
    may_publish = request.user.has_perm("projects.publish_rulebook")
    return {
        "version": version,
        "rulebook": content,
        "parts": parts_of_rulebook(content.model_dump(mode="json"), world()),
        "comparison": compared_with(version),
        "may_edit": request.user.has_perm("projects.edit_rulebook"),
        "versions": [
            {
                "label": f"第{other.version}版（{other.get_status_display()}）",
                "href": reverse(
                    "projects:regulations-version", args=[version.regulation.code, other.version]
                ),
                "current": other.pk == version.pk,
            }
            for other in versions
        ],
        "may_publish": may_publish,
        "unheld": unheld_roles(content, localdate()) if may_publish and version.is_unused else [],
        "verdict": verdict,
        "is_refused": not verdict,
        "form": None,
    }


def _reader(request: HttpRequest, permission: str) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user
