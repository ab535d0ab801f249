"""The page of one thing of a draft: its controls, its clause, the lists inside it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.controls import basics_of, citation_of, controls_of, list_control
from projects.regulations.editor.looks import Control, Drawing
from projects.regulations.editor.names import Names, World
from projects.regulations.editor.places import (
    Node,
    NoSuchPlaceError,
    Place,
    at,
    label_of,
    mark_of,
    slug_of,
    title_of,
    trail_of,
)
from projects.regulations.editor.problems import Mistake, by_place, mistakes_in
from projects.regulations.editor.schema import PICKED, Asked, fields_of, is_cited, is_paged
from projects.regulations.editor.texts import laid_out
from projects.regulations.editor.words import Teller
from projects.regulations.models import RulebookDraft
from projects.regulations.queries.drafts import surroundings, world
from projects.regulations.views.drafts import BASICS, problem_rows, thing_href

CONFLICT, INVALID = 409, 422


@dataclass(slots=True)
class Page:
    """What a page of one thing is drawn from; `value` is what was typed, kept or not."""

    draft: RulebookDraft
    place: Place
    node: Node
    value: Any
    refusal: str = ""
    status: int = 200
    is_new: bool = False
    token: str = ""

    @property
    def slug(self) -> str:
        """The thing's place in an address."""
        return slug_of(self.place) or BASICS

    @property
    def is_list_page(self) -> bool:
        """Whether the page lists things that have pages of their own."""
        field = self.node.field
        return field is not None and is_paged(field, at_root=len(self.place) == 1)


def page_of(draft: RulebookDraft, place: Place) -> Page:
    try:
        node = at(draft.content, place)
    except NoSuchPlaceError as error:
        raise Http404 from error
    return Page(draft, place, node, node.value)


def draw(request: HttpRequest, page: Page) -> HttpResponse:
    found = mistakes_in(page.draft.content, surroundings())
    own = [m for m in found if m.page == page.place]
    names = Names(page.draft.content, world())
    shown = {} if page.is_new else by_place(found, page.place)
    drawing = Drawing(names, shown, page.place)
    context = {
        "draft": page.draft,
        "page": page,
        "heading": title_of(page.node) if page.place else "基本信息",
        "trail": _trail(page),
        "controls": _controls(page, drawing),
        "citation": _citation(page, drawing),
        "texts": _texts(page),
        "lists": _lists(page, found, names.world),
        "picks": _picks(names) if page.draft.is_editable else (),
        "problems": [] if page.is_new else problem_rows(page.draft, own),
        "own_problems": shown.get((), ()),
        "mark": mark_of(page.node.value, page.node.shape),
        "saved_at": localtime(page.draft.changed_at).strftime("%H:%M:%S"),
        "may_edit": page.draft.is_editable,
        "back_href": parent_href(page),
        "siblings": _siblings(page),
    }
    template = "projects/regulations/thing.html"
    return render(request, template, context, status=page.status)


def _picks(names: Names) -> list[dict[str, Any]]:
    """Return the long lists from which one picks by typing a few characters."""
    return [{"of": of, "groups": names.groups(of)} for of in sorted(PICKED)]


def _controls(page: Page, drawing: Drawing) -> tuple[Control, ...]:
    if page.is_list_page:
        return ()
    if not page.place:
        return basics_of(page.value, drawing)
    if isinstance(page.value, list):
        assert page.node.field is not None
        return (list_control(page.node.field, page.value, drawing),)
    return controls_of(page.node.shape, page.value, (), drawing)


def _citation(page: Page, drawing: Drawing) -> tuple[Control, ...]:
    if page.is_list_page or not isinstance(page.value, dict):
        return ()
    return citation_of(page.node.shape, page.value, (), drawing)


def _texts(page: Page) -> list[dict[str, Any]]:
    """Return the texts to quote from, the one that is quoted now first."""
    if page.is_list_page or not page.place or not is_cited(page.node.shape):
        return []
    quote = str(page.value.get("quote") or "")
    cited_text = page.value.get("text")
    return [
        {
            "code": text.get("code"),
            "title": text.get("title") or "正文",
            "paragraphs": laid_out(text.get("paragraphs") or [], quote),
            "is_open": text.get("code") == cited_text if cited_text else number == 0,
        }
        for number, text in enumerate(page.draft.content.get("texts") or ())
        if isinstance(text, dict)
    ]


def _lists(page: Page, found: list[Mistake], names: World) -> list[dict[str, Any]]:
    """Return the lists of things with pages of their own that lie in this thing."""
    teller = Teller(page.draft.content, names)
    if page.is_list_page:
        assert page.node.field is not None
        return [_list(page, page.node.field, page.place, found, teller)]
    if not page.place:
        return []
    return [
        _list(page, asked, (*page.place, asked.name), found, teller)
        for asked in fields_of(page.node.shape)
        if asked.ask is Ask.ENTRIES
    ]


def _list(
    page: Page, asked: Asked, place: Place, found: list[Mistake], teller: Teller
) -> dict[str, Any]:
    node = at(page.draft.content, place)
    items = node.value if isinstance(node.value, list) else []
    return {
        "title": asked.title,
        "hint": asked.hint,
        "field": asked.name,
        "items": [
            {
                "said": teller.tell(node.shape, item),
                "href": thing_href(page.draft.pk, slug_of((*place, number))),
                "button": f"{asked.name}:{number}:{mark_of(item, node.shape)}",
                "is_first": number == 0,
                "is_last": number == len(items) - 1,
                "problems": sum(m.page[: len(place) + 1] == (*place, number) for m in found),
                "inner": _inner(node.shape, item),
            }
            for number, item in enumerate(items)
            if isinstance(item, dict)
        ],
    }


def _inner(shape: Any, item: dict[str, Any]) -> str:
    """Say how many things lie in a thing, such as 3项要求、2项材料."""
    counted = [
        f"{len(item[asked.name])}项{asked.title}"
        for asked in fields_of(shape)
        if asked.ask is Ask.ENTRIES and item.get(asked.name)
    ]
    return "、".join(counted)


def _trail(page: Page) -> list[dict[str, str]]:
    """Return the way from the draft to this page, without lists that have no page."""
    way = []
    for node in trail_of(page.draft.content, page.place[:-1]):
        is_within = node.field is not None and len(node.place) > 1
        if not is_within:
            href = thing_href(page.draft.pk, node.slug)
            way.append({"label": title_of(node)[:24] or "未命名", "href": href})
    return way


def parent_href(page: Page) -> str:
    way = _trail(page)
    if way:
        return way[-1]["href"]
    return thing_href(page.draft.pk, BASICS).replace(f"things/{BASICS}/", "")


def _siblings(page: Page) -> dict[str, dict[str, str]]:
    """Return the thing before and the thing after this one in its list."""
    if not page.place or not isinstance(page.place[-1], int):
        return {}
    *way, index = page.place
    items = at(page.draft.content, tuple(way)).value
    found = {}
    for key, number in (("before", int(index) - 1), ("after", int(index) + 1)):
        if 0 <= number < len(items):
            href = thing_href(page.draft.pk, slug_of((*way, number)))
            found[key] = {"label": label_of(items[number])[:20] or "未命名", "href": href}
    return found
