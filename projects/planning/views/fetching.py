"""Fetching a plan for its pages, and where they lie."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from approvals.organizations.models import User
from projects.planning.access import may_see
from projects.planning.models import AnnualPlan
from projects.planning.queries import plans


def trail_to(plan: AnnualPlan | None = None) -> list[dict[str, str]]:
    """Return the way to the list of plans, or to one plan."""
    trail = [{"label": "年度计划", "href": reverse("projects:planning-list")}]
    return [*trail, {"label": plan.title, "href": href_of(plan)}] if plan else trail


def reader_of_plans(request: HttpRequest) -> User:
    """Return who reads; 404 to whom plans are no business."""
    assert isinstance(request.user, User)
    if not may_see(request.user):
        raise Http404
    return request.user


def fetch_plan(request: HttpRequest, plan_id: int) -> AnnualPlan:
    """Return a plan that the reader may see."""
    reader_of_plans(request)
    return get_object_or_404(plans(), pk=plan_id)


def require(request: HttpRequest, permission: str) -> User:
    """Return who acts; 403 without the right."""
    reader = reader_of_plans(request)
    if not reader.has_perm(permission):
        raise PermissionDenied
    return reader


def to_plan(plan: AnnualPlan) -> HttpResponse:
    """Lead back to a plan."""
    return redirect("projects:planning-plan", plan_id=plan.pk)


def href_of(plan: AnnualPlan) -> str:
    """Return where a plan is."""
    return reverse("projects:planning-plan", kwargs={"plan_id": plan.pk})
