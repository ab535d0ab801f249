"""The pages of the rulebooks: read, put in force, and the ledger of waivers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from approvals.organizations.models import Role, User
from config.kernel.forms import attempt
from config.kernel.verdicts import ALLOWED
from projects.regulations.forms import LedgerFilterForm, NoFieldsForm, RevokeWaiverForm
from projects.regulations.models import RulebookVersion, Waiver
from projects.regulations.queries import (
    LEDGER_LIMIT,
    regulations,
    rulebook_of,
    version_to_read,
    waiver_ledger,
)
from projects.regulations.services import may_put_in_force, put_in_force, revoke_waiver
from projects.regulations.views.reading import read


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
    """Put a version in force."""
    user = _reader(request, "projects.publish_rulebook")
    version = get_object_or_404(RulebookVersion.objects.select_related("regulation"), pk=version_id)
    form = NoFieldsForm(request.POST)
    if form.is_valid() and attempt(form, put_in_force, version, actor=user, at=now()):
        messages.success(request, f"已启用{version}，新建的项目适用这一版。")
        return redirect("projects:regulations-rulebook", code=version.regulation.code)
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
    roles = dict(Role.objects.values_list("code", "label"))
    content = rulebook_of(version)
    versions = version.regulation.versions.order_by("-version")
    verdict = may_put_in_force(version) if version.is_unused else ALLOWED
    return {
        "version": version,
        "rulebook": content,
        "reading": read(content, roles),
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
        "may_publish": request.user.has_perm("projects.publish_rulebook"),
        "verdict": verdict,
        "is_refused": not verdict,
        "form": None,
    }


def _reader(request: HttpRequest, permission: str) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user
