"""What scripts and people are told when a page cannot answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from config.kernel.middleware import FrontMiddleware
from config.kernel.verdicts import Refusal, RuleViolationError, StaleVersionError, Verdict


def to_login(_: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/login/?next=/todo/")


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/todo/", headers=headers)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("header", ["HX-Request", "X-Requested-With"])
def test_a_script_with_an_expired_login_gets_401_and_the_way_to_the_login(header: str) -> None:
    answer = FrontMiddleware(to_login)(asked(**{header: "true"}))

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=/todo/"


def test_a_person_with_an_expired_login_is_led_to_it() -> None:
    assert FrontMiddleware(to_login)(asked()).status_code == 302


def test_a_script_may_be_redirected_elsewhere() -> None:
    def to_project(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/projects/1/")

    assert FrontMiddleware(to_project)(asked(**{"HX-Request": "true"})).status_code == 302


def test_a_stale_page_is_409_and_says_what_changed() -> None:
    conflict = StaleVersionError("已被他人办理。", changes=("周敏已同意。",))

    answer = FrontMiddleware(to_login).process_exception(asked(), conflict)

    assert answer is not None
    assert answer.status_code == 409
    assert "周敏已同意。" in answer.text


def test_a_refusal_is_422_with_its_clause() -> None:
    refusal = Refusal(message="尚未完工。", regulation="管理办法", clause="第三十一条")

    answer = FrontMiddleware(to_login).process_exception(
        asked(), RuleViolationError(Verdict((refusal,)))
    )

    assert answer is not None
    assert answer.status_code == 422
    assert "《管理办法》第三十一条" in answer.text


def test_a_bug_rises() -> None:
    assert FrontMiddleware(to_login).process_exception(asked(), ZeroDivisionError()) is None
