"""Remember each request for the trail, and record attempts on what is not one's own."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from audit.actions import AuditAction
from audit.context import RequestContext, request_context
from audit.services import record_denial

REASONS = {
    HTTPStatus.NOT_FOUND: "不在可以查看的范围内，或者并不存在。",
    HTTPStatus.FORBIDDEN: "没有办理的权限。",
}
VERBS = {"GET": "打开", "HEAD": "打开", "POST": "提交"}
ADDRESS_LENGTH = 45


class AuditMiddleware:
    """Stand behind authentication; one denial a request at most.

    A page outside of one's scope is 404 to the reader, so that it tells nothing; the trail
    has to know all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request, then look at its answer."""
        address = str(request.META.get("REMOTE_ADDR", ""))[:ADDRESS_LENGTH]
        with request_context(ip=address) as context:
            response = self.get_response(request)
            _note_refusal(request, response, context)
        return response


def _note_refusal(
    request: HttpRequest, response: HttpResponseBase, context: RequestContext
) -> None:
    if response.status_code not in REASONS or context.denial_recorded:
        return
    match, user = request.resolver_match, request.user
    if match is None or not isinstance(user, AbstractBaseUser):
        return
    is_missing = response.status_code == HTTPStatus.NOT_FOUND
    if is_missing and not match.kwargs:
        return
    project_id = match.kwargs.get("project_id")
    record_denial(
        AuditAction.ACCESS_REFUSED,
        actor=user,
        at=timezone.now(),
        target_label=f"{VERBS.get(str(request.method), '请求')}页面 {request.path}"[:500],
        reason=REASONS[HTTPStatus(response.status_code)],
        project_id=project_id if isinstance(project_id, int) else None,
    )
