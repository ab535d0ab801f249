"""What a kind of records is.

A kind ties together what is otherwise data: the sheet that is filled in and printed, the
table it is kept in, the gate of the rulebook that its submission passes, who may write it,
and what its outcome does to the project. The generic services and pages of the registry
serve every kind; nothing there names one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from approvals.organizations.models import User
from config.kernel.verdicts import ALLOWED, Verdict
from documents.sheets import catalog
from documents.sheets.shapes import Choices, Sheet
from projects.registry.life import life_of
from projects.registry.models import Project, Record, Stage
from projects.regulations.rulebook.records import RecordKind as DeclaredKind

MATTERS = "projects."


class Outcome(Protocol):
    """What a stage does when a record of its kind is sent, passes or fails."""

    def __call__(self, record: Record, /, *, actor: User, at: datetime) -> None: ...


class Check(Protocol):
    """What must hold of a record beyond its sheet and its rulebook (sums, order of dates)."""

    def __call__(self, record: Record) -> Verdict: ...


class StatementCheck(Protocol):
    """Whether what a signer states besides the opinion can stand, such as a reply number."""

    def __call__(self, record: Record, stated: Mapping[str, str], on: date) -> Verdict: ...


class Prefill(Protocol):
    """What is already known and need not be asked again, by field code of the sheet."""

    def __call__(self, record: Record) -> Mapping[str, object]: ...


class Offer(Protocol):
    """What a box offers to choose from where that depends on the project, by field code."""

    def __call__(self, record: Record) -> Mapping[str, Choices]: ...


def _nothing(record: Record, *, actor: User, at: datetime) -> None:
    """Change nothing else."""


def _fine(record: Record) -> Verdict:  # noqa: ARG001
    return ALLOWED


def _any_statement(
    record: Record,  # noqa: ARG001
    stated: Mapping[str, str],  # noqa: ARG001
    on: date,  # noqa: ARG001
) -> Verdict:
    return ALLOWED


def _blank(record: Record) -> Mapping[str, object]:  # noqa: ARG001
    return {}


def _as_declared(record: Record) -> Mapping[str, Choices]:  # noqa: ARG001
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record.

    `typed` maps field codes of the sheet to attributes of `model`; everything else of the
    sheet is kept in `Record.details`. `gate` is the rulebook's name for its submission.
    `writers` are the roles that fill it in where the rulebook names them, else whoever has the
    `permission`; `places` the stages by the rulebook's own names, else the `stages` count.
    `page` names the URL of a page of its own (with `project_id` and `record_id`), if any;
    `brief_template` shows signers what matters most, before the sheet, with what `brief` gives.
    `declared` is the sheet where the rulebook of the project declares it by `rule`, or adds to
    ours; a record passes only with one of the `passing` values in the box `outcome`, which is
    filled in by whoever writes it, or stated at `outcome_step`. A kind that `is_form` comes
    from the sheet alone and stands in the list of forms, not among the next steps.
    """

    code: str
    label: str
    stages: tuple[Stage, ...]
    sheet: str
    model: type[Record] = Record
    typed: Mapping[str, str] = field(default_factory=dict)
    permission: str = "projects.handle_project"
    writers: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    gate: str = ""
    is_repeatable: bool = False
    is_form: bool = False
    page: str = ""
    number_prefix: str = ""
    needs_active_project: bool = True
    prefill: Prefill = _blank
    derive: Prefill = _blank
    offer: Offer = _as_declared
    check: Check = _fine
    may_pass: Check = _fine
    may_state: StatementCheck = _any_statement
    brief: Prefill = _blank
    brief_template: str = ""
    declared: Sheet | None = None
    rule: DeclaredKind | None = None
    place_labels: tuple[str, ...] = ()
    is_numbered: bool = True
    number_pattern: str = ""
    outcome: str = ""
    outcome_step: str = ""
    passing: frozenset[str] = frozenset()
    on_submitted: Outcome = _nothing
    on_passed: Outcome = _nothing
    on_failed: Outcome = _nothing
    on_returned: Outcome = _nothing

    @property
    def checks_passing(self) -> bool:
        """Whether something beyond its desks must hold for it to pass."""
        return self.may_pass is not _fine

    @property
    def checks_statements(self) -> bool:
        """Whether what signers state is looked at before it is written."""
        return self.may_state is not _any_statement

    def is_in_stage(self, project: Project) -> bool:
        """Whether it is filled in where the project is in its life."""
        if self.code in life_of(project).skips:
            return False
        if self.places:
            return project.stage_code in self.places
        return project.stage in self.stages

    def is_written_with(self, rights: frozenset[str]) -> bool:
        """Whether somebody with these rights on a project, or in these roles, fills it in."""
        if self.writers:
            return any(f"role:{role}" in rights for role in self.writers)
        return self.permission.partition(".")[2] in rights

    @property
    def form(self) -> Sheet:
        """The sheet that is filled in and printed."""
        return catalog.get(self.sheet) if self.declared is None else self.declared

    @property
    def own_boxes(self) -> frozenset[str]:
        """The boxes that the rulebook asks for, with a clause of its own at the gate."""
        return frozenset() if self.rule is None else frozenset(f.code for f in self.rule.fields)

    @property
    def paper_boxes(self) -> dict[str, str]:
        """The boxes that stand for a paper, with the kind of paper."""
        fields = () if self.rule is None else self.rule.fields
        return {field.code: field.paper_kind for field in fields if field.paper_kind}

    def fails(self, values: Mapping[str, object]) -> bool:
        """Whether the conclusion that was stated says that the record does not pass."""
        return bool(self.outcome) and str(values.get(self.outcome)) not in self.passing

    @property
    def matter_code(self) -> str:
        """The approval engine's name for it."""
        return f"{MATTERS}{self.code}"

    @property
    def gate_code(self) -> str:
        """The gate that its submission passes; by default the kind's own code."""
        return self.gate or self.code
