"""Which desks get a step: vacant ones, the applicant's own and one person's several desks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from approvals.flows.engine.office import Desk, Office
from approvals.flows.shapes import OwnMatter, Step, StepKind, Vacancy
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A desk that gets a task, and the lanes it answers for."""

    desk: Desk
    lanes: tuple[str, ...]
    weight: int = 1
    is_skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The places of a step, and the roles that nobody could speak for."""

    places: tuple[Place, ...]
    vacant: tuple[str, ...] = ()

    def is_enough(self, step: Step) -> bool:
        """Whether the step could be decided."""
        return bool(self.places) and not (self.vacant and step.asks_each_role)


def staff(
    step: Step, office: Office, own: frozenset[int], *, chosen: tuple[int, ...] = ()
) -> Staffing:
    """Find the places of a step today: those chosen, as long as one of them is able."""
    desks = list(office.desks(step))
    picked = [desk for desk in desks if desk.key in chosen]
    desks = picked if any(desk.able(own) for desk in picked) else desks
    places: list[Place] = []
    vacant: list[str] = []
    for name, group in _groups(step, desks).items():
        found = _filled(step, group, office, own)
        if found:
            places += found
        else:
            vacant.append(name)
    return Staffing(places=_without_doubles(places, own), vacant=tuple(vacant))


def _groups(step: Step, desks: Iterable[Desk]) -> dict[str, list[Desk]]:
    """Sort desks by whom must be heard: each role where all must agree, else all together."""
    desks = list(desks)
    if not step.asks_each_role:
        return {"、".join(step.roles): desks}
    roles = dict.fromkeys([*step.roles, *(desk.role for desk in desks)])
    return {role: [desk for desk in desks if desk.role == role] for role in roles}


def _filled(step: Step, group: list[Desk], office: Office, own: frozenset[int]) -> list[Place]:
    able = [desk for desk in group if desk.able(own)]
    if able:
        return [_place(step, desk) for desk in able]
    mine = [desk for desk in group if desk.holders]
    if mine and step.own == OwnMatter.SKIP:
        return [replace(_place(step, mine[0]), is_skipped=True)]
    above = step.vacancy == Vacancy.SUPERIOR or bool(mine and step.own == OwnMatter.SUPERIOR)
    if above and (superiors := [desk for desk in office.superiors(step) if desk.able(own)]):
        return [_place(step, desk) for desk in superiors]
    if step.vacancy == Vacancy.ADMIN and not mine:
        return [_place(step, desk) for desk in group]
    return []


def _place(step: Step, desk: Desk) -> Place:
    return Place(desk=desk, lanes=(lane_of(step, desk),), weight=step.weight_of(desk.role))


def lane_of(step: Step, desk: Desk) -> str:
    """Return which answer a desk gives at a step."""
    match step.kind:
        case StepKind.COUNTERSIGN:
            return desk.role
        case StepKind.JOINT_REVIEW | StepKind.CONSULT:
            return f"unit:{desk.unit}"
        case StepKind.VOTE:
            return f"desk:{desk.key}"
        case _:
            return ""


def _without_doubles(places: Iterable[Place], own: frozenset[int]) -> tuple[Place, ...]:
    """Give those who hold several desks of a step one task for all of them."""
    found: list[Place] = []
    for place in places:
        people = place.desk.able(own)
        twin = next(
            (
                index
                for index, other in enumerate(found)
                if other.desk.key == place.desk.key
                or (people and not place.is_skipped and _stands_for(other, place, own))
            ),
            None,
        )
        if twin is None:
            found.append(place)
        elif found[twin].desk.key != place.desk.key or found[twin].lanes != place.lanes:
            found[twin] = _joined(found[twin], place)
    return tuple(found)


def _stands_for(other: Place, place: Place, own: frozenset[int]) -> bool:
    people, theirs = place.desk.able(own), other.desk.able(own)
    if other.is_skipped:
        return False
    return people == theirs or (other.lanes == place.lanes and people <= theirs)


def _joined(place: Place, other: Place) -> Place:
    if set(other.lanes) <= set(place.lanes):
        return place
    return replace(place, lanes=place.lanes + other.lanes, weight=place.weight + other.weight)


def may_staff(step: Step, office: Office, own: frozenset[int]) -> Verdict:
    """Whether a step has somebody to decide it, beside the one who sends it."""
    staffing = staff(step, office, own)
    if staffing.is_enough(step):
        return ALLOWED
    roles = [role for name in staffing.vacant for role in name.split("、") if role] or list(
        step.roles
    )
    labels = [office.role_label(role) for role in roles]
    names = "、".join(labels) or step.approver.label
    return refused(
        f"“{step.label}”环节的“{names}”目前没有送审人以外的在岗人员，请先在“组织与岗位”中任职。",
        clause=step.clause,
        missing=tuple(Missing(label=label) for label in labels),
    )
