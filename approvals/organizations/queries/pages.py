"""Pages of a list by key: page one thousand costs what page one costs."""

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

PAGE_SIZE = 50
COUNT_CAP = 1000
LONGEST_ID = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[M: Model]:
    """One page and the way to its neighbours, as components/pager.html takes it."""

    rows: list[M]
    total: str
    previous_href: str = ""
    next_href: str = ""

    @property
    def shown(self) -> int:
        """How many rows are on the page."""
        return len(self.rows)


def without_place(asked: QueryDict) -> str:
    """Return what a list was asked for, without the page that is shown of it."""
    kept = asked.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()


def page_by_key[M: Model](
    rows: QuerySet[M],
    asked: QueryDict,
    *,
    key: str = "pinyin",
    unit: str = "条",
    newest_first: bool = False,
) -> Page[M]:
    """Cut one page out of rows in the order of `key` and id, beside a row named in the URL."""
    found = rows.order_by()[: COUNT_CAP + 1].count()
    before, after = _id(asked, "before"), _id(asked, "after")
    beside = _beside(rows, key, before or after, up=(after is not None) != newest_first)
    up, down = (key, "id"), (f"-{key}", "-id")
    order = up if (before is None) != newest_first else down
    kept = list(beside.order_by(*order)[: PAGE_SIZE + 1])
    has_more, kept = len(kept) > PAGE_SIZE, kept[:PAGE_SIZE]
    if before is not None:
        kept.reverse()
    has_previous = has_more if before is not None else after is not None
    has_next = True if before is not None else has_more
    return Page(
        rows=kept,
        total=f"{COUNT_CAP} {unit}以上" if found > COUNT_CAP else f"共 {found} {unit}",
        previous_href=_address(asked, "before", kept[0]) if has_previous and kept else "",
        next_href=_address(asked, "after", kept[-1]) if has_next and kept else "",
    )


def _id(asked: QueryDict, name: str) -> int | None:
    text = asked.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def _beside[M: Model](rows: QuerySet[M], key: str, pk: int | None, *, up: bool) -> QuerySet[M]:
    if pk is None:
        return rows
    value = rows.model._default_manager.filter(pk=pk).values_list(key, flat=True).first()  # noqa: SLF001 - Django's public name
    if value is None:
        return rows
    side = "gt" if up else "lt"
    return rows.filter(Q(**{f"{key}__{side}": value}) | Q(**{key: value, f"id__{side}": pk}))


def _address(asked: QueryDict, name: str, row: Model) -> str:
    changed = asked.copy()
    for old in ("before", "after"):
        changed.pop(old, None)
    changed[name] = str(row.pk)
    return f"?{changed.urlencode()}"
