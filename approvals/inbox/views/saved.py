"""Filters of the queue that the reader uses often (常用筛选)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from approvals.inbox import services
from approvals.inbox.forms import SavedViewForm
from approvals.inbox.models import SavedView
from approvals.inbox.queries import saved_views_of
from config.kernel.forms import attempt


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """Show the reader's filters, and keep those that are in force."""
    assert request.user.is_authenticated
    form = SavedViewForm(request.POST or None, initial={"query": request.GET.urlencode()})
    if form.is_valid() and attempt(form, services.keep_view, actor=request.user, at=now()):
        messages.success(request, f"已保存常用筛选“{form.cleaned_data['name']}”。")
        return redirect(f"{reverse('approvals:inbox-todo')}?{form.cleaned_data['query']}")
    context = {"form": form, "saved": saved_views_of(request.user), "asked": request.GET}
    return render(request, "approvals/inbox/views.html", context, status=form.status)


@login_required
@require_POST
def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of the reader's filters."""
    assert request.user.is_authenticated
    services.drop_view(get_object_or_404(SavedView, user=request.user, pk=view_id))
    messages.success(request, "已删除常用筛选。")
    return redirect("approvals:inbox-views")
