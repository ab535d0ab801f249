"""What people keep for themselves: phrases, filters, a calendar feed; and the agenda book.

Phrases and filters are no deed of office and not on the trail. The token of a feed is shown
once; what is kept is its digest.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from approvals.flows.models import Meeting
from approvals.flows.services import take_in
from approvals.inbox.models import CalendarFeed, Phrase, SavedView
from approvals.inbox.queries import agenda_html
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import sha256
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused
from documents.jobs.handlers import Produced, Progress
from documents.models import Job
from documents.rendering import page_pdf
from documents.services import start_job

AGENDA_BOOK = "approvals.agenda_book"
MOST_PHRASES = 20
MOST_VIEWS = 12
TOKEN_BYTES = 24


@transaction.atomic
def keep_phrase(*, text: str, form_key: UUID | None = None, actor: User, at: datetime) -> None:
    """Keep a phrase for later opinions (添加常用意见)."""
    if not take_in(actor, form_key, at):
        return
    own = Phrase.objects.filter(user=actor)
    if own.count() >= MOST_PHRASES:
        enforce(refused(f"常用意见最多{MOST_PHRASES}条，请先删除不用的。"))
    own.get_or_create(user=actor, text=clean_line(text))


def drop_phrase(phrase: Phrase) -> None:
    """Forget a phrase (删除常用意见)."""
    phrase.delete()


@transaction.atomic
def keep_view(
    *, name: str, query: str, form_key: UUID | None = None, actor: User, at: datetime
) -> None:
    """Keep filters of the queue under a name (保存常用筛选); the same name is written anew."""
    if not take_in(actor, form_key, at):
        return
    own, label = SavedView.objects.filter(user=actor), clean_line(name)
    if own.exclude(name=label).count() >= MOST_VIEWS:
        enforce(refused(f"常用筛选最多{MOST_VIEWS}个，请先删除不用的。"))
    own.update_or_create(user=actor, name=label, defaults={"query": query})


def drop_view(view: SavedView) -> None:
    """Forget kept filters (删除常用筛选)."""
    view.delete()


def print_agenda(meeting: Meeting, *, actor: User, at: datetime) -> Job:
    """Have the agenda drawn as a book (打印议题册); unchanged, it is drawn once."""
    digest = sha256(agenda_html(meeting.pk).encode())
    return start_job(
        AGENDA_BOOK,
        key=f"agenda:{meeting.pk}:{actor.pk}:{digest[:32]}",
        label=f"{meeting.title}议题册",
        params={"meeting": meeting.pk},
        actor=actor,
        at=at,
    )


def draw_agenda(job: Job, progress: Progress) -> Produced:
    """Draw the book of an agenda (议题册)."""
    content = page_pdf(agenda_html(job.params["meeting"]))
    progress(1, 1)
    return Produced(name=f"{job.label}.pdf", content=content, title=job.label)


@audited
def open_feed(*, actor: User, at: datetime) -> str:
    """Return a new secret address for one's deadlines (开通日历订阅); the one before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        user=actor, defaults={"token_digest": sha256(token.encode()), "created_at": at}
    )
    _record_feed("开通", actor=actor, at=at)
    return token


@audited
def close_feed(*, actor: User, at: datetime) -> None:
    """Let the secret address lead nowhere (撤销日历订阅)."""
    CalendarFeed.objects.filter(user=actor).delete()
    _record_feed("撤销", actor=actor, at=at)


def _record_feed(deed: str, *, actor: User, at: datetime) -> None:
    detail = {"操作": deed}
    record(AuditAction.CALENDAR_FEED_CHANGED, target=actor, actor=actor, at=at, detail=detail)
