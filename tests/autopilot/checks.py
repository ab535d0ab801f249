"""The verbs of the scenarios: what is done with a project before a gate, and what is seen.

Each acts through a service or a page, and fails when the world does not answer as declared.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from approvals.flows.models import ApprovalTask
from config.kernel.verdicts import RuleViolationError, Verdict
from documents.sheets.shapes import Field
from projects.registry import kinds
from projects.registry.models import ProjectDocument, RecordStatus
from projects.registry.rules import may_submit
from projects.registry.services import remove_paper
from projects.regulations.coverage.shapes import Check
from projects.regulations.queries import role_in
from tests.autopilot.pages import address_of, folded, press, visit, words_on
from tests.autopilot.pilot import MOST_TASKS, Pilot, at_ten

NEXT_STAGE = "NEXT_STAGE"
FOUND, MOVED, MISSING, FORBIDDEN = 200, 302, 404, 403
type Act = Callable[..., None]
type Roles = Sequence[str | Sequence[str]]

ACTS: dict[str, Act] = {}
RUNS: dict[str, Callable[[Pilot], None]] = {}


def act(function: Act) -> Act:
    """Make a verb known by the name of its function."""
    ACTS[function.__name__] = function
    return function


def runs(function: Callable[[Pilot], None]) -> Callable[[Pilot], None]:
    """Make a scenario in Python known by its name: `runs: {name: …}`."""
    RUNS[function.__name__] = function
    return function


def perform(pilot: Pilot, check: Check) -> None:
    """Carry out one check with a project that stands before its gate."""
    given = {name: value for name, value in check.arguments.items() if name != "at"}
    if check.verb == "runs":
        RUNS[given["name"]](pilot)
        return
    if "with" in given:
        given["values"] = given.pop("with")
    ACTS[check.verb](pilot, **given)


# -- sending ---------------------------------------------------------------------------


@act
def refuses(pilot: Pilot, *, rule: str, also: Sequence[str] = (), **broken: Any) -> None:
    """Break one thing and see the deed refused, citing this rule and no other."""
    verdict = _tried(pilot, **broken)
    cited = blocked_by(verdict)
    assert rule in cited, f"Not refused by {rule}: {_reasons(verdict)}"
    assert cited <= {rule, *also}, f"Refused by others as well: {_reasons(verdict)}"


@act
def needless(
    pilot: Pilot,
    *,
    kind: str,
    rule: str,
    values: dict[str, Any],
    through: Sequence[str] = (),
) -> None:
    """Decide the record in hand otherwise, and see another one refused as not needed."""
    pilot.change(**values)
    pilot.let_pass()
    for gate in through:
        pilot.pass_gate(gate)
    refuses(pilot, rule=rule, **{"try": kind})


@act
def accepts(pilot: Pilot, **given: Any) -> None:
    """See the deed done, exactly at the bound."""
    verdict = _tried(pilot, **given)
    assert verdict, _reasons(verdict)


@act
def advises(pilot: Pilot, *, rule: str, **broken: Any) -> None:
    """Break one thing and see the advice on the record's page, and the deed done nevertheless."""
    _wait(pilot, broken.pop("today", None))
    _begin_or_break(pilot, **broken)
    record = pilot.record
    record.project = pilot.project
    advice = [r.message for r in may_submit(record, pilot.on).advice if r.rule_id == rule]
    assert advice, f"{rule} advises nothing."
    page = visit(pilot, pilot.writer_of(record.kind), record_url_of(pilot))
    assert folded(advice[0]) in words_on(page), f"The page does not advise: {advice[0]}"
    verdict = pilot.try_to_submit()
    assert verdict, _reasons(verdict)


@act
def field_required(pilot: Pilot, *, field: str, label: str = "", **given: Any) -> None:
    """Leave one box empty and see the record refused, naming the box."""
    box_code, _, column = field.partition(".")
    box = kinds.sheet_of(pilot.record).field(box_code)
    asked = _column(box, column) if column else box
    if label:
        assert folded(label) in folded(asked.label), f"It is called {asked.label}."
    broken = {**given.pop("values", {}), box_code: _emptied(pilot, box_code, column)}
    verdict = _tried(pilot, values=broken, **given)
    asking = [r for r in verdict.blocking if _asks_for(r.message, asked.label)]
    assert asking, f"Not asked for {asked.label}: {_reasons(verdict)}"


@act
def demands_paper(pilot: Pilot, *, paper: str, rule: str = "", **given: Any) -> None:
    """Take one paper away and see it asked for."""
    verdict = _tried(pilot, without_paper=paper, **given)
    label = _paper_label(pilot, paper)
    asking = [r for r in verdict.blocking if label in r.message]
    assert asking, f"Nobody asks for {label}: {_reasons(verdict)}"
    assert not rule or rule in {r.rule_id for r in asking}, _reasons(verdict)


