"""When a record may be opened, sent or changed. Reads only; the demands are the rulebook's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.calendars.queries import working_calendar
from config.kernel.verdicts import ALLOWED, Missing, Refusal, Verdict, refused
from documents.sheets import catalog
from documents.sheets.checks import sheet_errors
from projects.registry import kinds
from projects.registry.facts import Facts, facts_of
from projects.registry.models import Project, Record, RecordStatus
from projects.regulations.interpreter import judge
from projects.regulations.queries import rulebook_of, waived_rules


def record_url(record: Record) -> str:
    """Return the page on which a record is filled in."""
    page = kinds.get(record.kind).page or "projects:registry-record"
    return reverse(page, kwargs={"project_id": record.project_id, "record_id": record.pk})


def newest_by_kind(records: Iterable[Record]) -> dict[str, Record]:
    """Return the newest record of each kind, of records in the order they were begun."""
    return {record.kind: record for record in records}


def supplies(project: Project, what: str, newest: Mapping[str, Record] | None = None) -> str:
    """Return the page of a project that supplies what a rule misses, by the rule's own code.

    `newest` spares the queries where many rules are judged at once.
    """
    kind, _, code = what.partition(":")
    base = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    if kind == "papers":
        return f"{base}?tab=papers&kind={code}"
    if kind == "tab":
        return f"{base}?tab={code}"
    record_kind, _, box = (code if kind == "record" else what).partition("#")
    record = _newest(project, record_kind) if newest is None else newest.get(record_kind)
    if record is None:
        return f"{base}?tab=records&kind={record_kind}"
    return f"{record_url(record)}#id_{box}" if box else record_url(record)


def _newest(project: Project, kind: str) -> Record | None:
    found = Record.objects.filter(project=project, kind=kind).exclude(status=RecordStatus.VOID)
    return found.order_by("pk").last()


def may_open(project: Project, kind: kinds.RecordKind) -> Verdict:
    """Decide whether a new record of a kind may be begun now."""
    verdict = _project_goes_on(project, kind) & _project_is_in_stage(project, kind)
    if kind.is_repeatable:
        return verdict
    present = Record.objects.filter(project=project, kind=kind.code).exclude(
        status__in=[RecordStatus.VOID, RecordStatus.FAILED]
    )
    if present.exists():
        verdict &= refused(f"本项目已有{kind.label}，不能重复新建。")
    return verdict


def may_save(record: Record) -> Verdict:
    """Decide whether the contents of a record may be changed."""
    kind = kinds.get(record.kind)
    if not record.is_editable:
        return refused(f"{kind.label}{record.get_status_display()}，内容不能修改。")
    return _project_goes_on(record.project, kind)


def may_submit(record: Record, on: date) -> Verdict:
    """Decide whether a record may be sent now: its sheet, its sums, and its rulebook's gate."""
    kind = kinds.get(record.kind)
    verdict = _is_in_hand(record) & _project_goes_on(record.project, kind)
    verdict &= _project_is_in_stage(record.project, kind)
    verdict &= _is_complete(record) & kind.check(kinds.load(record))
    facts = facts_of(record.project, record)
    return verdict & judge_gate(record.project, kind.gate_code, on, facts)


def may_still_pass(record: Record) -> Verdict:
    """Decide whether the sums that were right when a record was sent are right today."""
    assert record.submitted_at is not None
    kind = kinds.get(record.kind)
    facts = facts_of(record.project, record)
    sent_on = localdate(record.submitted_at)
    return kind.check(record) & judge_gate(record.project, kind.gate_code, sent_on, facts)


def may_keep(record: Record) -> Verdict:
    """Decide whether what was entered fits the table it is kept in, even as a draft."""
    kind = kinds.get(record.kind)
    verdict = ALLOWED
    for code, attribute in kind.typed.items():
        if not _fits(record, attribute):
            box = catalog.get(kind.sheet).field(code)
            verdict &= refused(f"“{box.label}”{_why_not(record, attribute)}")
    if not verdict:
        return verdict
    try:
        record.validate_constraints(exclude={"project", "kind", "serial"})
    except ValidationError as error:
        for message in error.messages:
            verdict &= refused(message)
    return verdict


