"""A small office on paper: desks, people, delegations and days, and routes of every shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from approvals.flows.engine import Acting, Desk, State
from approvals.flows.shapes import (
    Approver,
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    Route,
    Step,
    StepField,
    StepKind,
    Vacancy,
)
from config.kernel.workdays import Calendar

APPLICANT, COLLEAGUE, LEADER, ADMIN = 1, 2, 3, 4
SIGNERS = range(10, 23)
PEOPLE: tuple[int, ...] = (APPLICANT, COLLEAGUE, LEADER, ADMIN, *SIGNERS)
# key: (role, unit, holders)
DESKS: Mapping[int, tuple[str, int, frozenset[int]]] = {
    1: ("HANDLER", 1, frozenset({APPLICANT, COLLEAGUE})),
    2: ("HEAD", 1, frozenset({LEADER})),
    3: ("INTAKE", 2, frozenset({10})),
    4: ("INTAKE", 2, frozenset({11})),
    5: ("REVIEW", 2, frozenset({12, 13})),
    6: ("CYBER", 3, frozenset({14})),
    7: ("POLICE", 4, frozenset({15, 16})),
    8: ("SECRECY", 5, frozenset({17})),
    9: ("NDRC", 6, frozenset({18})),
    10: ("FINANCE", 7, frozenset({18, 19})),
    11: ("ABOVE", 8, frozenset({20})),
    12: ("SPARE", 2, frozenset({21})),
    13: ("DEPUTY", 3, frozenset({22})),
}


@dataclass(frozen=True, kw_only=True)
class World:
    """Who sits where on one day; every change gives rise to another world."""

    today: date = date(2026, 3, 2)
    calendar: Calendar = field(default_factory=Calendar)
    holders: Mapping[int, frozenset[int]] = field(
        default_factory=lambda: {key: people for key, (_, _, people) in DESKS.items()}
    )
    delegations: Mapping[int, int] = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    def desk(self, key: int) -> Desk | None:
        if key not in DESKS:
            return None
        role, unit, _ = DESKS[key]
        return Desk(key=key, title=f"{role}岗", role=role, unit=unit, holders=self.holders[key])

    def by_roles(self, roles: tuple[str, ...]) -> Sequence[Desk]:
        desks = [self.desk(key) for key in DESKS]
        return [desk for desk in desks if desk is not None and desk.role in roles]

    def desks(self, step: Step) -> Sequence[Desk]:
        match step.approver:
            case Approver.UNIT_HEAD | Approver.LEADER_IN_CHARGE:
                return self.by_roles(("HEAD",))
            case Approver.SUPERIOR_UNIT:
                return self.by_roles(("ABOVE",))
            case _:
                return self.by_roles(step.roles)

    def superiors(self, step: Step) -> Sequence[Desk]:  # noqa: ARG002 - the protocol's
        return self.by_roles(("ABOVE",))

    def desk_of(self, person: int) -> Desk | None:
        return next((self.desk(key) for key, held in self.holders.items() if person in held), None)

    def acting(self, person: int, desk: int) -> Acting | None:
        holders = self.holders.get(desk, frozenset())
        if person in holders:
            return Acting()
        giver = self.delegations.get(person)
        return Acting(giver=giver, giver_name="委托人") if giver in holders else None

    def applies(self, step: Step, state: State) -> bool:  # noqa: ARG002 - the protocol's
        return step.when not in self.off

    def role_label(self, role: str) -> str:
        return role

    def may_supervise(self, person: int) -> bool:
        return person == LEADER

    def may_govern(self, person: int) -> bool:
        return person == ADMIN

    def with_holders(self, desk: int, people: frozenset[int]) -> "World":
        return replace(self, holders={**self.holders, desk: people})

    def acting_at(self, desk: int) -> list[int]:
        """Everybody who could act at a desk."""
        return [person for person in PEOPLE if self.acting(person, desk) is not None]


def step(code: str, kind: StepKind, *roles: str, **settings: object) -> Step:
    """Return a step of five working days."""
    values: dict[str, object] = {"days": 5} | settings
    return Step(code=code, label=code, kind=kind, roles=roles, **values)  # type: ignore[arg-type]


INTAKE = step("intake", StepKind.REVIEW, "INTAKE")
FINAL = step("final", StepKind.APPROVE, "NDRC", fields=(StepField(code="number", label="文号"),))
DIRECT = {"resubmit": Resubmit.DIRECT}

ROUTES: dict[str, Route] = {
    code: Route(code=code, label=code, steps=steps)
    for code, steps in {
        "serial": (INTAKE, step("review", StepKind.REVIEW, "REVIEW", **DIRECT), FINAL),
        "any one": (
            step("any", StepKind.ANY_ONE, "INTAKE", "REVIEW", on_expiry=Expiry.DEEMED),
            step("again", StepKind.REVIEW, "REVIEW", repeat=Repeat.SKIP),
        ),
        "countersign at once": (
            INTAKE,
            step(
                "joint",
                StepKind.COUNTERSIGN,
                "CYBER",
                "POLICE",
                "SECRECY",
                **DIRECT,
                covers=("part",),
            ),
            FINAL,
        ),
        "countersign after all": (
            step("first", StepKind.REVIEW, "REVIEW", covers=("part",)),
            step(
                "joint",
                StepKind.COUNTERSIGN,
                "NDRC",
                "FINANCE",
                "POLICE",
                refusal=Refusal.AFTER_ALL,
                on_expiry=Expiry.PASS_ON,
                **DIRECT,
            ),
            step("last", StepKind.APPROVE, "REVIEW", return_to=ReturnTo.APPLICANT),
        ),
        "vote": (
            INTAKE,
            step(
                "vote",
                StepKind.VOTE,
                "REVIEW",
                "CYBER",
                "POLICE",
                "SECRECY",
                weights=(("REVIEW", 2),),
            ),
            step(
                "after",
                StepKind.REVIEW,
                "NDRC",
                on_expiry=Expiry.PASS_ON,
                expiry_roles=("SPARE", "REVIEW"),
            ),
        ),
        "vote after all": (
            step(
                "vote",
                StepKind.VOTE,
                "CYBER",
                "POLICE",
                "SECRECY",
                "NDRC",
                "FINANCE",
                refusal=Refusal.AFTER_ALL,
                vote_share=(2, 3),
                vote_above=False,
            ),
        ),
        "joint review": (
            step(
                "joint",
                StepKind.JOINT_REVIEW,
                "INTAKE",
                "REVIEW",
                "CYBER",
                "POLICE",
                opinion_required=True,
            ),
            FINAL,
        ),
        "meeting": (
            INTAKE,
            step("meeting", StepKind.MEETING, "REVIEW", **DIRECT),
            step("filing", StepKind.FILING, "NDRC"),
        ),
        "consult": (
            INTAKE,
            step(
                "consult", StepKind.CONSULT, "CYBER", "POLICE", "SECRECY", on_expiry=Expiry.PASS_ON
            ),
            FINAL,
        ),
        "consult first": (
            step("consult", StepKind.CONSULT, "CYBER", "POLICE"),
            step("consult2", StepKind.CONSULT, "SECRECY", asker=("REVIEW",)),
            step("filing", StepKind.FILING, "INTAKE", on_expiry=Expiry.DEEMED),
        ),
        "parallel": (
            INTAKE,
            step("left", StepKind.REVIEW, "CYBER", block="b", branch="left", **DIRECT),
            step("left2", StepKind.REVIEW, "SECRECY", block="b", branch="left"),
            step("right", StepKind.COUNTERSIGN, "POLICE", "NDRC", block="b", branch="right"),
            step("last", StepKind.APPROVE, "REVIEW", **DIRECT),
        ),
        "conditional": (
            step("maybe", StepKind.REVIEW, "INTAKE", when="large"),
            step("perhaps", StepKind.COUNTERSIGN, "CYBER", "POLICE", when="secret", **DIRECT),
            FINAL,
        ),
        "chosen": (
            INTAKE,
            step("picked", StepKind.REVIEW, "REVIEW", "SPARE", approver=Approver.CHOSEN),
            step("outside", StepKind.OUTSIDE, "NDRC"),
        ),
        "outside": (
            step("outside", StepKind.OUTSIDE, "NDRC", **DIRECT),
            step("council", StepKind.MEETING, "REVIEW", "INTAKE"),
            step("outside2", StepKind.OUTSIDE, "CYBER"),
        ),
        "council": (
            step("council", StepKind.MEETING, "CYBER", **DIRECT),
            step("filing", StepKind.FILING, "NDRC", **DIRECT),
        ),
        "own and vacant": (
            step("own", StepKind.REVIEW, "HANDLER", own=OwnMatter.SKIP),
            step(
                "head",
                StepKind.REVIEW,
                "HEAD",
                approver=Approver.UNIT_HEAD,
                own=OwnMatter.SUPERIOR,
                vacancy=Vacancy.SUPERIOR,
            ),
            step(
                "above",
                StepKind.REVIEW,
                approver=Approver.SUPERIOR_UNIT,
                vacancy=Vacancy.ADMIN,
                repeat=Repeat.SKIP,
            ),
            step("spare", StepKind.APPROVE, "SPARE", vacancy=Vacancy.ADMIN),
        ),
    }.items()
}
