"""Ending sessions (登录会话): one's own, and by the security administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.organizations.access import Ability
from approvals.organizations.models import OpenSession, User
from approvals.organizations.services.sessions import (
    end_other_sessions,
    end_own_session,
    end_sessions_of,
)
from approvals.organizations.views.office import do_and_return, office_needed, person_at

MINE, PERSON = "approvals:account", "approvals:organizations-person"


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions (退出该处登录)."""
    user = person_at(request)
    session = get_object_or_404(OpenSession, pk=session_id, user=user)
    return do_and_return(
        request,
        lambda: end_own_session(session, actor=user, at=timezone.now()),
        done="该处登录已退出。",
        back=MINE,
    )


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one (退出其他登录)."""
    user, key = person_at(request), request.session.session_key or ""
    ended = end_other_sessions(user, but=key, actor=user, at=timezone.now())
    messages.success(request, f"其他 {ended} 处登录已退出。" if ended else "没有其他登录。")
    return redirect(MINE)


@require_POST
@office_needed(Ability.UNLOCK)
def end_person_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign somebody out everywhere (强制退出)."""
    shown, actor = get_object_or_404(User, pk=user_id, is_system=False), person_at(request)
    return do_and_return(
        request,
        lambda: end_sessions_of(shown, actor=actor, at=timezone.now()),
        done=f"{shown.full_name}在各处的登录都已退出。",
        back=reverse(PERSON, args=[shown.pk]),
    )
