"""Saving the draft of an application: its sheet, its lines, its answers, and its look-alikes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.services import audited
from config.kernel.money import wan_text
from config.kernel.verdicts import ALLOWED, Verdict, enforce
from projects.application.models import BudgetLine, ProjectApplication, SimilarProject
from projects.application.queries import (
    answers_of,
    find_similar,
    fiscal_sources,
    kind_labels,
    lines_of,
)
from projects.application.rules import may_contain, may_declare, may_hold, may_plan_for
from projects.application.shapes import LineInput
from projects.registry.models import Project
from projects.registry.rules import may_save
from projects.registry.services import keep_record, lock_project, require_seen, update_project
from projects.registry.snapshots import plain
from projects.regulations.queries import rulebook_of

OF_THE_REGISTER = {
    "project_name": "name",
    "plan_year": "plan_year",
    "build_type": "build_type",
    "object_kind": "object_kind",
}


@audited
def save_application(  # noqa: PLR0913 - the parts of the page, all named
    target: ProjectApplication,
    *,
    values: Mapping[str, object],
    lines: Sequence[LineInput] | None,
    answers: Mapping[int, str],
    version: int,
    red_lines: Mapping[str, str] | None = None,
    page: UUID | None = None,
    rechecks: bool = False,
    actor: User,
    at: datetime,
) -> ProjectApplication:
    """Keep what was entered so far (保存草稿); lines or values that are not given stay.

    A page that was the last to save may go on although its version is old: its own answer
    may have been lost on the way, or it was saved by the browser on leaving. Look-alikes
    are searched whenever something changed, and with `rechecks` in any case.
    """
    draft = _locked(target)
    stored = [_as_input(line) for line in lines_of(draft.pk)]
    entered = stored if lines is None else [line for line in lines if not line.is_blank]
    if page is None or draft.saved_from != page:
        require_seen(draft, version, values, *_other_lines(stored, entered))
    said = {**draft.red_line_answers, **(red_lines or {})}
    enforce(_may_be_kept(draft, values, entered, [*answers.values(), *said.values()], at=at))

    values = _with_whole_year(values)
    if stored == entered and _is_unchanged(draft, values, answers, said):
        if rechecks:
            _look_for_duplicates(draft, answers, at=at)
            draft.save(update_fields=["duplicates_checked_at"])
        return draft
    saved = _keep(draft, values, entered, actor=actor, at=at)
    _look_for_duplicates(saved, answers, at=at)
    saved.saved_from, saved.red_line_answers = page, said
    saved.save(update_fields=["duplicates_checked_at", "saved_from", "red_line_answers"])
    return saved


def _may_be_kept(
    draft: ProjectApplication,
    values: Mapping[str, object],
    lines: Sequence[LineInput],
    said: Sequence[str],
    *,
    at: datetime,
) -> Verdict:
    rulebook = rulebook_of(draft.project.rulebook)
    return (
        may_save(draft)
        & may_declare(has_no_state_secrets=values.get("no_state_secrets", True) is not False)
        & may_contain(_texts(values, lines, said))
        & may_hold(lines, kind_labels(rulebook))
        & _may_change_year(draft.project, values, localdate(at))
    )


def _keep(
    draft: ProjectApplication,
    values: Mapping[str, object],
    lines: Sequence[LineInput],
    *,
    actor: User,
    at: datetime,
) -> ProjectApplication:
    """Put everything where it belongs: the register, the record, the lines."""
    _update_register(draft.project, values, lines, actor=actor, at=at)
    total, fiscal = _sums(lines, fiscal_sources(rulebook_of(draft.project.rulebook)))
    kept = {code: value for code, value in values.items() if code not in OF_THE_REGISTER}
    saved = keep_record(
        draft,
        values=kept | {"estimated_amount": total, "fiscal_amount": fiscal},
        actor=actor,
        at=at,
    )
    assert isinstance(saved, ProjectApplication)
    _replace_lines(saved, lines)
    return saved


def _may_change_year(project: Project, values: Mapping[str, object], on: date) -> Verdict:
    """Let a draft keep the year it has, even when that is over."""
    year = values.get("plan_year")
    return ALLOWED if str(year) == str(project.plan_year) else may_plan_for(year, on)


def _with_whole_year(values: Mapping[str, object]) -> Mapping[str, object]:
    year = values.get("plan_year")
    return {**values, "plan_year": int(str(year))} if year else values


def _locked(target: ProjectApplication) -> ProjectApplication:
    project = lock_project(target.project_id)
    draft = ProjectApplication.objects.select_for_update(of=("self",), no_key=True).get(
        pk=target.pk
    )
    draft.project = project
    return draft


def _texts(
    values: Mapping[str, object], lines: Sequence[LineInput], said: Sequence[str]
) -> dict[str, object]:
    texts: dict[str, object] = {"项目名称": values.get("project_name", "")}
    others = [str(value) for code, value in values.items() if code != "project_name"]
    texts["申报内容"] = "\n".join([*others, *said])
    for number, line in enumerate(lines, start=1):
        texts[f"预算明细第{number}行"] = f"{line.item}\n{line.specification}\n{line.answer}"
    return texts


def _is_unchanged(
    draft: ProjectApplication,
    values: Mapping[str, object],
    answers: Mapping[int, str],
    said: Mapping[str, str],
) -> bool:
    """Whether the page says what is stored already, so that nothing need be written."""
    if draft.duplicates_checked_at is None or said != draft.red_line_answers:
        return False
    stored = dict(draft.details) | {"cloud_target": draft.cloud_target}
    stored |= {code: getattr(draft.project, name) for code, name in OF_THE_REGISTER.items()}
    same = all(
        (stored.get(code) or None) == (plain(value) or None)
        if not isinstance(value, bool)
        else stored.get(code) is value
        for code, value in values.items()
    )
    given = answers_of(draft.pk)
    return same and all(given.get(pk, text) == text for pk, text in answers.items())


def _other_lines(stored: Sequence[LineInput], entered: Sequence[LineInput]) -> tuple[str, ...]:
    """Say how the budget of a page that came too late differs from the one that is there."""
    if list(stored) == list(entered):
        return ()
    return (f"预算明细现在是{_size_of(stored)}，您填写的是{_size_of(entered)}。",)


def _size_of(lines: Sequence[LineInput]) -> str:
    total = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    return f"{len(lines)}行、合计{wan_text(total)}万元"


def _as_input(line: BudgetLine) -> LineInput:
    return LineInput(
        item=line.name,
        category=line.category,
        source=line.source,
        specification=line.specification,
        line_kind=line.line_kind,
        answer=line.red_line_answer,
        quantity=line.quantity,
        unit_price=line.unit_price,
    )


def _sums(lines: Sequence[LineInput], fiscal: frozenset[str]) -> tuple[Decimal, Decimal]:
    total = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    of_those = (line.amount or Decimal(0) for line in lines if line.source in fiscal)
    return total, sum(of_those, Decimal(0))


def _update_register(
    project: Project,
    values: Mapping[str, object],
    lines: Sequence[LineInput],
    *,
    actor: User,
    at: datetime,
) -> None:
    wanted = {name: values[code] for code, name in OF_THE_REGISTER.items() if values.get(code)} | {
        "estimated_amount": _sums(lines, frozenset())[0]
    }
    changes = {name: value for name, value in wanted.items() if getattr(project, name) != value}
    if changes:
        update_project(project, actor=actor, at=at, **changes)


def _replace_lines(saved: ProjectApplication, lines: Sequence[LineInput]) -> None:
    BudgetLine.objects.filter(application=saved).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application=saved,
            position=position,
            name=line.item,
            category=line.category,
            source=line.source,
            specification=line.specification,
            line_kind=line.line_kind,
            red_line_answer=line.answer,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.amount,
        )
        for position, line in enumerate(lines, start=1)
    )


def _look_for_duplicates(
    saved: ProjectApplication, answers: Mapping[int, str], *, at: datetime
) -> None:
    """Compare again with all projects; what was answered about a project stays answered."""
    known = answers_of(saved.pk) | dict(answers)
    found = find_similar(
        saved.project,
        name=saved.project.name,
        content=str(saved.details.get("functions") or ""),
    )
    SimilarProject.objects.filter(application=saved).delete()
    SimilarProject.objects.bulk_create(
        SimilarProject(
            application=saved,
            project_id=likeness.project_id,
            similarity=likeness.similarity,
            answer=known.get(likeness.project_id, ""),
        )
        for likeness in found
    )
    saved.duplicates_checked_at = at
