"""红线用语: the words that applications are scanned for, kept by the rule administrator."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.forms import UiForm, attempt
from projects.application import services
from projects.application.forms import RedLineTermForm
from projects.application.models import RedLineTerm
from projects.application.queries import terms
from projects.registry.views.fetching import reader, tell_errors
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of, versions_in_force

OFFICE = "projects.edit_rulebook"


@require_http_methods(["GET", "POST"])
def red_lines(request: HttpRequest) -> HttpResponse:
    """Show all words that applications are scanned for; add another."""
    actor = reader(request)
    if not actor.has_perm(OFFICE):
        raise PermissionDenied
    versions = list(versions_in_force())
    form = RedLineTermForm(request.POST if request.method == "POST" else None, versions=versions)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.add_red_line_term, actor=actor, at=timezone.now())
    ):
        messages.success(request, "用语已添加，今后保存和送审的申报都会核对。")
        return redirect("projects:application-red-lines")
    context = {
        "form": form,
        "everywhere": _rows(list(terms())),
        "measures": [_measures(version) for version in versions if rulebook_of(version).red_lines],
        "trail": [{"label": "办法", "href": reverse("projects:regulations-list")}],
    }
    return render(request, "projects/application/red_line_terms.html", context, status=form.status)


def _measures(version: RulebookVersion) -> dict[str, object]:
    added = list(terms(version.regulation))
    return {
        "title": version.regulation.title,
        "lines": [
            {
                "line": line,
                "words": "、".join(line.words),
                "added": _rows([term for term in added if term.line_code == line.code]),
            }
            for line in rulebook_of(version).red_lines
        ],
    }


def _rows(found: Sequence[RedLineTerm]) -> list[dict[str, object]]:
    return [
        {
            "term": term,
            "retire": reverse("projects:application-red-line-retire", kwargs={"term_id": term.pk}),
        }
        for term in found
    ]


@require_POST
def retire_red_line(request: HttpRequest, term_id: int) -> HttpResponse:
    """Scan for a word no longer."""
    actor = reader(request)
    if not actor.has_perm(OFFICE):
        raise PermissionDenied
    term, form = get_object_or_404(RedLineTerm, pk=term_id), UiForm(request.POST)
    if form.is_valid() and attempt(
        form, services.retire_red_line_term, term, actor=actor, at=timezone.now()
    ):
        messages.success(request, "用语已停用；停用以前送审的申报仍按原来的用语核对。")
    else:
        tell_errors(request, form)
    return redirect("projects:application-red-lines")
