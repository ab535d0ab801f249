"""The rest of a route as it would go today: who gets each step, and why nobody or somebody else.

The model that will send the matter on is asked the same questions in advance, so that the page
and the engine cannot tell two stories.
"""

from collections.abc import Iterable
from datetime import date

from approvals.flows.engine import State
from approvals.flows.engine.staffing import Place, Staffing, staff
from approvals.flows.models import ApprovalProcess
from approvals.flows.models.states import state_of
from approvals.flows.office import LiveOffice
from approvals.flows.queries import Foreseen, ForeseenSigner
from approvals.flows.shapes import Approver, Step, Vacancy


def foreseen(process: ApprovalProcess, on: date) -> dict[int, Foreseen]:
    """Foresee every step that is still to come."""
    if process.is_concluded:
        return {}
    tasks = list(process.tasks.select_related("post__unit", "post__role").order_by("pk"))
    state, office = state_of(process, tasks), LiveOffice(process, on=on)
    gone = {index for index, _ in (*state.passed, *state.active)}
    steps = state.route.steps
    office.foresee(step for index, step in enumerate(steps) if index not in gone)
    return {
        index: _foresee(step, state, office)
        for index, step in enumerate(steps)
        if index not in gone
    }


def _foresee(step: Step, state: State, office: LiveOffice) -> Foreseen:
    if not office.applies(step, state):
        return Foreseen(note=f"不适用（{step.when}）", is_skipped=True)
    if step.approver == Approver.CHOSEN:
        return Foreseen(note="由上一环节的办理人选定")
    found = staff(step, office, state.own)
    return Foreseen(
        signers=tuple(_signer(place, state, office) for place in found.places),
        note=_note(step, found, office),
        is_skipped=bool(found.places) and all(place.is_skipped for place in found.places),
    )


def _signer(place: Place, state: State, office: LiveOffice) -> ForeseenSigner:
    post = office.post(place.desk.key)
    return ForeseenSigner(
        role_label=post.role.label,
        post_label=f"{post.unit.short_name}{post.title}",
        people=_names(office, place.desk.key, without=state.own),
    )


def _names(office: LiveOffice, desk: int, *, without: Iterable[int]) -> str:
    own = set(without)
    return "、".join(user.full_name for user in office.people(desk) if user.pk not in own)


def _note(step: Step, found: Staffing, office: LiveOffice) -> str:
    """Say what is not as usual: nobody there, somebody higher up, or passed by itself."""
    if any(place.is_skipped for place in found.places):
        return "送审人与办理人为同一人，将自动通过"
    if not found.is_enough(step):
        roles = [role for name in found.vacant for role in name.split("、") if role]
        whose = "、".join(office.role_label(role) for role in roles)
        return f"{f'“{whose}”' if whose else ''}目前没有可以办理的在岗人员，须先由管理员任职"
    usual = {desk.key for desk in office.desks(step)}
    if any(place.desk.key not in usual for place in found.places):
        return "本级没有可以办理的在岗人员，转上级单位"
    if step.vacancy == Vacancy.ADMIN and not any(place.desk.holders for place in found.places):
        return "目前没有在岗人员，由管理员任职后办理"
    return ""
