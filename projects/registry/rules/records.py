"""When a record may be opened, kept or sent. Reads only; the demands are the rulebook's."""

from datetime import date

from django.utils.timezone import localdate

from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from documents.sheets.checks import sheet_errors
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.life import life_of
from projects.registry.models import Project, Record, RecordStatus, Standing
from projects.registry.rules.basis import structural
from projects.registry.rules.calls import may_enter_call
from projects.registry.rules.gates import judge_gate
from projects.registry.rules.places import record_url, supplies

STANDING = "standing_change"


def may_open(project: Project, kind: kinds.RecordKind) -> Verdict:
    """Decide whether a new record of a kind may be begun now."""
    verdict = _project_goes_on(project, kind) & _project_is_in_stage(project, kind)
    if kind.is_repeatable:
        return verdict
    present = Record.objects.filter(project=project, kind=kind.code).exclude(
        status__in=[RecordStatus.VOID, RecordStatus.FAILED]
    )
    there = present.order_by("pk").last()
    if there is not None:
        sentence = f"本项目已有{kind.label}，不能重复新建。"
        known = Missing(label=f"在已有的{there.title}上继续办理", url=record_url(there))
        verdict &= structural(project, sentence, kind=kind, missing=(known,))
    return verdict


def may_save(record: Record) -> Verdict:
    """Decide whether the contents of a record may be changed."""
    kind = kinds.of(record)
    if not record.is_editable:
        sentence = f"{kind.label}{record.get_status_display()}，内容不能修改。"
        return structural(record.project, sentence)
    return _project_goes_on(record.project, kind)


def may_submit(record: Record, on: date) -> Verdict:
    """Decide whether a record may be sent now: its sheet, its sums, and its rulebook's gate."""
    kind = kinds.of(record)
    verdict = _is_in_hand(record) & _project_goes_on(record.project, kind)
    verdict &= _project_is_in_stage(record.project, kind)
    verdict &= _is_complete(record) & kind.check(kinds.load(record))
    facts = facts_of(record.project, record)
    verdict &= may_enter_call(record, on, facts)
    return verdict & judge_gate(record.project, kind.gate_code, on, facts)


def may_still_pass(record: Record) -> Verdict:
    """Decide whether the sums that were right when a record was sent are right today."""
    assert record.submitted_at is not None
    kind = kinds.of(record)
    facts = facts_of(record.project, record)
    sent_on = localdate(record.submitted_at)
    return kind.check(record) & judge_gate(record.project, kind.gate_code, sent_on, facts)


def _is_in_hand(record: Record) -> Verdict:
    if record.is_editable:
        return ALLOWED
    label = kinds.of(record).label
    sentence = f"{label}{record.get_status_display()}，不能再次送审。"
    return structural(record.project, sentence)


def _project_goes_on(project: Project, kind: kinds.RecordKind) -> Verdict:
    if project.is_active or not kind.needs_active_project:
        return ALLOWED
    sentence = f"项目已{project.get_standing_display()}，不能办理{kind.label}。"
    if project.standing != Standing.SUSPENDED:
        return structural(project, sentence)
    resumed = Missing(label="项目恢复办理", url=supplies(project, f"record:{STANDING}", {}))
    return structural(project, sentence, missing=(resumed,))


def _project_is_in_stage(project: Project, kind: kinds.RecordKind) -> Verdict:
    if kind.is_in_stage(project):
        return ALLOWED
    if kind.code in life_of(project).skips:
        return structural(project, f"按本项目的办理类型，不办理{kind.label}。", kind=kind)
    labels = "、".join(kind.place_labels or [stage.label for stage in kind.stages])
    sentence = f"{kind.label}在{labels}阶段办理，项目现在处于{project.stage_label}阶段。"
    return structural(project, sentence, kind=kind, missing=_stages_before(project, kind))


def _stages_before(project: Project, kind: kinds.RecordKind) -> tuple[Missing, ...]:
    """Name the stages that have to be gone through first; none where the time is over."""
    life = life_of(project)
    here = life.place_of(project)
    for place, stage in enumerate(life.stages):
        if stage.code in kind.places or (not kind.places and stage.phase in kind.stages):
            url = supplies(project, "tab:overview")
            return tuple(
                Missing(label=f"完成{one.label}阶段", url=url) for one in life.stages[here:place]
            )
    return ()


def _is_complete(record: Record) -> Verdict:
    verdict, kind = ALLOWED, kinds.of(record)
    sheet, url = kind.form, record_url(record)
    for code, sentence in sheet_errors(sheet, kinds.values_of(kinds.load(record))):
        if code in kind.own_boxes:
            continue
        lacking = Missing(label=sheet.field(code).label, url=f"{url}#id_{code}")
        verdict &= refused(sentence, missing=(lacking,))
    return verdict
