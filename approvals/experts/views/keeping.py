"""Who may open the pages of the pool."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from approvals.experts.access import is_keeper
from approvals.organizations.views.office import person_at

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def keeper_needed[**P](view: View[P]) -> View[P]:
    """Refuse a page (403) to whoever does not keep the pool today."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_keeper(person_at(request), timezone.localdate()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
