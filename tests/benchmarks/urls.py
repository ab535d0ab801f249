"""The addresses of the product, and one that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with nothing, behind the same middleware."""
    return HttpResponse()


urlpatterns = [path("bench/empty/", empty), path("", include("config.urls"))]