@act
def opens_on(pilot: Pilot, *, day: date, rule: str = "", **given: Any) -> None:
    """See the deed refused the day before, naming the day, and done on the day itself."""
    on = _date(day)
    verdict = _tried(pilot, today=on - timedelta(days=1), **given)
    refusals = [r for r in verdict.blocking if r.opens_on == on]
    assert refusals, f"Nothing opens on {on}: {_reasons(verdict)}"
    assert not rule or rule in {r.rule_id for r in refusals}, _reasons(verdict)
    pilot.at = at_ten(on)
    verdict = pilot.try_to_submit()
    assert verdict, _reasons(verdict)


@act
def keeps(pilot: Pilot, *, kind: str, shows: str = "", **given: Any) -> None:
    """Make a record of a kind, let everybody agree, and find it on the project's page."""
    pilot.draft(kind, **given.get("values", {}))
    pilot.let_pass()
    record = pilot.record
    assert record.status == RecordStatus.PASSED
    page = visit(pilot, pilot.writer_of(kind), address_of(pilot, "project:records"))
    assert folded(record.title) in words_on(page)
    if shows:
        own = visit(pilot, pilot.writer_of(kind), record_url_of(pilot))
        assert folded(shows) in words_on(own)


# -- desks -----------------------------------------------------------------------------


@act
def assigned(
    pilot: Pilot,
    *,
    role: str = "",
    roles: Roles = (),
    unit_kind: str = "",
    values: dict[str, Any] | None = None,
) -> None:
    """Send the record and see on whose desks it comes: one role, or all of them in order."""
    if values:
        pilot.change(**values)
    pilot.submit()
    seen = _walked(pilot)
    if roles:
        wanted = [_bound(pilot, [step] if isinstance(step, str) else step) for step in roles]
        assert [set(step) for step in seen] == wanted, f"It went to {seen}."
    else:
        assert any(_bound(pilot, [role]) <= set(step) for step in seen), f"It went to {seen}."
    if unit_kind:
        tasks = ApprovalTask.objects.filter(
            process__record_ref=pilot.record_id, role_code=role_in(pilot.rulebook, role)
        )
        places = set(tasks.values_list("post__unit__kind_id", flat=True))
        assert places == {unit_kind}, f"{role} sits in {places}."


@act
def step_refuses(
    pilot: Pilot, *, role: str, stated: dict[str, str], rule: str = "", says: str = ""
) -> None:
    """Send the record, and see what a signer states refused, citing the rule."""
    pilot.submit()
    task = pilot.walk_to(role_in(pilot.rulebook, role))
    verdict = pilot.try_to_agree(task, **stated)
    assert not verdict, f"{role} may state {stated}."
    assert not rule or rule in blocked_by(verdict), _reasons(verdict)
    assert says in verdict.text, _reasons(verdict)


@act
def fails(
    pilot: Pilot, *, role: str = "", stated: dict[str, str] | None = None, **given: Any
) -> None:
    """Send a record that says 不通过, and see that it has not passed when all have signed."""
    verdict = _tried(pilot, **given)
    assert verdict, _reasons(verdict)
    if role:
        pilot.agree(pilot.walk_to(role_in(pilot.rulebook, role)), **(stated or {}))
    pilot.walk()
    assert pilot.record.status != RecordStatus.PASSED, "It has passed."


@act
def due_on(pilot: Pilot, *, role: str, day: date, today: date | None = None, **given: Any) -> None:
    """Send the record and see until when a role has to answer."""
    _wait(pilot, today)
    verdict = _tried(pilot, **given)
    assert verdict, _reasons(verdict)
    task = pilot.walk_to(role_in(pilot.rulebook, role))
    assert task.due_on == _date(day), f"Due on {task.due_on}."


@act
def visible_to(pilot: Pilot, *, role: str, unit: str = "", sees: bool = True) -> None:
    """Open the project's page as somebody, and see it or a 404."""
    user = pilot.county.at(role, unit) if unit else pilot.county.at(role)
    page = visit(pilot, user, address_of(pilot, "project"))
    assert page.status_code == (FOUND if sees else MISSING), f"{role} gets {page.status_code}."


@act
def writes(pilot: Pilot, *, kind: str, role: str, not_role: str = "") -> None:
    """Press 新建 as a role, and see a record begun; another role is turned away."""
    address = reverse(
        "projects:registry-open", kwargs={"project_id": pilot.project_id, "kind": kind}
    )
    if not_role:
        page = press(pilot, pilot.county.at(not_role), address)
        assert page.status_code in {FORBIDDEN, MISSING}, f"{not_role} gets {page.status_code}."
    before = pilot.project.records.count()
    page = press(pilot, pilot.county.at(role), address)
    assert page.status_code == MOVED, f"{role} gets {page.status_code}."
    assert pilot.project.records.count() == before + 1, f"{role} has begun nothing."


# -- pages -----------------------------------------------------------------------------


