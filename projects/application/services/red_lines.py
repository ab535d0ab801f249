"""The words that applications are scanned for: added and taken out by the office."""

from datetime import datetime

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce
from projects.application.models import RedLineTerm
from projects.application.rules import may_add_term, may_retire_term
from projects.regulations.models import Regulation


@audited(refused_as=AuditAction.RED_LINE_TERM_ADDED)
def add_red_line_term(  # noqa: PLR0913 - the parts of a term, all named
    *,
    regulation: Regulation | None,
    line_code: str,
    word: str,
    hint: str,
    actor: User,
    at: datetime,
) -> RedLineTerm:
    """Let applications be scanned for another word (添加红线用语)."""
    term = RedLineTerm(
        regulation=regulation,
        line_code=line_code,
        word=clean_line(word),
        hint=clean_line(hint),
        added_by=actor,
        added_at=at,
    )
    enforce(may_add_term(term))
    term.save()
    _note(AuditAction.RED_LINE_TERM_ADDED, term, actor=actor, at=at)
    return term


@audited(refused_as=AuditAction.RED_LINE_TERM_RETIRED)
def retire_red_line_term(term: RedLineTerm, *, actor: User, at: datetime) -> RedLineTerm:
    """Scan for a word no longer (停用红线用语)."""
    term = RedLineTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    enforce(may_retire_term(term))
    term.retired_by, term.retired_at = actor, at
    term.save(update_fields=["retired_by", "retired_at"])
    _note(AuditAction.RED_LINE_TERM_RETIRED, term, actor=actor, at=at)
    return term


def _note(action: AuditAction, term: RedLineTerm, *, actor: User, at: datetime) -> None:
    where = term.regulation.title if term.regulation else "全部办法"
    record(action, target=term, actor=actor, at=at, detail={"用语": term.word, "办法": where})
