"""What expert reviews say of a project: the panels and the scores that its rulebook asks for."""

from collections.abc import Mapping

from approvals.experts.models import ExpertReview
from approvals.experts.queries import concluded_reviews
from approvals.experts.shapes import Candidate, Demand, barred
from projects.registry.facts.records import File
from projects.registry.models import Project
from projects.regulations.interpreter import Member, panel_facts
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook.panels import Panel


def provide(project: Project, file: File) -> Mapping[str, object]:  # noqa: ARG001
    """Tell how each panel of the rulebook was made up and what it concluded."""
    book = rulebook_of(project.rulebook)
    panels = [panel for panel in book.panels if panel.members is None]
    if not (panels or book.score_sheets):
        return {}
    reviews = list(concluded_reviews(project.pk).prefetch_related("draws"))
    found: dict[str, object] = {}
    for panel in panels:
        review = next((one for one in reviews if one.code == panel.code), None)
        found |= _of_panel(panel, review)
    for sheet in book.score_sheets:
        scored = (one.result for one in reviews if one.form["sheet"].get("code") == sheet.code)
        result: dict[str, object] = next((one for one in scored if one), {})
        found[f"score.{sheet.code}"] = result.get("total")
        found[f"grade.{sheet.code}"] = result.get("grade") or None
    return found


def _of_panel(panel: Panel, review: ExpertReview | None) -> dict[str, object]:
    conclusion = f"panel.{panel.code}.conclusion"
    if review is None:
        return dict.fromkeys(panel_facts(panel, ())) | {conclusion: None}
    draws = sorted(review.draws.all(), key=lambda held: held.number)
    known = {one["key"]: Candidate.from_json(one) for held in draws for one in held.pool}
    seats = review.seats.filter(status__in=["INVITED", "ACCEPTED"]).select_related("expert__user")
    members = [
        Member(
            person=str(seat.expert),
            is_external=sat.is_external,
            is_senior=sat.is_senior,
            is_drawn=True,
            is_present=seat.submitted_at is not None,
            years=sat.years,
            categories=sat.fields,
            ties=sat.ties,
        )
        for seat in seats
        for sat in [known[str(seat.expert_id)]]
    ]
    first = draws[0]
    demand = Demand.from_json(first.demand)
    able = sum(not barred(Candidate.from_json(one), demand) for one in first.pool)
    return panel_facts(panel, members, able) | {conclusion: review.conclusion}