def _fits(record: Record, attribute: str) -> bool:
    value = getattr(record, attribute)
    if value is None or value == "":
        return True
    try:
        field = type(record)._meta.get_field(attribute)  # noqa: SLF001 - Django's public name
        assert isinstance(field, Field)
        field.run_validators(value)
    except ValidationError:
        return False
    return True


def _why_not(record: Record, attribute: str) -> str:
    field = type(record)._meta.get_field(attribute)  # noqa: SLF001 - Django's public name
    if isinstance(field, CharField):
        longest, length = field.max_length, len(str(getattr(record, attribute)))
        return f"最多{longest}字，现有{length}字，请删减。"
    return "的数字过大或小数位过多，请核对。"


def judge_gate(project: Project, gate: str, on: date, facts: Facts | None = None) -> Verdict:
    """Ask the project's rulebook whether a gate is open today."""
    return gatekeeper(project, on, facts).judge(gate)


def gatekeeper(
    project: Project,
    on: date,
    facts: Facts | None = None,
    records: Iterable[Record] | None = None,
) -> "Gatekeeper":
    """Read once what the gates of a project need to be judged."""
    return Gatekeeper(
        project=project,
        on=on,
        facts=facts_of(project) if facts is None else facts,
        waived=waived_rules(project.pk, on),
        newest=None if records is None else newest_by_kind(records),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatekeeper:
    """Judges the gates of one project on one day, without a query for each of them."""

    project: Project
    on: date
    facts: Facts
    waived: frozenset[str]
    newest: Mapping[str, Record] | None

    def judge(self, gate: str) -> Verdict:
        """Decide whether a gate is open, each missing thing with the page that supplies it."""
        return Verdict(tuple(self._with_pages(refusal) for refusal in self._judged(gate)))

    def may_begin(self, kind: kinds.RecordKind) -> Verdict:
        """Decide whether it makes sense to begin a record: what it will itself supply is no bar."""
        outside = (r for r in self._judged(kind.gate_code) if _lies_outside(r, kind.code))
        return Verdict(tuple(self._with_pages(refusal) for refusal in outside))

    def _judged(self, gate: str) -> tuple[Refusal, ...]:
        rulebook, calendar = rulebook_of(self.project.rulebook), working_calendar()
        return judge(
            rulebook,
            gate,
            self.facts,
            self.on,
            calendar=calendar,
            waived=self.waived,
            resolve=str,
        ).refusals

    def _with_pages(self, refusal: Refusal) -> Refusal:
        missing = tuple(
            Missing(label=m.label, url=supplies(self.project, m.url, self.newest) if m.url else "")
            for m in refusal.missing
        )
        return replace(refusal, missing=missing)


def _lies_outside(refusal: Refusal, kind: str) -> bool:
    """Whether a refusal lies outside the record itself: another record, a plan, a day to come."""
    if refusal.opens_on is not None:
        return True
    places = [missing.url for missing in refusal.missing if missing.url]
    own = (f"{kind}#", f"record:{kind}", "papers:")
    return bool(places) and not any(place.startswith(own) for place in places)


def _is_in_hand(record: Record) -> Verdict:
    if record.is_editable:
        return ALLOWED
    label = kinds.get(record.kind).label
    return refused(f"{label}{record.get_status_display()}，不能再次送审。")


def _project_goes_on(project: Project, kind: kinds.RecordKind) -> Verdict:
    if project.is_active or not kind.needs_active_project:
        return ALLOWED
    return refused(f"项目已{project.get_standing_display()}，不能办理{kind.label}。")


def _project_is_in_stage(project: Project, kind: kinds.RecordKind) -> Verdict:
    if project.stage in kind.stages:
        return ALLOWED
    labels = "、".join(stage.label for stage in kind.stages)
    return refused(
        f"{kind.label}在{labels}阶段办理，项目现在处于{project.get_stage_display()}阶段。"
    )


def _is_complete(record: Record) -> Verdict:
    verdict = ALLOWED
    sheet = catalog.get(kinds.get(record.kind).sheet)
    url = record_url(record)
    for code, sentence in sheet_errors(sheet, kinds.values_of(kinds.load(record))):
        lacking = Missing(label=sheet.field(code).label, url=f"{url}#id_{code}")
        verdict &= refused(sentence, missing=(lacking,))
    return verdict
