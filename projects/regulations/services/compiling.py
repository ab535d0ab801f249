"""What a rulebook says of roles and routes, made into rows that the approval engine works with."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from approvals.experts.shapes import share_of
from approvals.flows.shapes import (
    Approver,
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    Step,
    StepField,
    StepKind,
    Vacancy,
)
from approvals.organizations.models import Role, UnitKind
from approvals.organizations.services import NewRole, define_role, define_unit_kind
from projects.regulations.interpreter.prose import describe
from projects.regulations.queries import role_in
from projects.regulations.rulebook import Gate, RouteStep, Rulebook
from projects.regulations.rulebook.duties import RoleRule
from projects.regulations.rulebook.routes import Ballot, Handling

SYSTEM_DEFAULT = "系统默认，非法规规定"
CONFIRMED, HOLDS, FAILS = "确认", "符合", "不符合"
KINDS = {
    "ANY_OF": StepKind.ANY_ONE,
    "BALLOT": StepKind.VOTE,
    "CONSULTATION": StepKind.CONSULT,
    "EXTERNAL": StepKind.OUTSIDE,
    "WRITTEN_OPINION": StepKind.REVIEW,
}
EXPIRIES = {
    "REMIND": Expiry.REMIND,
    "ESCALATE": Expiry.ESCALATE,
    "PASS_ON": Expiry.PASS_ON,
    "DEEMED_AGREED": Expiry.DEEMED,
}


def define_roles(rulebook: Rulebook) -> None:
    """Make the roles of a rulebook known, with the kinds of units that they sit at."""
    for rule in rulebook.roles:
        if rule.binds is None:
            define_role(
                NewRole(
                    code=rule.code,
                    label=rule.label,
                    unit_kinds=tuple(_unit_kinds(rulebook, rule)),
                    at_owner=rule.at == "OWNER",
                    in_project=rule.at == "PROJECT",
                )
            )
    labels = {duty.unit_kind: duty.role for duty in rulebook.duties}
    known = set(UnitKind.objects.values_list("code", flat=True))
    for code, role in labels.items():
        if code not in known:
            define_unit_kind(code, Role.objects.get(code=role_in(rulebook, role)).label)


def pairs_of(rulebook: Rulebook) -> dict[tuple[str, str], str]:
    """Return which roles a rulebook keeps apart in the whole system, and in which words."""
    found: dict[tuple[str, str], str] = {}
    for rule in rulebook.separations:
        roles = sorted({role_in(rulebook, role) for role in rule.roles})
        labels = dict(Role.objects.filter(code__in=roles).values_list("code", "label"))
        if rule.within == "SYSTEM":
            for pair in combinations(roles, 2):
                said = "、".join(labels[role] for role in pair)
                found[pair] = rule.message.replace("{found}", said)
    return found


def _unit_kinds(rulebook: Rulebook, rule: RoleRule) -> Iterator[str]:
    found = dict.fromkeys(
        kind
        for duty in rulebook.duties
        if duty.role == rule.code
        for kind in (duty.unit_kind, *duty.also_unit_kinds)
    )
    yield from found


def steps_of(rulebook: Rulebook, gate: Gate) -> tuple[Step, ...]:
    """Return the steps of a gate as the approval engine takes them."""
    return tuple(_step(rulebook, gate, step) for step in gate.route)


def _step(rulebook: Rulebook, gate: Gate, step: RouteStep) -> Step:
    ballot = step.ballot
    return Step(
        code=step.code,
        label=step.label,
        kind=KINDS.get(step.kind) or StepKind(step.kind),
        roles=tuple(role_in(rulebook, role) for role in step.roles),
        days=step.days,
        days_unit=step.days_unit,
        returns_to=step.returns_to or "",
        fields=(*_stated(step), *_answered(rulebook, gate, step)),
        opinion_required=step.opinion_required or step.kind == "WRITTEN_OPINION",
        permission=step.permission,
        clause=step.clause or SYSTEM_DEFAULT,
        quote=step.quote,
        approver=_approver(rulebook, step),
        membership=step.roles[0] if step.roles else "",
        vote_share=(1, 2) if ballot is None else _share(ballot),
        vote_above=ballot is None or ballot.relation == "above",
        weights=_weights(rulebook, ballot),
        on_expiry=EXPIRIES.get(step.on_expiry.action if step.on_expiry else "", Expiry.ESCALATE),
        expiry_roles=tuple(
            role_in(rulebook, role) for role in (step.on_expiry.to_roles if step.on_expiry else ())
        ),
        when="" if step.when is None else describe(step.when, rulebook),
        **_handled(rulebook, step.handling or Handling()),
    )


def _handled(rulebook: Rulebook, handling: Handling) -> dict[str, Any]:
    """Return the settings of a step that have nothing to do with the words of a text."""
    return {
        "refusal": Refusal(handling.refusal),
        "vacancy": Vacancy(handling.vacancy),
        "own": OwnMatter(handling.own_matter),
        "repeat": Repeat(handling.repeat),
        "resubmit": Resubmit(handling.resubmit),
        "return_to": ReturnTo(handling.return_to),
        "remind_before": handling.remind_before,
        "remind_every": handling.remind_every,
        "block": handling.block or "",
        "branch": handling.branch or "",
        "covers": handling.covers,
        "asker": tuple(role_in(rulebook, role) for role in handling.explained_by),
        "may_add": handling.adding,
    }


def _stated(step: RouteStep) -> Iterator[StepField]:
    own = {field.code for field in step.fields}
    for field in step.all_fields:
        yield StepField(
            code=field.code,
            label=field.label,
            kind=field.kind,
            required=field.required,
            choices=field.choices,
            # Whether a dissent was taken up is for those to say who asked for opinions.
            explains=step.kind == "CONSULTATION" and field.code not in own,
        )


def _answered(rulebook: Rulebook, gate: Gate, step: RouteStep) -> Iterator[StepField]:
    """Yield what is confirmed and answered at a step: declarations and checklists."""
    for stated in rulebook.declarations:
        if (stated.gate, stated.step) == (gate.code, step.code):
            yield _choice(f"declaration.{stated.code}", stated.statement, CONFIRMED)
    for checklist in rulebook.checklists:
        if (checklist.gate, checklist.step) == (gate.code, step.code):
            for item in checklist.items:
                yield _choice(f"checklist.{checklist.code}.{item.code}", item.label, HOLDS, FAILS)


def _choice(code: str, label: str, *choices: str) -> StepField:
    return StepField(code=code, label=label, kind="choice", required=False, choices=choices)


def _approver(rulebook: Rulebook, step: RouteStep) -> Approver:
    if step.approver != "ROLE":
        return Approver(step.approver)
    inside = {role.code for role in rulebook.roles if role.at == "PROJECT"}
    return Approver.MEMBER if inside.issuperset(step.roles) else Approver.POST


def _share(ballot: Ballot) -> tuple[int, int]:
    """Return a share of votes as a fraction; 66.67% is written for 三分之二 and means it."""
    return share_of(ballot.percent).as_integer_ratio()


def _weights(rulebook: Rulebook, ballot: Ballot | None) -> tuple[tuple[str, int], ...]:
    """Return the weights of roles as whole numbers, in the same proportion."""
    weights = () if ballot is None else ballot.weights
    places = max((-int(w.weight.as_tuple().exponent) for w in weights), default=0)
    factor = Decimal(10) ** max(places, 0)
    return tuple((role_in(rulebook, w.role), int(w.weight * factor)) for w in weights)
