"""Writing a rulebook: kept thing by thing, added to, taken from, put in order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import (
    ALLOWED,
    StaleVersionError,
    Verdict,
    enforce,
    refused,
)
from projects.regulations.editor.coding import with_codes
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.places import (
    Node,
    NoSuchPlaceError,
    Place,
    apart,
    blank,
    label_of,
    mark_of,
    moved,
    slug_of,
    with_value,
    without,
)
from projects.regulations.editor.places import (
    at as node_at,
)
from projects.regulations.editor.problems import where
from projects.regulations.models import RulebookDraft

MOST_REMOVED = 20
MOVED_AWAY = (
    "您打开页面之后，这一项已被他人修改、移动或者删除。您填写的内容还在本页，请另开页面核对。"
)


def may_edit(draft: RulebookDraft) -> Verdict:
    """Decide whether the contents of a draft may be changed."""
    if draft.is_editable:
        return ALLOWED
    return refused(f"草稿{draft.get_status_display()}，内容不能修改。")


@audited
def keep_thing(  # noqa: PLR0913 - what is kept, where, and what it was
    target: RulebookDraft,
    *,
    place: Place,
    value: Any,
    mark: str,
    page: str = "",
    is_told: bool = True,
    actor: User,
    at: datetime,
) -> RulebookDraft:
    """Keep one thing of a draft as it was typed (保存), finished or not.

    A page that was the last to save may go on although its mark is old: its own answer may
    have been lost on the way.
    """
    draft = _locked(target)
    is_own = bool(page) and draft.saved_from == page
    node = _present(draft, place) if is_own else _require_unmoved(draft, place, mark)
    if isinstance(node.value, dict) and not node.is_list:
        own_pages = {n: v for n, v in node.value.items() if n in apart(node.shape)}
        value = {n: v for n, v in value.items() if n not in own_pages} | own_pages
    content = with_codes(with_value(draft.content, place, value))
    draft.saved_from = page
    if content == draft.content:
        return draft
    detail = {"位置": where(content, place) or "基本信息"} if is_told else None
    return _keep(draft, content, detail, actor=actor, at=at)


@audited
def add_thing(
    target: RulebookDraft, *, place: Place, actor: User, at: datetime
) -> tuple[RulebookDraft, Place]:
    """Add a thing to a list of a draft (新增); return it with its place."""
    draft = _locked(target)
    items = list(node_at(draft.content, place).value or [])
    new = (*place, len(items))
    made = blank(node_at(draft.content, place).shape)
    content = with_value(draft.content, place, [*items, made])
    detail = {"新增": where(content, place)}
    return _keep(draft, content, detail, actor=actor, at=at), new


@audited
def drop_thing(
    target: RulebookDraft, *, place: Place, mark: str, actor: User, at: datetime
) -> RulebookDraft:
    """Take a thing out of a draft (删除); it can be put back."""
    draft = _locked(target)
    _require_unmoved(draft, place, mark)
    *list_place, index = place
    assert isinstance(index, int)
    value = node_at(draft.content, place).value
    kept = {"place": slug_of(tuple(list_place)), "index": index, "value": value}
    draft.removed = [*draft.removed, kept][-MOST_REMOVED:]
    detail = {"删除": where(draft.content, place)}
    return _with_list(draft, place, lambda items: without(items, index), detail, actor, at)


@audited
def move_thing(  # noqa: PLR0913 - which thing, which way
    target: RulebookDraft, *, place: Place, mark: str, by: int, actor: User, at: datetime
) -> RulebookDraft:
    """Move a thing of a draft up or down its list (上移、下移)."""
    draft = _locked(target)
    _require_unmoved(draft, place, mark)
    index = place[-1]
    assert isinstance(index, int)
    detail = {"调整顺序": where(draft.content, place)}
    return _with_list(draft, place, lambda items: moved(items, index, by), detail, actor, at)


@audited
def put_back(target: RulebookDraft, *, number: int, actor: User, at: datetime) -> RulebookDraft:
    """Put back a thing that was taken out of a draft (恢复)."""
    draft = _locked(target)
    if number >= len(draft.removed):
        raise StaleVersionError("这一项已经恢复。")
    kept = draft.removed[number]
    place = tuple(int(p) if p.isdecimal() else p for p in kept["place"].split("-"))
    try:
        items = list(node_at(draft.content, place).value or [])
    except NoSuchPlaceError:
        enforce(refused("它所在的那一项也已删除，请先恢复那一项。"))
        raise
    items.insert(kept["index"], kept["value"])
    draft.removed = without(draft.removed, number)
    draft.saved_from = ""
    content = with_value(draft.content, place, items)
    detail = {"恢复": label_of(kept["value"]) or where(content, place)}
    return _keep(draft, content, detail, actor=actor, at=at)


@audited
def discard_draft(target: RulebookDraft, *, actor: User, at: datetime) -> RulebookDraft:
    """Give a draft up (作废); it is kept, but nobody works on it any more."""
    draft = _locked(target)
    draft.status = RulebookDraft.Status.DISCARDED
    draft.save(update_fields=["status"])
    record(AuditAction.RULEBOOK_DRAFT_DISCARDED, target=draft, actor=actor, at=at)
    return draft


def _locked(target: RulebookDraft) -> RulebookDraft:
    draft = RulebookDraft.objects.select_for_update().get(pk=target.pk)
    enforce(may_edit(draft))
    return draft


def _present(draft: RulebookDraft, place: Place) -> Node:
    try:
        return node_at(draft.content, place)
    except NoSuchPlaceError as error:
        raise StaleVersionError(MOVED_AWAY) from error


def _require_unmoved(draft: RulebookDraft, place: Place, mark: str) -> Node:
    node = _present(draft, place)
    if mark_of(node.value, node.shape) != mark:
        raise StaleVersionError(MOVED_AWAY)
    return node


def _with_list(  # noqa: PLR0913, PLR0917 - which list, what becomes of it, who and when
    draft: RulebookDraft,
    place: Place,
    change: Callable[[list[Any]], list[Any]],
    detail: Mapping[str, object],
    actor: User,
    at: datetime,
) -> RulebookDraft:
    draft.saved_from = ""
    items = change(list(node_at(draft.content, place[:-1]).value))
    content = with_value(draft.content, place[:-1], items)
    return _keep(draft, content, detail, actor=actor, at=at)


def _keep(
    draft: RulebookDraft,
    content: Raw,
    detail: Mapping[str, object] | None,
    *,
    actor: User,
    at: datetime,
) -> RulebookDraft:
    draft.content = with_codes(content)
    draft.title = str(content.get("title") or draft.title)[:200]
    draft.changed_by = actor
    draft.changed_at = at
    draft.save()
    draft.authors.add(actor)
    if detail is not None:
        record(AuditAction.RULEBOOK_DRAFT_CHANGED, target=draft, actor=actor, at=at, detail=detail)
    return draft
