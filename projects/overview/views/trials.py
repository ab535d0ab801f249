"""A draft tried out: on one project, on facts made up, and on the projects of the last months."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from pydantic import ValidationError

from approvals.organizations.models import User
from config.kernel.forms import DayField, UiForm
from projects.overview.queries.rehearsals import MOST_REPLAYED, latest_projects, replay
from projects.overview.queries.routing_trials import snags_of
from projects.overview.queries.trials import (
    facts_asked,
    offered_projects,
    trial_of_facts,
    trial_of_project,
)
from projects.overview.views.fact_entry import controls_of, facts_from
from projects.registry.access import visible_projects
from projects.regulations.editor.names import Names
from projects.regulations.models import RulebookDraft
from projects.regulations.queries.drafts import drafts, world
from projects.regulations.queries.staffing import unheld_roles
from projects.regulations.rulebook import Rulebook

EDIT = "projects.edit_rulebook"
COUNTS = (20, 50, MOST_REPLAYED)


class TrialForm(UiForm):
    """Which project is tried, on which day."""

    project = forms.ChoiceField(label="项目", required=False)
    on = DayField(label="假定办理日期", required=False)


class RehearsalForm(UiForm):
    """How many projects are replayed."""

    count = forms.TypedChoiceField(
        label="最近的项目",
        coerce=int,
        choices=[(n, f"最近{n}个") for n in COUNTS],
    )


@require_GET
def trial(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show what every gate of a draft decides for one project, or for facts entered by hand."""
    user, draft = _draft(request, draft_id)
    rulebook = _rulebook(draft)
    form = TrialForm(request.GET or None)
    offered = offered_projects(user, localdate())
    form.fields["project"].choices = [("", "请选择"), *((str(k), v) for k, v in offered)]  # type: ignore[attr-defined]
    by_hand = "facts" in request.GET
    gates = None
    if rulebook is not None and request.GET and form.is_valid():
        on = form.cleaned_data["on"] or localdate()
        chosen = form.cleaned_data["project"]
        if by_hand:
            gates = trial_of_facts(
                rulebook, facts_from(request.GET, rulebook, facts_asked(rulebook)), on
            )
        elif chosen:
            project = get_object_or_404(visible_projects(user, localdate()), pk=int(chosen))
            gates = trial_of_project(rulebook, project, on)
    context = {
        "draft": draft,
        "form": form,
        "by_hand": by_hand,
        "gates": gates,
        "is_broken": rulebook is None,
        "controls": controls_of(
            request.GET, rulebook, Names(draft.content, world()), facts_asked(rulebook)
        )
        if rulebook and by_hand
        else [],
        "here": request.path,
    }
    return render(request, "projects/overview/trial.html", context)


@require_GET
def rehearsal(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Replay the newest projects through a draft."""
    user, draft = _draft(request, draft_id)
    rulebook = _rulebook(draft)
    form = RehearsalForm(request.GET or None)
    count = form.cleaned_data["count"] if request.GET and form.is_valid() else COUNTS[0]
    on = localdate()
    context: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "is_broken": rulebook is None,
        "replayed": None,
        "snags": [],
        "unheld": [],
    }
    if rulebook is not None:
        found = replay(rulebook, latest_projects(user, count, on), on)
        units = {project.owner_unit_id: project.owner_unit for project in found.projects}
        context |= {
            "replayed": found,
            "snags": snags_of(rulebook, units.values(), on),
            "unheld": unheld_roles(rulebook, on),
            "base": reverse("projects:overview-ledger"),
        }
    return render(request, "projects/overview/rehearsal.html", context)


def _draft(request: HttpRequest, draft_id: int) -> tuple[User, RulebookDraft]:
    if not isinstance(request.user, User) or not request.user.has_perm(EDIT):
        raise PermissionDenied
    return request.user, get_object_or_404(drafts().defer(None), pk=draft_id)


def _rulebook(draft: RulebookDraft) -> Rulebook | None:
    try:
        return Rulebook.model_validate(draft.content)
    except ValidationError:
        return None
