"""Merging, splitting and renaming units (机构改革): planned by two, carried out on the day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from approvals.organizations.estates import Move, move_estates
from approvals.organizations.models import Post, Reorganization, Unit, User
from approvals.organizations.rules import (
    may_cancel_reorganization,
    may_merge_into,
    may_receive,
    may_reorganize,
    may_use_unit,
)
from approvals.organizations.services.units import create_unit, put_under
from approvals.organizations.telling import tell
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.pinyin import pinyin_key
from config.kernel.texts import clean_line
from config.kernel.verdicts import RuleViolationError, Verdict, enforce

Kind, State = Reorganization.Kind, Reorganization.State
LONGEST_TITLE = 60


@audited
def reorganize(  # noqa: PLR0913 - a reorganization has that many sides
    unit: Unit,
    *,
    kind: str,
    target: Unit | None = None,
    new_name: str = "",
    new_short_name: str = "",
    chosen: Mapping[str, Collection[int]] | None = None,
    basis: str,
    effective_on: date,
    witness: User | None,
    actor: User,
    at: datetime,
) -> Reorganization:
    """Plan a reorganization (机构改革), and carry it out where its day has come."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("kind").get(pk=unit.pk)
    enforce(
        may_reorganize(unit, effective_on, witness=witness, actor=actor, on=localdate(at))
        & _may_be(kind, unit, target, new_name)
    )
    assert witness is not None
    target = target or _beside(kind, unit, new_name, new_short_name, actor=actor, at=at)
    row = Reorganization.objects.create(
        kind=kind,
        unit=unit,
        target=target,
        old_name=unit.name,
        new_name=target.name if target else clean_line(new_name),
        new_short_name=clean_line(new_short_name),
        chosen={name: sorted(keys) for name, keys in (chosen or {}).items()},
        basis=clean_line(basis),
        effective_on=effective_on,
        planned_by=actor,
        witness=witness,
        planned_at=at,
    )
    _note_plan(row, unit)
    return carry_out(row, actor=actor, at=at) if effective_on <= localdate(at) else row


def _may_be(kind: str, unit: Unit, target: Unit | None, new_name: str) -> Verdict:
    if kind == Kind.MERGE:
        return may_merge_into(unit, target)
    if kind == Kind.RENAME:
        return may_use_unit(new_name, unit.parent, unit)
    return may_receive(unit, target) if target else may_use_unit(new_name, unit.parent)


def _note_plan(row: Reorganization, unit: Unit) -> None:
    detail = {"内容": row.sentence, "依据": row.basis, "生效日": row.effective_on.isoformat()}
    record(
        AuditAction.REORGANIZATION_PLANNED,
        target=unit,
        actor=row.planned_by,
        at=row.planned_at,
        detail=detail | {"见证人": row.witness.full_name},
    )


def _beside(  # noqa: PLR0913 - a unit has that many particulars
    kind: str, unit: Unit, name: str, short_name: str, *, actor: User, at: datetime
) -> Unit | None:
    """Set up the unit that a split without a receiver is for: at once, and still empty."""
    if kind != Kind.SPLIT:
        return None
    return create_unit(
        name=name,
        short_name=short_name,
        kind=unit.kind,
        parent=unit.parent,
        actor=actor,
        at=at,
    )


@audited
def carry_out(row: Reorganization, *, actor: User, at: datetime) -> Reorganization:
    """Let a planned reorganization take effect (机构改革生效): all of it, or nothing."""
    # Paths change, so one person at a time moves units.
    list(Unit.objects.select_for_update().order_by("id").values_list("id", flat=True))
    row = Reorganization.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_planned:
        return row
    unit = Unit.objects.select_related("parent", "kind").get(pk=row.unit_id)
    if row.kind == Kind.RENAME:
        row.moved = _rename(row, unit)
    else:
        assert row.target_id is not None
        target = Unit.objects.select_related("parent").get(pk=row.target_id)
        if row.kind == Kind.MERGE:
            enforce(may_merge_into(unit, target))
        row.moved = _move(row, unit, target, actor=actor, at=at)
    row.state, row.done_at, row.problem = State.DONE, at, ""
    row.save(update_fields=["state", "done_at", "moved", "problem"])
    detail = {"内容": row.sentence, "依据": row.basis, "移交": row.moved}
    record(AuditAction.REORGANIZED, target=unit, actor=actor, at=at, detail=detail)
    people = User.objects.filter(unit__in=[unit.pk, row.target_id or unit.pk], is_active=True)
    tell(people, title=f"机构改革已生效：{row.sentence}"[:200], body=f"依据：{row.basis}。", at=at)
    return row


