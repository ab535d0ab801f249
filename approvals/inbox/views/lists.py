"""The lists: what waits for me, what I did, what I sent."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from approvals.flows.queries import (
    QueuePage,
    capped_text,
    copies_page,
    done_page,
    filtered_count,
    queue_sample,
    sent_page,
    todo_page,
    unread_copies,
)
from approvals.inbox.forms import FilterBar, SavedViewForm
from approvals.inbox.queries import (
    SAVED_VIEWS,
    copy_rows,
    done_rows,
    query_suffix,
    queue_posts,
    saved_links,
    sent_rows,
    todo_rows,
)
from approvals.organizations.models import User
from config.kernel.addresses import address_of
from config.kernel.frames import Link

ACTING = "?acting=on"


def tabs_for(user: User, current: str, todo_count: str = "") -> tuple[Link, ...]:
    """Return the tabs; the count of the queue is given where it is known anyway."""
    unread = unread_copies(user)
    found = [
        ("inbox-todo", "", "待办", todo_count),
        ("inbox-done", "", "已办", ""),
        ("inbox-sent", "", "我发起", ""),
        ("inbox-copies", "", "抄送", ""),
        ("inbox-unread", "", "待阅", capped_text(unread) if unread else ""),
        ("inbox-todo", ACTING, "代办", ""),
    ]
    return tuple(
        Link(
            label=label,
            href=address_of(f"approvals:{name}") + end,
            current=name + end == current,
            count=count,
        )
        for name, end, label, count in found
    )


def queue_context(request: HttpRequest, *, current: int = 0) -> dict[str, object]:
    """Return the queue with its filters, as the list beside a matter and alone."""
    user, on = request.user, localdate()
    assert user.is_authenticated
    acting = bool(request.GET.get("acting"))
    posts, lent = queue_posts(user, on, acting=acting)
    sample = queue_sample(user, posts, on, beside=SAVED_VIEWS, values=[user.pk])
    bar = FilterBar.of(request.GET, sample)
    wanted, order = bar.wanted(on)
    page = todo_page(user, posts, wanted=wanted, order=order, after=request.GET.get("after", ""))
    suffix, bare = query_suffix(request.GET), query_suffix(request.GET, without=["acting"])
    home = address_of("approvals:inbox-todo") + (ACTING if acting else "")
    return {
        "tabs": tabs_for(
            user,
            "inbox-todo" + (ACTING if acting else ""),
            sample.total_text if sample.total and not acting else "",
        ),
        "sample": sample,
        "filter_bar": bar,
        "is_acting": acting,
        "found_text": capped_text(filtered_count(user, posts, wanted)) if wanted else "",
        "rows": todo_rows(page.rows, on=on, suffix=suffix, current=current, lent=lent),
        "queue_href": address_of("approvals:inbox-todo") + suffix,
        "suffix_text": suffix,
        "clear_href": home if bare else "",
        "saved_views": saved_links(sample.beside),
        "view_form": SavedViewForm(initial={"query": suffix}, auto_id="v-%s") if bare else None,
        "pager": pager_of(request, page, "inbox-todo"),
    }


def pager_of(request: HttpRequest, page: QueuePage[Any], name: str) -> dict[str, str]:
    """Return where the next rows are, and the way back to the first ones."""
    home, suffix = address_of(f"approvals:{name}"), query_suffix(request.GET)
    key = urlencode({"after": page.next_key})
    return {
        "first_href": f"{home}{suffix}" if request.GET.get("after") else "",
        "next_href": f"{home}{suffix}{'&' if suffix else '?'}{key}" if page.next_key else "",
    }


@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Show what waits for the posts of the reader (待办)."""
    return render(request, "approvals/inbox/todo.html", queue_context(request))


@login_required
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show what the reader decided (已办)."""
    assert request.user.is_authenticated
    page = done_page(request.user, after=request.GET.get("after", ""))
    context = {
        "tabs": tabs_for(request.user, "inbox-done"),
        "rows": done_rows(page.rows, on=localdate()),
        "pager": pager_of(request, page, "inbox-done"),
    }
    return render(request, "approvals/inbox/done.html", context)


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show what the reader sent, and where it is stuck (我发起)."""
    assert request.user.is_authenticated
    page = sent_page(request.user, after=request.GET.get("after", ""))
    context = {
        "tabs": tabs_for(request.user, "inbox-sent"),
        "rows": sent_rows(page.rows, on=localdate()),
        "pager": pager_of(request, page, "inbox-sent"),
    }
    return render(request, "approvals/inbox/sent.html", context)


@login_required
@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """Show what the reader was given to read (抄送)."""
    return _copies(request, "inbox-copies", unread=False)


@login_required
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """Show what the reader was given to read and has not ticked off (待阅)."""
    return _copies(request, "inbox-unread", unread=True)


def _copies(request: HttpRequest, name: str, *, unread: bool) -> HttpResponse:
    assert request.user.is_authenticated
    page = copies_page(request.user, unread=unread, after=request.GET.get("after", ""))
    context = {
        "tabs": tabs_for(request.user, name),
        "is_unread": unread,
        "rows": copy_rows(page.rows, on=localdate()),
        "pager": pager_of(request, page, name),
    }
    return render(request, "approvals/inbox/copies.html", context)
