"""What the registry knows of a project itself, and of what was confirmed and answered."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.timezone import localdate

from approvals.flows.models import Decision, Opinion
from approvals.organizations.models import Post
from projects.registry.facts.records import File
from projects.registry.kinds.declared import ANSWER, CHECKLIST, DECLARATIONS
from projects.registry.models import Project, ProjectMember, Record, Standing, StandingChange
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook.displays import Checklist

type Teller = Callable[[Project, File, str], object]

YES = "符合"
STEP_DECLARATION, STEP_CHECKLIST = "declaration.", "checklist."


def _begun_on(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    return localdate(project.created_at)


def _owner_kind(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    return project.owner_unit.kind_id


def _owner_posts(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    posts = Post.objects.filter(unit=project.owner_unit_id, is_active=True)
    return tuple(sorted(set(posts.values_list("role_id", flat=True))))


def _others_of_the_unit(project: Project) -> QuerySet[Project]:
    """Return the other projects of the unit under these measures that were not given up."""
    given_up = (Standing.TERMINATED, Standing.WITHDRAWN, Standing.NOT_ESTABLISHED)
    same = Project.objects.filter(
        owner_unit=project.owner_unit_id, rulebook__regulation=project.rulebook.regulation_id
    )
    return same.exclude(standing__in=given_up).exclude(pk=project.pk)


def _plan_count(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    return _others_of_the_unit(project).filter(plan_year=project.plan_year).count()


def _plan_amount(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Return what the unit asks for in the year of the plan, this project included."""
    others = _others_of_the_unit(project).filter(plan_year=project.plan_year)
    total = others.aggregate(total=Sum("estimated_amount"))["total"] or Decimal(0)
    return total + (project.estimated_amount or Decimal(0))


def _call_count(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Count the projects that the unit began in the same call for applications."""
    begun = localdate(project.created_at)
    calls = rulebook_of(project.rulebook).calls
    call = next((one for one in calls if one.opens_on <= begun <= one.closes_on), None)
    if call is None:
        return 0
    days = (call.opens_on, call.closes_on)
    return _others_of_the_unit(project).filter(created_at__date__range=days).count()


def _team(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Return the roles in which somebody takes part in the project."""
    members = ProjectMember.objects.filter(project=project, is_ended=False)
    return tuple(sorted(set(members.values_list("role_id", flat=True))))


def _declarations(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Return what was confirmed, by the sender and by those who signed."""
    records = _in_question(file)
    confirmed = {code for r in records for code in (r.details.get(DECLARATIONS) or ())}
    for record in records:
        stated = file.stated_in(record)
        confirmed |= {
            code.removeprefix(STEP_DECLARATION)
            for code, value in stated.items()
            if code.startswith(STEP_DECLARATION) and value
        }
    return tuple(sorted(confirmed))


def _in_question(file: File) -> tuple[Record, ...]:
    return (file.current,) if file.current is not None else ()


def _checklist(project: Project, file: File, name: str) -> object:
    """Return the items of a checklist that hold, or that were answered at all."""
    code, _, what = name.removeprefix("checklist.").partition(".")
    lists = rulebook_of(project.rulebook).checklists
    checklist = next((one for one in lists if one.code == code), None)
    judged = None if checklist is None else file.judged(checklist.gate)
    if checklist is None or judged is None:
        return ()
    answers = dict(_answers(checklist, judged, file))
    return tuple(item for item, holds in answers.items() if what == "answered" or holds)


def _answers(checklist: Checklist, record: Record, file: File) -> Iterator[tuple[str, bool]]:
    if checklist.step is not None:
        stated = file.stated_in(record)
        for item in checklist.items:
            said = stated.get(f"{STEP_CHECKLIST}{checklist.code}.{item.code}")
            if said:
                yield item.code, said == YES
        return
    rows = record.details.get(f"{CHECKLIST}{checklist.code}") or []
    for item, row in zip(checklist.items, rows, strict=False):
        if isinstance(row.get(ANSWER), bool):
            yield item.code, row[ANSWER]


def _suspensions(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Return from when until when the project rested; an open end is None."""
    own = [record.pk for record in file.passed("standing_change")]
    changes = StandingChange.objects.filter(pk__in=own).order_by("decided_at", "pk")
    found: list[tuple[date, date | None]] = []
    for change, decided_at in changes.values_list("change", "decided_at"):
        day = localdate(decided_at)
        if change == StandingChange.Change.SUSPEND:
            found.append((day, None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], day)
    return tuple(found)


def _signed(project: Project, file: File, name: str) -> object:  # noqa: ARG001
    """Return the steps at which the record in question was agreed to in this round."""
    record = file.current
    if record is None or record.approval is None:
        return ()
    given = Opinion.objects.filter(process=record.approval, round=record.approval.round)
    agreed = given.filter(decision=Decision.APPROVED).order_by("pk")
    return tuple(dict.fromkeys(agreed.values_list("step_code", flat=True)))


OF_PROJECT: dict[str, Teller] = {
    "project.begun_on": _begun_on,
    "project.owner_kind": _owner_kind,
    "project.owner_posts": _owner_posts,
    "project.suspensions": _suspensions,
    "project.team": _team,
    "plan.unit_count": _plan_count,
    "plan.unit_amount": _plan_amount,
    "call.unit_count": _call_count,
    "project.plan_year": lambda project, _file, _name: project.plan_year,
    "project.track": lambda project, _file, _name: project.track or None,
    "declarations": _declarations,
    "checklist": _checklist,
    "signed": _signed,
}
