"""Beginning a rulebook (起草): from a version of it, or from a text that was pasted."""

from datetime import datetime
from typing import Any

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from projects.regulations.editor.coding import with_codes
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.texts import paragraphs_of
from projects.regulations.models import Regulation, RulebookDraft, RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.services.defaults import default_duties


@audited
def begin_revision(version: RulebookVersion, *, actor: User, at: datetime) -> RulebookDraft:
    """Begin a new version of a regulation (修改): everything it says now is taken over."""
    content = rulebook_of(version).model_dump(mode="json")
    return _begin(content, regulation=version.regulation, based_on=version, actor=actor, at=at)


@audited
def begin_regulation(  # noqa: PLR0913 - what a new regulation begins with, all named
    *,
    title: str,
    document_number: str,
    text_status: str,
    text: str,
    pattern: RulebookVersion | None,
    actor: User,
    at: datetime,
) -> RulebookDraft:
    """Begin a regulation that the system does not know yet (起草新办法), from its text.

    `pattern` is a rulebook whose lists, papers, gates and routes are taken over as a beginning;
    what cites its clauses is not.
    """
    code = _new_code(at)
    content = {
        **(_pattern_of(pattern) if pattern else blank_content()),
        "code": code,
        "title": title,
        "document_number": document_number,
        "status": text_status,
        "version": 1,
        "texts": [{"code": code, "title": title, "paragraphs": paragraphs_of(text)}],
    }
    return _begin(content, regulation=None, based_on=pattern, actor=actor, at=at)


def blank_content() -> Raw:
    """Return a rulebook in which nothing is said yet but who fills in and who signs for a unit."""
    return {"scope": {"requirements": []}, "gates": [], "duties": default_duties()}


def _begin(
    content: Raw,
    *,
    regulation: Regulation | None,
    based_on: RulebookVersion | None,
    actor: User,
    at: datetime,
) -> RulebookDraft:
    draft = RulebookDraft.objects.create(
        regulation=regulation,
        based_on=based_on,
        title=str(content.get("title") or "未命名的办法"),
        content=with_codes(content),
        created_at=at,
        changed_by=actor,
        changed_at=at,
    )
    draft.authors.add(actor)
    record(AuditAction.RULEBOOK_DRAFT_BEGUN, target=draft, actor=actor, at=at)
    return draft


def _new_code(at: datetime) -> str:
    """Choose a code for a regulation that has none yet."""
    taken = set(Regulation.objects.values_list("code", flat=True))
    taken |= {str(code) for code in RulebookDraft.objects.values_list("content__code", flat=True)}
    number = 1
    while f"B{at.year}-{number}" in taken:
        number += 1
    return f"B{at.year}-{number}"


def _pattern_of(version: RulebookVersion) -> Raw:
    content: Raw = _uncited(rulebook_of(version).model_dump(mode="json"))
    return content


def _uncited(value: Any) -> Any:
    """Take every citation out: another text's clauses are no basis for this one."""
    if isinstance(value, list):
        return [_uncited(item) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {name: _uncited(inner) for name, inner in value.items()}
    if "basis" in value and "clause" in value:
        rest |= {"basis": "SYSTEM_DEFAULT", "clause": "", "quote": "", "text": None}
        rest |= {"word": "", "rows": []} if "word" in value else {}
        rest.pop("id", None)
    return {name: inner for name, inner in rest.items() if inner != []}