@act
def page_shows(
    pilot: Pilot,
    *,
    page: str,
    text: str | Sequence[str],
    role: str = "HANDLER",
    absent: str = "",
) -> None:
    """Open a page as somebody and read something on it."""
    shown = words_on(visit(pilot, pilot.county.at(role), address_of(pilot, page)))
    for wanted in [text] if isinstance(text, str) else text:
        assert folded(wanted) in shown, f"The page {page} does not show {wanted}."
    assert not absent or folded(absent) not in shown, f"The page {page} shows {absent}."


@act
def offers(pilot: Pilot, *, field: str, choices: Sequence[str]) -> None:
    """See exactly these choices offered by a box, on the record's page too."""
    box_code, _, column = field.partition(".")
    box = kinds.sheet_of(pilot.record).field(box_code)
    asked = _column(box, column) if column else box
    labels = [label for _, label in asked.choices]
    assert [folded(x) for x in labels] == [folded(x) for x in choices], f"It offers {labels}."
    shown = words_on(visit(pilot, pilot.writer_of(pilot.record.kind), record_url_of(pilot)))
    for label in (asked.label, *labels):
        assert folded(label) in shown, f"The page does not show {label}."


# -- what they share -------------------------------------------------------------------


def record_url_of(pilot: Pilot) -> str:
    """Return the address of the record in hand."""
    return address_of(pilot, "record")


def blocked_by(verdict: Verdict) -> set[str]:
    """Return the rules that stand in the way."""
    return {refusal.rule_id for refusal in verdict.blocking if refusal.rule_id}


def _tried(pilot: Pilot, **given: Any) -> Verdict:
    """Change what is to be changed, and send; return why not."""
    _wait(pilot, given.pop("today", None))
    if given.get("try") == NEXT_STAGE:
        return pilot.try_to_go_on()
    try:
        _begin_or_break(pilot, **given)
    except RuleViolationError as error:
        return error.verdict
    return pilot.try_to_submit()


def _begin_or_break(pilot: Pilot, **given: Any) -> None:
    other = given.pop("try", "")
    if other:
        pilot.draft_only(other, **given.get("values", {}))
    else:
        _break(pilot, **given)


def _wait(pilot: Pilot, on: date | str | int | None) -> None:
    if isinstance(on, int):
        pilot.at += timedelta(days=on)
    elif on is not None:
        pilot.at = at_ten(_date(on))


def _break(
    pilot: Pilot,
    *,
    values: dict[str, Any] | None = None,
    lines: Sequence[dict[str, Any]] | None = None,
    without_paper: str = "",
    leaving: str = "",
) -> None:
    if leaving:
        pilot.leave_open(leaving)
    changes = dict(values or {}) | ({"lines": lines} if lines is not None else {})
    if changes:
        pilot.change(**changes)
    if without_paper:
        papers = ProjectDocument.objects.filter(
            project_id=pilot.project_id, document__kind__code=without_paper, is_withdrawn=False
        ).select_related("record")
        for paper in papers:
            remove_paper(paper, actor=pilot.writer_of(pilot.record.kind), at=pilot.at)


def _walked(pilot: Pilot) -> list[tuple[str, ...]]:
    """Let everybody agree; return the roles of each step in turn."""
    steps: list[tuple[str, ...]] = []
    for _ in range(MOST_TASKS):
        tasks = list(pilot.open_tasks())
        if not tasks:
            return steps
        now = tasks[0].step_index
        together = [task for task in tasks if task.step_index == now]
        steps.append(tuple(sorted({task.role_code for task in together})))
        for task in together:
            if pilot.open_tasks().filter(pk=task.pk).exists():
                pilot.agree(pilot.open_tasks().get(pk=task.pk))
    return steps


def _bound(pilot: Pilot, roles: Sequence[str]) -> set[str]:
    """Return the roles of the system by the pack's words."""
    return {role_in(pilot.rulebook, role) for role in roles}


def _asks_for(message: str, label: str) -> bool:
    """Whether a sentence asks for a box by its name, as the sheet or as the rulebook says it."""
    wanted = (f"请填写{label}", f"请选择{label}", f"没有填写{label}", f"没有选择{label}")
    return f"“{label}”" in message or any(words in message for words in wanted)


def _emptied(pilot: Pilot, box: str, column: str) -> Any:
    if not column:
        return ""
    rows = [dict(row) for row in pilot.usual_values(pilot.record.kind)[box]]
    rows[0][column] = ""
    return rows


def _column(box: Field, code: str) -> Field:
    return next(column for column in box.columns if column.code == code)


def _paper_label(pilot: Pilot, code: str) -> str:
    return next(kind.label for kind in pilot.rulebook.paper_kinds if kind.code == code)


def _date(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _reasons(verdict: Verdict) -> str:
    return "; ".join(f"{r.rule_id or '-'}: {r.message}" for r in verdict.refusals) or "no refusal"
