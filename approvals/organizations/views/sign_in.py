"""Signing in and out: one sentence for every wrong pair, one guess at a time, a code if set up."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from approvals.organizations.access import needs_security_key
from approvals.organizations.forms import CodeForm, KeyAnswerForm, SignInForm
from approvals.organizations.models import User
from approvals.organizations.services.second_factor import (
    has_code_app,
    has_recovery_codes,
    has_second_factor,
    verify_second_factor,
)
from approvals.organizations.services.security_keys import begin_verification, verify_key
from approvals.organizations.services.sessions import (
    OPENED,
    SEEN,
    close_session,
    open_session,
)
from approvals.organizations.services.setup import setup_is_possible
from approvals.organizations.services.sign_in import (
    count_failure,
    forget_failures,
    is_slowed,
    note_failure,
    one_guess_at_a_time,
)
from approvals.organizations.views.browsers import home_of, remember_browser
from approvals.organizations.views.keys import STATE, host_of, take_state
from approvals.organizations.views.office import person_at, posted
from audit.context import current_request

PAUSE = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
WRONG = (
    "用户名或密码不对，请重新输入。"
    f"连续输错{settings.AXES_FAILURE_LIMIT}次，{PAUSE}分钟内不能再试。"
)
WRONG_CODE = (
    "动态口令不对或已用过，请等应用显示下一组数字再输入；连续输错五次，十五分钟内不能再试。"
)
SLOWED = "这个账号刚才多次登录失败，请过几分钟再试；在登录过的浏览器上不受影响。"
SLOWED_HERE = f"在这个浏览器上连续输错次数过多，请{PAUSE}分钟后再试。"
ENDED = "同时登录的地方超过了上限，最早的 {} 处已退出。"
TOO_FAST = "上一次登录还在核对，请稍候再试。"
EXPIRED = "一次性密码已过期，请联系系统管理员重置。"
WAITING, WAITING_SECONDS = "waiting_for_code", 300
HTTP_OK, HTTP_INVALID, TOO_MANY = 200, 422, 429
WHERE_NEXT = "next"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password (登录)."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        user = _known(request, form)
        if user is not None:
            return enter(request, user, _next(request))
    return _page(request, form, status=form.status)


@login_not_required
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the one-time code of somebody whose password was right."""
    waiting = _waiting(request)
    if waiting is None:
        return redirect(settings.LOGIN_URL)
    user, going_to = waiting
    form, host, at = CodeForm(), host_of(request), timezone.now()
    wants_key = needs_security_key(user, timezone.localdate()) and user.security_keys.exists()
    if request.method == "POST":
        answer = KeyAnswerForm(request.POST)
        response = answer.cleaned_data["response"] if answer.is_valid() else ""
        state = take_state(request)
        if response and verify_key(user, response=response, state=state, host=host, at=at):
            return _open(request, user, going_to)
        if not response and not wants_key:
            form = CodeForm(request.POST)
            if form.is_valid() and verify_second_factor(
                user, code=form.cleaned_data["code"], at=at
            ):
                return _open(request, user, going_to)
        _note_wrong_factor(form, user, by_key=bool(response) or wants_key, at=at)
    options = ""
    if user.security_keys.exists():
        options, request.session[STATE] = begin_verification(user, host=host)
    context = {
        "form": form,
        "options": options,
        "asks_code": has_code_app(user) and not wants_key,
        "asks_recovery": has_recovery_codes(user) and not wants_key,
        "failed_key": request.method == "POST" and not form.is_bound,
    }
    status = HTTP_INVALID if request.method == "POST" else HTTP_OK
    return render(request, "approvals/accounts/code.html", context, status=status)


