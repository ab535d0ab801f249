"""What scripts and people are told when a page cannot answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from config.kernel.middleware import CompressTextMiddleware, FrontMiddleware
from config.kernel.verdicts import Refusal, RuleViolationError, StaleVersionError, Verdict

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
CONFLICT = StaleVersionError("已被他人办理。", changes=("周敏已同意。",))
REFUSED = RuleViolationError(
    Verdict((Refusal(message="尚未完工。", regulation="管理办法", clause="第三十一条"),))
)


def to_login(_: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/login/?next=/todo/8/decide/")


def asked(method: str = "GET", **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, "/todo/8/", headers=headers)
    request.user = AnonymousUser()
    return request


def excepted(error: Exception, **headers: str) -> HttpResponse:
    answer = FrontMiddleware(to_login).process_exception(asked(**headers), error)
    assert answer is not None
    return answer


def test_a_reader_with_an_expired_login_is_led_to_it_and_back_to_the_page() -> None:
    headers = PARTIAL | {"HX-Current-URL": "http://host/todo/?sort=due"}

    answer = FrontMiddleware(to_login)(asked(**headers))

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=%2Ftodo%2F"


@pytest.mark.parametrize("header", ["HX-Request", "X-Requested-With"])
def test_a_writer_with_an_expired_login_keeps_the_page(header: str) -> None:
    answer = FrontMiddleware(to_login)(asked("POST", **{header: "true"}))

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_without_scripts_an_expired_login_leads_to_the_login_page() -> None:
    assert FrontMiddleware(to_login)(asked()).status_code == 302


def test_a_script_may_be_redirected_elsewhere() -> None:
    def to_project(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/projects/1/")

    assert FrontMiddleware(to_project)(asked(**PARTIAL)).status_code == 302


def test_a_whole_error_page_is_not_swapped_into_a_fragment() -> None:
    def missing(_: HttpRequest) -> HttpResponse:
        return HttpResponse("<!doctype html><title>没有找到</title>", status=404)

    answer = FrontMiddleware(missing)(asked(**PARTIAL))

    assert answer.status_code == 404
    assert answer["HX-Retarget"] == "#msgs"
    assert "<!doctype" not in answer.text
    assert "没有找到，可能已被他人办理或撤回。" in answer.text


def test_a_fragment_with_an_error_status_stays_as_it_is() -> None:
    def refused(_: HttpRequest) -> HttpResponse:
        return HttpResponse("<form>请填写意见。</form>", status=403)

    assert FrontMiddleware(refused)(asked(**PARTIAL)).text == "<form>请填写意见。</form>"


def test_a_stale_page_is_409_and_says_what_changed() -> None:
    answer = excepted(CONFLICT)

    assert answer.status_code == 409
    assert "周敏已同意。" in answer.text
    assert "跳到正文" in answer.text


def test_a_refusal_is_422_with_its_clause() -> None:
    answer = excepted(REFUSED)

    assert answer.status_code == 422
    assert "《管理办法》第三十一条" in answer.text


@pytest.mark.parametrize("error", [CONFLICT, REFUSED])
def test_a_script_gets_a_notice_where_messages_stand(error: Exception) -> None:
    answer = excepted(error, **PARTIAL)

    assert answer["HX-Retarget"] == "#msgs"
    assert 'role="alert"' in answer.text
    assert "跳到正文" not in answer.text


def test_a_bug_rises() -> None:
    assert FrontMiddleware(to_login).process_exception(asked(), ZeroDivisionError()) is None


@pytest.mark.parametrize(("kind", "encoding"), [("text/html", "gzip"), ("application/pdf", None)])
def test_pages_are_compressed_and_files_go_out_as_they_are(kind: str, encoding: str | None) -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse("政务信息化" * 1000, content_type=kind)

    request = asked(**{"Accept-Encoding": "gzip"})

    response = CompressTextMiddleware(answer)(request)

    assert isinstance(response, HttpResponse)
    assert response.headers.get("Content-Encoding") == encoding
