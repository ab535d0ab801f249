"""Answers that every page would otherwise have to give for itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from config.kernel.verdicts import RuleViolationError, StaleVersionError

HTTP_UNAUTHORIZED, HTTP_CONFLICT, HTTP_INVALID = 401, 409, 422
SCRIPTED = ("HX-Request", "X-Requested-With")


class FrontMiddleware:
    """Tell scripts about an expired login, and people what a rule or a quicker colleague refused.

    Views put refusals on their forms; what reaches this place comes from a button without a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn the way to the login page into 401, or a script would swap that page in."""
        response = self.get_response(request)
        if not (_is_scripted(request) and _leads_to_login(response)):
            return response
        refusal = HttpResponse(status=HTTP_UNAUTHORIZED)
        refusal.headers["HX-Redirect"] = response["Location"]
        return refusal

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show an expected refusal as a page; everything else is a bug and rises."""
        if isinstance(error, StaleVersionError):
            return render(request, "409.html", {"conflict": error}, status=HTTP_CONFLICT)
        if isinstance(error, RuleViolationError):
            page = {"verdict": error.verdict}
            return render(request, "422.html", page, status=HTTP_INVALID)
        return None


def _is_scripted(request: HttpRequest) -> bool:
    return any(name in request.headers for name in SCRIPTED)


def _leads_to_login(response: HttpResponse) -> bool:
    return isinstance(response, HttpResponseRedirect) and response.url.startswith(
        str(settings.LOGIN_URL)
    )
