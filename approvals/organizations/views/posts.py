"""Posts, and the end of appointments and delegations: pages of the security administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.forms import EndAppointmentForm, PostForm
from approvals.organizations.models import Appointment, Delegation, Post, Unit
from approvals.organizations.views.office import (
    do_and_return,
    office_needed,
    person_at,
    posted,
    witness_check,
)
from config.kernel.forms import attempt

UNIT = "approvals:organizations-unit"
PERSON = "approvals:organizations-person"


@office_needed(Ability.EDIT_POSTS)
def add_post(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Set up a post at a unit (设置岗位)."""
    unit = get_object_or_404(Unit.objects.select_related("kind"), pk=unit_id)
    form = PostForm(posted(request), unit=unit)
    actor = person_at(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.create_post, unit=unit, actor=actor, at=timezone.now())
    ):
        messages.success(request, f"已在{unit.short_name}设置“{form.result.title}”岗位。")
        return redirect(UNIT, unit.pk)
    context = {
        "form": form,
        "title": f"在{unit.short_name}设置岗位",
        "note": "岗位设好后，在人员页任命人员到岗。",
        "trail": [{"label": unit.short_name, "href": reverse(UNIT, args=[unit.pk])}],
        "button": "设置岗位",
    }
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@require_POST
@office_needed(Ability.EDIT_POSTS)
def close_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take a post out of use (停用岗位)."""
    post, actor = _post(post_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.close_post(post, actor=actor, at=timezone.now()),
        done=f"“{post.title}”岗位已停用。",
        back=reverse(UNIT, args=[post.unit_id]),
    )


@require_POST
@office_needed(Ability.EDIT_POSTS)
def reopen_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Put a post into use again (启用岗位)."""
    post, actor = _post(post_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.reopen_post(post, actor=actor, at=timezone.now()),
        done=f"“{post.title}”岗位已启用。",
        back=reverse(UNIT, args=[post.unit_id]),
    )


@office_needed(Ability.APPOINT)
def end_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Take a post from a person (免职), at once or after a last day."""
    found = Appointment.objects.select_related("user", "post__unit", "post__role")
    appointment = get_object_or_404(found, pk=appointment_id)
    user, post = appointment.user, appointment.post
    form = EndAppointmentForm(posted(request), check=witness_check(request))
    actor = person_at(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.end_appointment, appointment, actor=actor, at=timezone.now())
    ):
        messages.success(request, f"已免去{user.full_name}的{post.unit.short_name}{post.title}。")
        return redirect(PERSON, user.pk)
    context = {
        "form": form,
        "title": f"免去{user.full_name}的{post.unit.short_name}{post.title}",
        "note": "该岗位只有一人且有未办结的事项时，须先办结或另任命一人。",
        "is_administrator": post.role.is_administrator,
        "trail": [
            {"label": "人员", "href": reverse("approvals:organizations-people")},
            {"label": user.full_name, "href": reverse(PERSON, args=[user.pk])},
        ],
        "button": "免职",
    }
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@require_POST
@office_needed(Ability.APPOINT)
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End somebody's delegation (终止委托)."""
    delegation = get_object_or_404(Delegation, pk=delegation_id)
    actor = person_at(request)
    return do_and_return(
        request,
        lambda: services.end_delegation(delegation, actor=actor, at=timezone.now()),
        done="委托已终止。",
        back=reverse(PERSON, args=[delegation.giver_id]),
    )


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("unit", "role"), pk=post_id)
