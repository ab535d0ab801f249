"""Who stands before the page, and which office it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from approvals.organizations.access import Ability, has_ability
from approvals.organizations.models import User
from approvals.organizations.services.sign_in import note_failure, one_guess_at_a_time
from audit.context import current_request
from config.kernel.verdicts import RuleViolationError

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_at(request: HttpRequest) -> User:
    """Return who is signed in."""
    user = request.user
    assert isinstance(user, User)
    return user


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if it is nothing: an empty form is sent too, and answered."""
    return request.POST if request.method == "POST" else None


def may_at(request: HttpRequest, ability: Ability) -> bool:
    """Whether the person signed in has an ability today."""
    return has_ability(person_at(request), ability, timezone.localdate())


def witness_check(request: HttpRequest) -> Callable[[str, str], User | None]:
    """Return what looks a witness up, counted and locked like any sign-in."""

    def look_up(username: str, password: str) -> User | None:
        name = User.normalize_username(username).lower()
        with one_guess_at_a_time(name, current_request().ip or "") as is_first:
            user = authenticate(request, username=name, password=password) if is_first else None
        if isinstance(user, User):
            return user
        note_failure(name, reason="见证人的用户名或密码不对", at=timezone.now())
        return None

    return look_up


def office_needed[**P](ability: Ability) -> Callable[[View[P]], View[P]]:
    """Refuse a page (403) to whoever's office does not include it."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may_at(request, ability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def do_and_return(
    request: HttpRequest, deed: Callable[[], object], *, done: str, back: str
) -> HttpResponse:
    """Press a button that needs no form: say what happened, or why not, on the page before."""
    try:
        deed()
    except RuleViolationError as violation:
        for refusal in violation.verdict.blocking:
            names = "、".join(item.label for item in refusal.missing)
            messages.error(request, f"{refusal.message}{f'（{names}）' if names else ''}")
    else:
        messages.success(request, done)
    return redirect(back)
