"""Security keys (安全密钥): register, use at the login, remove; and posts by single sign-on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from approvals.organizations.access import Ability, needs_security_key
from approvals.organizations.forms import KeyForm, KeyRemovalForm, PostClaimForm
from approvals.organizations.models import PostClaim, SecurityKey, User
from approvals.organizations.services.second_factor import (
    has_recovery_codes,
    renew_recovery_codes,
)
from approvals.organizations.services.security_keys import (
    begin_registration,
    register_key,
    remove_key,
)
from approvals.organizations.services.sign_on import add_claim, known_claims, remove_claim
from approvals.organizations.views.office import (
    do_and_return,
    may_at,
    office_needed,
    person_at,
    posted,
)
from config.kernel.forms import attempt

STATE = "security_key_state"
KEYS = "approvals:account-security-keys"
CLAIMS = "approvals:organizations-post-claims"


def host_of(request: HttpRequest) -> str:
    """Return the name that keys are bound to: this host, without its port."""
    return request.get_host().rsplit(":", 1)[0]


def take_state(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the answer of a key is compared with; it counts for one answer."""
    state: dict[str, Any] | None = request.session.pop(STATE, None)
    return state


def security_keys(request: HttpRequest) -> HttpResponse:
    """List one's keys and register another (安全密钥)."""
    user, host = person_at(request), host_of(request)
    form = KeyForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            register_key,
            user,
            state=take_state(request),
            host=host,
            actor=user,
            at=timezone.now(),
        )
    ):
        request.session.cycle_key()
        if not has_recovery_codes(user):
            return _show_new_codes(request, user, title="安全密钥已登记")
        messages.success(request, f"安全密钥“{form.result.name}”已登记，下次登录时使用。")
        return redirect(KEYS)
    options, request.session[STATE] = begin_registration(user, host=host)
    context = {
        "form": form,
        "options": options,
        "keys": [
            {
                "key": key,
                "action": f"{key.pk}/remove/",
                "removal": KeyRemovalForm(user=user, auto_id=f"key{key.pk}_%s"),
            }
            for key in user.security_keys.order_by("pk")
        ],
        "renewal": KeyRemovalForm(user=user, auto_id="codes_%s"),
        "is_required": needs_security_key(user, timezone.localdate()),
    }
    page = "approvals/accounts/security_keys.html"
    return render(request, page, context, status=form.status)


def _show_new_codes(request: HttpRequest, user: User, *, title: str) -> HttpResponse:
    codes = renew_recovery_codes(user, actor=user, at=timezone.now())
    context = {"codes": codes, "title": title}
    return render(request, "approvals/accounts/recovery_codes.html", context)


@require_POST
@sensitive_post_parameters("current_password")
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes once (重新生成恢复码), with the password."""
    user = person_at(request)
    if not KeyRemovalForm(request.POST, user=user).is_valid():
        messages.error(request, "没有生成：密码不对，请重新输入。")
        return redirect(KEYS)
    return _show_new_codes(request, user, title="新的恢复码")


@require_POST
@sensitive_post_parameters("current_password")
def remove_security_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Take a key off one's account (移除安全密钥), with the password."""
    user = person_at(request)
    key = get_object_or_404(SecurityKey, pk=key_id, user=user)
    form = KeyRemovalForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(request, "没有移除：密码不对，请重新输入。")
        return redirect(KEYS)
    return do_and_return(
        request,
        lambda: remove_key(key, actor=user, at=timezone.now()),
        done="安全密钥已移除。",
        back=KEYS,
    )


@office_needed(Ability.SEE_ORGANIZATION)
def post_claims(request: HttpRequest) -> HttpResponse:
    """Say which values of the identity bring which posts (单点登录岗位对应)."""
    may_edit = may_at(request, Ability.APPOINT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = PostClaimForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, add_claim, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "对应关系已新增，本人下次单点登录时生效。")
        return redirect(CLAIMS)
    context = {"form": form, "claims": known_claims(), "tab": "claims", "may_edit": may_edit}
    page = "approvals/organizations/post_claims.html"
    return render(request, page, context, status=form.status)


@require_POST
@office_needed(Ability.APPOINT)
def remove_post_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Let a value bring a post no longer (删除岗位对应)."""
    claim = get_object_or_404(PostClaim.objects.select_related("post__unit"), pk=claim_id)
    actor = person_at(request)
    return do_and_return(
        request,
        lambda: remove_claim(claim, actor=actor, at=timezone.now()),
        done="对应关系已删除。",
        back=CLAIMS,
    )
