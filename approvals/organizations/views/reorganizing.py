"""The pages on which units are merged, split and renamed (机构改革)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.estates import project_options
from approvals.organizations.forms import ReorganizationForm
from approvals.organizations.models import Reorganization, Unit
from approvals.organizations.views.office import (
    do_and_return,
    office_needed,
    person_at,
    posted,
    witness_check,
)
from config.kernel.forms import attempt
from config.kernel.verdicts import Verdict

UNIT = "approvals:organizations-unit"
NOTES = {
    "MERGE": "本单位的岗位、人员、下级单位、项目和审批中的事项全部移交接收单位，本单位随即停用。",
    "SPLIT": "勾选的部分移交接收单位，其余留在本单位。任职、待办和权限跟着岗位走。",
    "RENAME": "只改名称，人员、岗位、项目和待办都不动。",
}


@office_needed(Ability.EDIT_UNITS)
def reorganize(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Merge, split or rename a unit, rehearsed first; a security administrator stands by."""
    unit = get_object_or_404(Unit.objects.select_related("kind", "parent"), pk=unit_id)
    actor, kind = person_at(request), _kind(request)
    form = ReorganizationForm(
        posted(request),
        unit=unit,
        kind=kind,
        options=_options(unit) if kind == "SPLIT" else None,
        check=witness_check(request),
        initial={"effective_on": timezone.localdate()},
    )
    rehearsal: tuple[Verdict, Reorganization | None] | None = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "confirm":
            if attempt(form, services.reorganize, unit, actor=actor, at=timezone.now()):
                row = form.result
                done = "待生效日自动生效" if row.is_planned else "已生效"
                messages.success(request, f"{row.sentence}（{done}）")
                return redirect(UNIT, row.target_id or unit.pk)
        else:
            asked = form.arguments() | {"effective_on": timezone.localdate()}
            rehearsal = services.rehearse(
                lambda: services.reorganize(unit, **asked, actor=actor, at=timezone.now())
            )
    context = {
        "unit": unit,
        "form": form,
        "note": NOTES[kind],
        "tabs": _tabs(kind),
        "rehearsal": rehearsal[0] if rehearsal else None,
        "row": rehearsal[1] if rehearsal else None,
        "trail": [
            {"label": "单位", "href": reverse("approvals:organizations-units")},
            {"label": unit.short_name, "href": reverse(UNIT, args=[unit.pk])},
        ],
    }
    return render(request, "approvals/organizations/reorganize.html", context, status=form.status)


def _tabs(kind: str) -> list[dict[str, object]]:
    return [
        {"label": label, "href": f"?kind={code}", "current": code == kind}
        for code, label in Reorganization.Kind.choices
    ]


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in NOTES else "RENAME"


def _options(unit: Unit) -> dict[str, list[tuple[int, str]]]:
    posts = unit.posts.filter(role__in_project=False).order_by("pk")
    people = unit.members.filter(is_active=True).order_by("pinyin", "pk")
    children = unit.children.filter(is_active=True).order_by("pinyin", "pk")
    return {
        "posts": [(post.pk, post.title) for post in posts],
        "people": [(person.pk, person.full_name) for person in people],
        "children": [(child.pk, child.name) for child in children],
        "projects": project_options(unit),
    }


@require_POST
@office_needed(Ability.EDIT_UNITS)
def cancel_reorganization(request: HttpRequest, reorganization_id: int) -> HttpResponse:
    """Take a planned reorganization back before its day (取消)."""
    found = Reorganization.objects.select_related("unit")
    row, actor = get_object_or_404(found, pk=reorganization_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.cancel_reorganization(row, actor=actor, at=timezone.now()),
        done="机构改革已取消，什么也没有改变。",
        back=reverse(UNIT, args=[row.unit_id]),
    )
