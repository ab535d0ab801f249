"""One's own account: posts and rights, password, second factor, delegation."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from approvals.organizations.access import is_administrator, needs_second_factor
from approvals.organizations.forms import CodeForm, DelegationForm, PasswordForm
from approvals.organizations.models import Delegation
from approvals.organizations.passwords import is_old
from approvals.organizations.queries import people_summary, rights_of
from approvals.organizations.services import (
    change_password as change_password_of,
)
from approvals.organizations.services import (
    delegate,
)
from approvals.organizations.services import (
    end_delegation as end_delegation_of,
)
from approvals.organizations.services.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    enrolment_address,
    has_code_app,
    remove_second_factor,
)
from approvals.organizations.services.sessions import (
    live_sessions as sessions_of,
)
from approvals.organizations.views.office import do_and_return, person_at, posted
from config.kernel.forms import attempt

MINE = "approvals:account"


def account(request: HttpRequest) -> HttpResponse:
    """Show one's posts, what they allow, and what guards the account (我的账号)."""
    user, on = person_at(request), timezone.localdate()
    context = {
        "rights": rights_of(user, on),
        "may_delegate": not is_administrator(user, on),
        "has_factor": has_code_app(user),
        "keys": user.security_keys.count(),
        "needs_factor": needs_second_factor(user, on),
        "sessions": sessions_of(user, at=timezone.now()),
        "session_key": request.session.session_key,
        **people_summary(user, on),
    }
    return render(request, "approvals/accounts/account.html", context)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password (修改密码); other sessions of the person end."""
    user = person_at(request)
    is_first = user.must_change_password
    form = PasswordForm(posted(request), user=user)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            change_password_of,
            user,
            session_key=request.session.session_key or "",
            actor=user,
            at=timezone.now(),
        )
    ):
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，在别处登录的都已退出。")
        return redirect("/" if is_first else MINE)
    context = {"form": form, "is_first": is_first, "is_old": is_old(user, timezone.now())}
    return render(request, "approvals/accounts/password.html", context, status=form.status)


def second_factor(request: HttpRequest) -> HttpResponse:
    """Bind a code app (绑定动态口令): scan, then prove it with the first code."""
    user = person_at(request)
    if has_code_app(user):
        return redirect(MINE)
    form = CodeForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, confirm_enrolment, user, actor=user, at=timezone.now())
    ):
        request.session.cycle_key()
        context = {"codes": form.result, "title": "动态口令已启用"}
        return render(request, "approvals/accounts/recovery_codes.html", context)
    secret = begin_enrolment(user)
    picture = segno.make(enrolment_address(user, secret), error="m")
    context = {
        "form": form,
        "picture": picture.svg_data_uri(scale=5, border=2, dark="#1b2430", light="#ffffff"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "is_required": needs_second_factor(user, timezone.localdate()),
    }
    return render(request, "approvals/accounts/second_factor.html", context, status=form.status)


def remove_factor(request: HttpRequest) -> HttpResponse:
    """Take the code app off the account (停用动态口令), with one last code."""
    user = person_at(request)
    if not has_code_app(user):
        return redirect(MINE)
    form = CodeForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, remove_second_factor, user, actor=user, at=timezone.now())
    ):
        messages.success(request, "动态口令已停用。")
        return redirect(MINE)
    context = {"form": form}
    return render(request, "approvals/accounts/remove_factor.html", context, status=form.status)


def give_delegation(request: HttpRequest) -> HttpResponse:
    """Let somebody act for oneself for some days (委托办理)."""
    user = person_at(request)
    form = DelegationForm(posted(request), giver=user, on=timezone.localdate())
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, delegate, user, actor=user, at=timezone.now())
    ):
        messages.success(request, f"已委托{form.result.receiver.full_name}办理。")
        return redirect(MINE)
    context = {"form": form, "giver": user, "back_label": "我的账号", "back_href": "/account/"}
    return render(request, "approvals/organizations/delegate.html", context, status=form.status)


@require_POST
def end_own_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation one has given (终止委托)."""
    user = person_at(request)
    delegation = get_object_or_404(Delegation, pk=delegation_id, giver=user)
    return do_and_return(
        request,
        lambda: end_delegation_of(delegation, actor=user, at=timezone.now()),
        done="委托已终止。",
        back=MINE,
    )