def _note_wrong_factor(form: CodeForm, user: User, *, by_key: bool, at: datetime) -> None:
    reason = "安全密钥不对" if by_key else "动态口令不对"
    note_failure(user.username, reason=reason, at=at)
    if form.is_bound and not form.errors:
        form.add_error("code", WRONG_CODE)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget what it showed (退出)."""
    user = person_at(request)
    key = request.session.session_key or ""
    close_session(user, session_key=key, actor=user, at=timezone.now())
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    # Not "*": that would also close the other windows of the same browser.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def locked_out(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer instead of the sign-in page after too many failures (axes calls this)."""
    del original
    username = str((credentials or {}).get("username", ""))
    note_failure(username, reason="连续登录失败，已锁定", at=timezone.now())
    form = SignInForm(initial={"username": username})
    return _page(request, form, status=TOO_MANY, locked=True)


def _known(request: HttpRequest, form: SignInForm) -> User | None:
    """Look the pair up; put on the form why it does not open."""
    username = form.cleaned_data["username"]
    address = current_request().ip or str(request.META.get("REMOTE_ADDR", ""))
    at = timezone.now()
    home = home_of(request, username)
    with one_guess_at_a_time(username, home or address) as is_first:
        if not is_first:
            form.add_error(None, TOO_FAST)
            return None
        if is_slowed(username, home):
            form.add_error(None, SLOWED_HERE if home else SLOWED)
            return None
        user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        if not getattr(request, "axes_locked_out", False):
            note_failure(username, reason="用户名或密码不对", at=at)
            count_failure(username, home)
        form.add_error(None, WRONG)
        return None
    if home:
        forget_failures(username, home)
    if user.password_expires_at is not None and user.password_expires_at < at:
        note_failure(username, reason="一次性密码已过期", at=at)
        form.add_error(None, EXPIRED)
        return None
    return user


def enter(
    request: HttpRequest, user: User, going_to: str, *, is_strong: bool = False
) -> HttpResponse:
    """Let somebody in, or ask for the second factor first, unless they came by a strong way."""
    if is_strong or not has_second_factor(user):
        return _open(request, user, going_to)
    request.session.cycle_key()
    moment = int(timezone.now().timestamp())
    request.session[WAITING] = [user.pk, moment, user.get_session_auth_hash(), going_to]
    return redirect("approvals:login-code")


def _waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Return whose password was right a moment ago, and is still the same."""
    kept = request.session.get(WAITING)
    if not kept:
        return None
    pk, moment, fingerprint, going_to = kept
    user = User.objects.filter(pk=pk, is_active=True).first()
    is_late = timezone.now().timestamp() - moment > WAITING_SECONDS
    if user is None or is_late or user.get_session_auth_hash() != fingerprint:
        del request.session[WAITING]
        return None
    return user, str(going_to)


def _open(request: HttpRequest, user: User, going_to: str) -> HttpResponse:
    request.session.pop(WAITING, None)
    login(request, user, backend="approvals.organizations.access.AccountBackend")
    request.session[OPENED] = request.session[SEEN] = int(timezone.now().timestamp())
    ended = open_session(
        user,
        session_key=request.session.session_key or "",
        address=current_request().ip or "",
        browser=request.headers.get("User-Agent", ""),
        actor=user,
        at=timezone.now(),
    )
    if ended:
        messages.info(request, ENDED.format(ended))
    return remember_browser(request, redirect(going_to), user)


def _next(request: HttpRequest) -> str:
    return safe_destination(
        request, request.POST.get(WHERE_NEXT) or request.GET.get(WHERE_NEXT) or ""
    )


def safe_destination(request: HttpRequest, asked: str) -> str:
    """Return where to go on to: the page that was asked for, if it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _page(
    request: HttpRequest, form: SignInForm, *, status: int, locked: bool = False
) -> HttpResponse:
    going_to = request.POST.get(WHERE_NEXT) or request.GET.get(WHERE_NEXT) or ""
    context = {
        "form": form,
        "next": going_to,
        "locked": locked,
        "locked_message": f"连续输错次数过多，请{PAUSE}分钟后再试，或请安全管理员解除锁定。",
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "needs_setup": setup_is_possible(),
        "sso": settings.OIDC["label"] if settings.OIDC["server_url"] else "",
    }
    return render(request, "approvals/accounts/login.html", context, status=status)
