"""My usual sentences (常用意见)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from approvals.inbox import services
from approvals.inbox.forms import PhraseForm
from approvals.inbox.models import Phrase
from approvals.inbox.queries import phrases_of
from config.kernel.forms import attempt


@login_required
def phrases(request: HttpRequest) -> HttpResponse:
    """Show the reader's phrases and keep a new one."""
    assert request.user.is_authenticated
    form = PhraseForm(request.POST or None)
    if form.is_valid() and attempt(form, services.keep_phrase, actor=request.user, at=now()):
        messages.success(request, "已添加常用意见。")
        return redirect("approvals:inbox-phrases")
    own = Phrase.objects.filter(user=request.user).order_by("pk")
    context = {"form": form, "own": own, "usual": phrases_of(request.user)}
    return render(request, "approvals/inbox/phrases.html", context, status=form.status)


@login_required
@require_POST
def drop_phrase(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Forget one of the reader's phrases."""
    assert request.user.is_authenticated
    services.drop_phrase(get_object_or_404(Phrase, user=request.user, pk=phrase_id))
    messages.success(request, "已删除常用意见。")
    return redirect("approvals:inbox-phrases")
