"""One thing of a draft on its page: filled in, quoted from the text, kept while it is typed."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from approvals.organizations.models import User
from config.kernel.texts import clean_line
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.regulations.editor.entering import entered, entered_list
from projects.regulations.editor.names import Names
from projects.regulations.editor.places import (
    NoSuchPlaceError,
    Place,
    place_of,
    slug_of,
)
from projects.regulations.editor.rowing import UnknownButtonError, pressed
from projects.regulations.editor.texts import cited
from projects.regulations.queries.drafts import drafts, world
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import add_thing, drop_thing, keep_thing, move_thing
from projects.regulations.views.drafts import BASICS, editor_of, thing_href
from projects.regulations.views.drawing import Page, draw, page_of, parent_href

CONFLICT, INVALID = 409, 422
LONGEST_TOKEN = 40


@require_http_methods(["GET", "POST"])
def thing(request: HttpRequest, draft_id: int, slug: str) -> HttpResponse:
    """Show one thing of a draft, or do what one of its buttons says."""
    user = editor_of(request)
    draft = get_object_or_404(drafts().defer(None), pk=draft_id)
    page = page_of(draft, () if slug == BASICS else place_of(slug))
    page.token = (request.POST.get("page") or "")[:LONGEST_TOKEN] or uuid4().hex
    if request.method == "GET":
        page.is_new = "new" in request.GET
        return draw(request, page)
    return _Press(request, page, user, now()).answer()


class _Press:
    """What one button does; everything typed on the page is kept first."""

    def __init__(self, request: HttpRequest, page: Page, user: User, moment: datetime) -> None:
        self.request, self.page, self.user, self.moment = request, page, user, moment
        self.button = request.POST.get("op") or "save"
        self.verb, _, self.rest = self.button.partition(":")

    def answer(self) -> HttpResponse:
        """Do it, and say where to go on; what cannot be done shows the page again as typed."""
        try:
            if not self.page.is_list_page:
                self._keep()
            return self._go_on()
        except RuleViolationError as violation:
            return self._again(violation.verdict.text, INVALID)
        except StaleVersionError as stale:
            return self._again(stale.message, CONFLICT)
        except (UnknownButtonError, NoSuchPlaceError) as error:
            raise Http404 from error

    def _keep(self) -> None:
        page, raw = self.page, self.page.draft.content
        page.value = self._typed()
        if self.verb == "cite":
            typed = self.request.POST.get("selection") or page.value.get("quote") or ""
            page.value = cited(raw, page.value, self.rest, clean_line(typed))
        elif self.verb == "row":
            page.value = self._with_row(page.value)
        page.draft = keep_thing(
            page.draft,
            place=page.place,
            value=page.value,
            mark=self.request.POST.get("mark") or "",
            page=self.page.token,
            is_told=self.button != "keep",
            actor=self.user,
            at=self.moment,
        )
        kept = page_of(page.draft, page.place)
        page.node, page.value = kept.node, kept.value

    def _typed(self) -> Any:
        node = self.page.node
        names = Names(self.page.draft.content, world())
        if isinstance(node.value, list):
            assert node.field is not None
            return entered_list(node.field, self.request.POST, node.value, names)
        return entered(node.shape, self.request.POST, node.value, names)

    def _with_row(self, value: Any) -> Any:
        node = self.page.node
        if isinstance(value, list):
            assert node.field is not None
            whole = {**self.page.draft.content, node.field.name: value}
            return pressed(Rulebook, whole, self.rest)[node.field.name]
        return pressed(node.shape, value, self.rest)

    def _go_on(self) -> HttpResponse:
        page = self.page
        if self.verb == "keep":
            return draw(self.request, page)
        if self.verb == "add":
            draft, place = add_thing(
                page.draft, place=self._list_place(self.rest), actor=self.user, at=self.moment
            )
            return redirect(thing_href(draft.pk, slug_of(place)) + "?new=1")
        if self.verb in {"drop", "up", "down"}:
            self._change_list()
        elif self.verb == "back":
            messages.success(self.request, "已保存。")
            return redirect(parent_href(page))
        elif self.verb == "save":
            messages.success(self.request, "已保存。")
        anchor = f"#id_{self.rest.split(':')[1].replace('.', '-')}" if self.verb == "row" else ""
        return redirect(thing_href(page.draft.pk, page.slug) + anchor)

    def _list_place(self, field: str) -> Place:
        return self.page.place if self.page.is_list_page else (*self.page.place, field)

    def _change_list(self) -> None:
        field, _, rest = self.rest.partition(":")
        number, _, mark = rest.partition(":")
        if not number.isdecimal():
            raise UnknownButtonError(self.button)
        place = (*self._list_place(field), int(number))
        stamp: dict[str, Any] = {"mark": mark, "actor": self.user, "at": self.moment}
        if self.verb == "drop":
            drop_thing(self.page.draft, place=place, **stamp)
            messages.success(self.request, "已删除。可以在草稿首页恢复。")
            return
        move_thing(self.page.draft, place=place, by=-1 if self.verb == "up" else 1, **stamp)

    def _again(self, message: str, status: int) -> HttpResponse:
        self.page.refusal, self.page.status = message, status
        return draw(self.request, self.page)
