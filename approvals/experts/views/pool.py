"""The expert pool: found, added, corrected, suspended; ties and fields."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.experts import services
from approvals.experts.forms import (
    ExpertForm,
    FieldForm,
    NewExpertForm,
    NewFieldForm,
    PoolFilter,
    ReasonForm,
    TieForm,
)
from approvals.experts.models import Expert, ExpertField, ExpertTie
from approvals.experts.queries import pool
from approvals.experts.views.exports import filtered_pool
from approvals.experts.views.keeping import keeper_needed
from approvals.organizations.queries import page_by_key, without_place
from approvals.organizations.views.office import do_and_return, person_at, posted
from config.kernel.forms import attempt

PAGE, LIST, FIELDS = (
    "approvals:experts-expert",
    "approvals:experts-pool",
    "approvals:experts-fields",
)
MOST_SEATS = 50


@keeper_needed
def experts(request: HttpRequest) -> HttpResponse:
    """Find experts (专家库)."""
    asked = PoolFilter(request.GET)
    on = timezone.localdate()
    found = filtered_pool(asked, on)
    context = {
        "tab": "pool",
        "filter": asked,
        "export_href": f"export/?{without_place(request.GET)}",
        "year": on.year,
        "page": page_by_key(found, request.GET, unit="人"),
    }
    return render(request, "approvals/experts/pool.html", context)


@keeper_needed
def add_expert(request: HttpRequest) -> HttpResponse:
    """Take a person into the pool (专家入库)."""
    form = NewExpertForm(posted(request), on=timezone.localdate())
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.add_expert, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, f"{form.result}已入库，请接着登记回避关系。")
        return redirect(PAGE, form.result.pk)
    context = {"form": form, "title": "专家入库", "trail": _trail(), "button": "入库"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@keeper_needed
def expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Show an expert: particulars, ties, panels; ties are added here."""
    on = timezone.localdate()
    shown = get_object_or_404(pool(on), pk=expert_id)
    form = TieForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.add_tie, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "回避关系已登记，以后的抽取按它回避。")
        return redirect(PAGE, shown.pk)
    seats = shown.seats.select_related("review").order_by("-pk")[:MOST_SEATS]
    context = {
        "expert": shown,
        "year": on.year,
        "years": on.year - shown.works_since,
        "form": form,
        "reason": ReasonForm(),
        "ties": shown.ties.order_by("kind", "pk"),
        "seats": seats,
        "trail": _trail(),
    }
    return render(request, "approvals/experts/expert.html", context, status=form.status)


@keeper_needed
def edit_expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Correct the particulars of an expert (修改专家)."""
    shown = get_object_or_404(Expert.objects.select_related("user"), pk=expert_id)
    form = ExpertForm(posted(request), expert=shown)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit_expert, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "专家信息已修改。")
        return redirect(PAGE, shown.pk)
    trail = [*_trail(), {"label": str(shown), "href": reverse(PAGE, args=[shown.pk])}]
    context = {"form": form, "title": "修改专家信息", "trail": trail, "button": "保存"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@require_POST
@keeper_needed
def suspend_expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Take an expert out of all draws to come (停用)."""
    shown = get_object_or_404(Expert, pk=expert_id)
    form = ReasonForm(request.POST)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.suspend_expert, shown, actor=actor, at=at):
        messages.success(request, "已停用，以后的抽取不再包括该专家；已在评审组中的不受影响。")
    else:
        _tell(request, form)
    return redirect(PAGE, shown.pk)


@require_POST
@keeper_needed
def resume_expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Let an expert be drawn again (恢复)."""
    shown, actor = get_object_or_404(Expert, pk=expert_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.resume_expert(shown, actor=actor, at=timezone.now()),
        done="已恢复，可以参加抽取。",
        back=reverse(PAGE, args=[shown.pk]),
    )


@require_POST
@keeper_needed
def drop_tie(request: HttpRequest, expert_id: int, tie_id: int) -> HttpResponse:
    """Take a tie back (撤销回避关系)."""
    ties = ExpertTie.objects.select_related("expert__user")
    tie, actor = get_object_or_404(ties, pk=tie_id, expert=expert_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.drop_tie(tie, actor=actor, at=timezone.now()),
        done="回避关系已撤销，留痕中保留原来的登记。",
        back=reverse(PAGE, args=[expert_id]),
    )


@keeper_needed
def fields(request: HttpRequest) -> HttpResponse:
    """List the fields of knowledge, and add one (评审专业)."""
    form = NewFieldForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.add_field, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, f"已新增专业“{form.result.label}”。")
        return redirect(FIELDS)
    context = {"tab": "fields", "form": form, "fields": ExpertField.objects.order_by("pk")}
    return render(request, "approvals/experts/fields.html", context, status=form.status)


@keeper_needed
def edit_field(request: HttpRequest, field_id: int) -> HttpResponse:
    """Rename a field of knowledge, or take it out of use (修改专业)."""
    shown = get_object_or_404(ExpertField, pk=field_id)
    form = FieldForm(posted(request), initial={"label": shown.label, "is_active": shown.is_active})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit_field, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "专业已修改。")
        return redirect(FIELDS)
    trail = [{"label": "评审专业", "href": reverse(FIELDS)}]
    context = {"form": form, "title": f"修改专业 {shown.code}", "trail": trail, "button": "保存"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


def _trail() -> list[dict[str, str]]:
    return [{"label": "专家库", "href": reverse(LIST)}]


def _tell(request: HttpRequest, form: ReasonForm) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
