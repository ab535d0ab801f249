"""The unit tree and the page of one unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.forms import MoveForm, UnitFilter, UnitForm
from approvals.organizations.models import Unit
from approvals.organizations.queries import (
    ancestors_of,
    history_of,
    page_by_key,
    people_list,
    unit_posts,
    units_found,
    units_in_order,
)
from approvals.organizations.views.office import (
    do_and_return,
    may_at,
    office_needed,
    person_at,
    posted,
)
from config.kernel.forms import attempt

PAGE = "approvals:organizations-unit"
LIST = "approvals:organizations-units"


@office_needed(Ability.SEE_ORGANIZATION)
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree, or what a search finds (单位)."""
    asked = UnitFilter(request.GET)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    text, kind = wanted.get("q", ""), wanted.get("kind", "")
    found = units_found(text=text, kind=kind, status=wanted.get("state") or "active")
    under = _under(request)
    is_search = bool(text or kind)
    page = page_by_key(found, request.GET, unit="个单位") if is_search else None
    context = {
        "tab": "units",
        "filter": asked,
        "page": page,
        "units": page.rows if page else units_in_order(found, under=under),
        "under": under,
        "trail": _trail(under) if under else [],
        "may_edit": may_at(request, Ability.EDIT_UNITS),
    }
    return render(request, "approvals/organizations/units.html", context)


@office_needed(Ability.SEE_ORGANIZATION)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit with its posts, people and divisions."""
    shown, on = _unit(unit_id), timezone.localdate()
    context = {
        "unit": shown,
        "trail": _trail(shown)[:-1],
        "posts": unit_posts(shown, on),
        "children": units_found().filter(parent=shown).order_by("pinyin", "id")[:200],
        "people": people_list(on=on).filter(unit=shown).order_by("pinyin", "id")[:200],
        "history": history_of(shown),
        "may_edit": may_at(request, Ability.EDIT_UNITS),
        "may_edit_accounts": may_at(request, Ability.EDIT_ACCOUNTS),
        "may_edit_posts": may_at(request, Ability.EDIT_POSTS),
    }
    return render(request, "approvals/organizations/unit.html", context)


@office_needed(Ability.EDIT_UNITS)
def add_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit (新增单位)."""
    parent = _under(request)
    initial = {"parent": parent.pk, "kind": parent.kind_id} if parent else {}
    form = UnitForm(posted(request), initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.create_unit, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, f"已新增“{form.result.name}”。")
        return redirect(PAGE, form.result.pk)
    context = {"form": form, "title": "新增单位", "trail": _trail(parent), "button": "新增单位"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@office_needed(Ability.EDIT_UNITS)
def edit_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Correct the particulars of a unit (修改单位)."""
    shown = _unit(unit_id)
    initial = {
        "name": shown.name,
        "short_name": shown.short_name,
        "kind": shown.kind_id,
        "social_credit_code": shown.social_credit_code,
    }
    form = UnitForm(posted(request), initial=initial, with_parent=False)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit_unit, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "单位信息已修改。")
        return redirect(PAGE, shown.pk)
    context = {"form": form, "title": "修改单位信息", "trail": _trail(shown), "button": "保存"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@office_needed(Ability.EDIT_UNITS)
def move_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Put a unit under another parent (调整上级); dragging one in the tree chooses it here."""
    shown = _unit(unit_id)
    parent = request.GET.get("under", shown.parent_id)
    form = MoveForm(posted(request), unit=shown, initial={"parent": parent})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.move_unit, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, f"“{shown.name}”及其下级已调整上级。")
        return redirect(PAGE, shown.pk)
    context = {
        "form": form,
        "title": f"调整“{shown.name}”的上级",
        "note": "下级单位随之移动；人员、岗位和项目都留在原单位。",
        "trail": _trail(shown),
        "button": "调整上级",
    }
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@require_POST
@office_needed(Ability.EDIT_UNITS)
def deactivate_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Take a unit out of use (停用单位)."""
    shown, actor = _unit(unit_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.deactivate_unit(shown, actor=actor, at=timezone.now()),
        done=f"“{shown.name}”已停用。",
        back=reverse(PAGE, args=[shown.pk]),
    )


@require_POST
@office_needed(Ability.EDIT_UNITS)
def reactivate_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Put a unit into use again (启用单位)."""
    shown, actor = _unit(unit_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.reactivate_unit(shown, actor=actor, at=timezone.now()),
        done=f"“{shown.name}”已启用。",
        back=reverse(PAGE, args=[shown.pk]),
    )


def _unit(unit_id: int) -> Unit:
    return get_object_or_404(Unit.objects.select_related("kind", "parent"), pk=unit_id)


def _under(request: HttpRequest) -> Unit | None:
    asked = request.GET.get("under", "")
    if not asked.isdecimal() or len(asked) > len(str(2**31)):
        return None
    return Unit.objects.select_related("kind", "parent").filter(pk=int(asked)).first()


def _trail(unit: Unit | None) -> list[dict[str, str]]:
    trail = [{"label": "单位", "href": reverse(LIST)}]
    if unit is None:
        return trail
    return trail + [
        {"label": step.short_name, "href": reverse(PAGE, args=[step.pk])}
        for step in (*ancestors_of(unit), unit)
    ]
