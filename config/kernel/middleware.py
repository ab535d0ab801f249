"""Answers that every page would otherwise have to give for itself.

Scripts ask for fragments; without this, an expired login, a refusal or an error page would be
swapped into a row of a table, together with its own menu.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from config.kernel.caching import one_request
from config.kernel.verdicts import RuleViolationError, StaleVersionError

HTTP_UNAUTHORIZED, HTTP_CONFLICT, HTTP_INVALID = 401, 409, 422
SCRIPTED = ("HX-Request", "X-Requested-With")
TEXTUAL = ("text/", "image/svg+xml", "application/json", "application/javascript")
WHOLE_PAGE = b"<!doctype"
NOTICES = {
    400: "请求不完整，没有保存。请刷新后重试。",
    403: "没有权限，或页面已过期，没有保存。请刷新后重试。",
    404: "没有找到，可能已被他人办理或撤回。请刷新后查看。",
    413: "内容过大，没有保存。请压缩或拆分后再试。",
}


class FrontMiddleware:
    """Tell scripts what happened in a form they can show; tell people what was refused.

    Views put refusals on their forms; what reaches this place comes from a button without a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace what a script cannot use: the way to the login page, and whole error pages."""
        with one_request():
            response = self.get_response(request)
        if _is_scripted(request) and _leads_to_login(response):
            return _expired(request)
        if _is_partial(request) and response.status_code in NOTICES and _is_whole_page(response):
            return _notice(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show an expected refusal; everything else is a bug and rises."""
        if isinstance(error, StaleVersionError):
            return _refusal(request, "409.html", {"conflict": error}, status=HTTP_CONFLICT)
        if isinstance(error, RuleViolationError):
            return _refusal(request, "422.html", {"verdict": error.verdict}, status=HTTP_INVALID)
        return None


class CompressTextMiddleware(GZipMiddleware):
    """Compress pages and style sheets; files of people go out as they are, with their length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave everything alone that is not text."""
        if not response.get("Content-Type", "").startswith(TEXTUAL):
            return response
        return super().process_response(request, response)


def _is_scripted(request: HttpRequest) -> bool:
    return any(name in request.headers for name in SCRIPTED)


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


def _leads_to_login(response: HttpResponse) -> bool:
    return isinstance(response, HttpResponseRedirect) and response.url.startswith(
        str(settings.LOGIN_URL)
    )


def _is_whole_page(response: HttpResponse) -> bool:
    return not response.streaming and response.content[: len(WHOLE_PAGE)].lower() == WHOLE_PAGE


def _expired(request: HttpRequest) -> HttpResponse:
    """Answer 401; only a reader is led away, a writer keeps the page with what was written."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path or request.path
    response = HttpResponse(status=HTTP_UNAUTHORIZED)
    if request.method == "GET":
        response["HX-Redirect"] = f"{settings.LOGIN_URL}?{urlencode({'next': page})}"
    return response


def _notice(request: HttpRequest, status: int) -> HttpResponse:
    context = {"message": NOTICES[status], "tint": "bad"}
    return _at_messages(render(request, "components/alert.html", context, status=status))


def _refusal(
    request: HttpRequest, page: str, context: dict[str, object], *, status: int
) -> HttpResponse:
    if not _is_partial(request):
        return render(request, page, context, status=status)
    return _at_messages(render(request, f"{page}#notice", context, status=status))


def _at_messages(response: HttpResponse) -> HttpResponse:
    response["HX-Retarget"] = "#msgs"
    response["HX-Reswap"] = "innerHTML show:top"
    return response