def _rename(row: Reorganization, unit: Unit) -> dict[str, object]:
    enforce(may_use_unit(row.new_name, unit.parent, unit))
    before = unit.name
    unit.name = row.new_name
    unit.short_name = row.new_short_name or row.new_name[:40]
    unit.pinyin = pinyin_key(f"{unit.name} {unit.short_name}")
    unit.save(update_fields=["name", "short_name", "pinyin"])
    return {"原名称": before, "现名称": unit.name}


def _move(
    row: Reorganization, unit: Unit, target: Unit, *, actor: User, at: datetime
) -> dict[str, object]:
    """Move posts with all that hangs on them, people, subordinate units, then the projects."""
    is_whole = row.kind == Kind.MERGE
    posts, people, children = unit.posts.all(), unit.members.all(), unit.children.all()
    if not is_whole:
        posts = posts.filter(pk__in=row.chosen.get("posts", []))
        people = people.filter(pk__in=row.chosen.get("people", []))
        children = children.filter(pk__in=row.chosen.get("children", []))
    moved: dict[str, object] = {"岗位": _move_posts(posts, unit, target)}
    moved["人员"] = people.update(unit=target)
    moved["下级单位"] = children.count()
    for child in list(children.select_related("parent")):
        enforce(may_use_unit(child.name, target, child))
        target.refresh_from_db()
        put_under(child, target)
    moved |= move_estates(
        Move(
            unit=unit,
            target=target,
            projects=None if is_whole else row.chosen.get("projects", []),
            actor=actor,
            at=at,
        )
    )
    if is_whole:
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
    return moved


def _move_posts(posts: QuerySet[Post], unit: Unit, target: Unit) -> int:
    """Move posts; tasks, holders and rights hang on them and come along."""
    count = 0
    for post in posts.order_by("pk"):
        taken = Post.objects.filter(unit=target, role=post.role_id, title=post.title)
        if taken.exists():
            post.title = f"{post.title}（原{unit.short_name}）"[:LONGEST_TITLE]
        post.unit = target
        post.save(update_fields=["unit", "title"])
        count += 1
    return count


@audited
def cancel_reorganization(row: Reorganization, *, actor: User, at: datetime) -> None:
    """Take a planned reorganization back before its day (取消)."""
    row = Reorganization.objects.select_for_update(of=("self",)).get(pk=row.pk)
    enforce(may_cancel_reorganization(row, actor, localdate(at)))
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    detail = {"内容": row.sentence}
    record(AuditAction.REORGANIZATION_CANCELLED, target=row.unit, actor=actor, at=at, detail=detail)


def carry_out_due(*, at: datetime) -> int:
    """Carry out what was planned for today or earlier; say where something stands in the way."""
    due = Reorganization.objects.filter(state=State.PLANNED, effective_on__lte=localdate(at))
    done = 0
    for row in due.select_related("unit", "planned_by", "witness").order_by("effective_on", "pk"):
        try:
            carry_out(row, actor=User.system(), at=at)
        except RuleViolationError as violation:
            _note_problem(row, violation.verdict.text, at)
        else:
            done += 1
    return done


def _note_problem(row: Reorganization, problem: str, at: datetime) -> None:
    if row.problem == problem:
        return
    Reorganization.objects.filter(pk=row.pk).update(problem=problem)
    tell(
        [row.planned_by, row.witness],
        title=f"机构改革未能生效：{row.sentence}"[:200],
        body=problem,
        url=f"/organizations/units/{row.unit_id}/",
        at=at,
    )
