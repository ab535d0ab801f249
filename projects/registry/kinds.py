"""The kinds of records a project may have, registered by the stages when the app is ready.

A kind ties together what is otherwise data: the sheet that is filled in and printed, the
table it is kept in, the gate of the rulebook that its submission passes, who may write it,
and what its outcome does to the project. The generic services and pages of the registry
serve every kind; nothing there names one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from django.utils.timezone import localdate

from approvals.organizations.models import User
from config.kernel.verdicts import ALLOWED, Verdict
from documents.sheets import catalog
from documents.sheets.shapes import Choices, FieldKind, Sheet
from projects.registry.models import Record, Stage


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
    `page` names the URL of a page of its own (with `project_id` and `record_id`), if any;
    `brief_template` shows signers what matters most, before the sheet, with what `brief` gives.
    """

    code: str
    label: str
    stages: tuple[Stage, ...]
    sheet: str
    model: type[Record] = Record
    typed: Mapping[str, str] = field(default_factory=dict)
    permission: str = "projects.handle_project"
    gate: str = ""
    is_repeatable: bool = False
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

    @property
    def matter_code(self) -> str:
        """The approval engine's name for it."""
        return f"projects.{self.code}"

    @property
    def gate_code(self) -> str:
        """The gate that its submission passes; by default the kind's own code."""
        return self.gate or self.code


_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Make kinds of records known; each code only once."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"Record kind {kind.code!r} is registered twice.")
        _kinds[kind.code] = kind


def get(code: str) -> RecordKind:
    """Return the kind with this code; `KeyError` if no stage registered it."""
    return _kinds[code]


def all_kinds() -> tuple[RecordKind, ...]:
    """Return every kind in the order of the life cycle."""
    order = list(Stage)
    return tuple(sorted(_kinds.values(), key=lambda kind: order.index(kind.stages[0])))


def sheet_of(record: Record) -> Sheet:
    """Return the sheet of a record, its boxes offering what this project has to choose from."""
    kind = get(record.kind)
    sheet, offers = catalog.get(kind.sheet), kind.offer(record)
    if not offers:
        return sheet
    blocks = tuple(
        replace(
            block,
            fields=tuple(
                replace(box, kind=FieldKind.CHOICE, choices=offers[box.code])
                if box.code in offers
                else box
                for box in block.fields
            ),
        )
        for block in sheet.blocks
    )
    return replace(sheet, blocks=blocks)


def as_signed(computed: Prefill) -> Prefill:
    """Let computed boxes of a decided record keep what was signed, whatever came after."""

    def keep(record: Record) -> Mapping[str, object]:
        live = computed(record)
        if record.decided_at is None or not record.snapshot:
            return live
        signed = record.snapshot["values"]
        return {code: signed.get(code, value) for code, value in live.items()}

    return keep


def filled_on(record: Record) -> date:
    """Return the day on which the contents of a record were last kept."""
    return localdate(record.saved_at)


def load(record: Record) -> Record:
    """Return `record` as a row of its own table, with the typed columns."""
    model = get(record.kind).model
    if isinstance(record, model):
        return record
    return model.objects.select_related("project", "approval").get(pk=record.pk)


def values_of(record: Record) -> dict[str, object]:
    """Return what was entered, by field code of the sheet: typed columns and details."""
    kind = get(record.kind)
    values = dict(record.details)
    for code, attribute in kind.typed.items():
        values[code] = getattr(record, attribute)
    values.update(kind.derive(record))
    return values
