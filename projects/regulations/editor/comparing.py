"""Two versions side by side: what was added, what went, and what changed, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.names import World
from projects.regulations.editor.places import label_of
from projects.regulations.editor.schema import Asked, fields_of, own_field
from projects.regulations.editor.words import Said, Teller
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that says something else."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is new, gone or different."""

    kind: str
    where: str
    title: str
    said: Said | None = None
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind_label(self) -> str:
        """The word for it."""
        return {"added": "新增", "removed": "删除", "changed": "修改", "moved": "调整顺序"}[
            self.kind
        ]

    @property
    def tint(self) -> str:
        """The tint of the word."""
        return {"added": "ok", "removed": "bad", "changed": "warn"}.get(self.kind, "info")


def compare(before: Raw, after: Raw, world: World) -> list[Change]:
    """Return all differences of two rulebooks, in the order of the rulebook."""
    old, new = Teller(before, world), Teller(after, world)
    return list(_things(Rulebook, before, after, old, new, ()))


def _things(  # noqa: PLR0913, PLR0917 - both sides and the way there
    shape: type[Shape],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    old: Teller,
    new: Teller,
    way: tuple[str, ...],
) -> Iterator[Change]:
    changed = tuple(_fields(shape, before, after, old, new))
    if changed:
        title = label_of(after) or label_of(before) or "基本信息"
        yield Change(kind="changed", where=" › ".join(way), title=title, fields=changed)
    for asked in fields_of(shape):
        one, other = before.get(asked.name), after.get(asked.name)
        if asked.ask is Ask.PAGE:
            assert asked.shape is not None
            yield from _things(asked.shape, one or {}, other or {}, old, new, (*way, asked.title))
        elif _is_listed(asked, way):
            yield from _lists(asked, one or [], other or [], old, new, (*way, asked.title))


def _is_listed(asked: Asked, way: tuple[str, ...]) -> bool:
    """Whether the members of a list are told one by one and not as one field."""
    return asked.ask is Ask.ENTRIES or (asked.ask is Ask.ROWS and not way)


def _lists(  # noqa: PLR0913, PLR0917 - both sides and the way there
    asked: Asked,
    before: list[Any],
    after: list[Any],
    old: Teller,
    new: Teller,
    way: tuple[str, ...],
) -> Iterator[Change]:
    assert asked.shape is not None
    ones, others = _by_name(asked.shape, before), _by_name(asked.shape, after)
    where = " › ".join(way)
    for name, value in ones.items():
        if name not in others:
            said = old.tell(asked.shape, value)
            yield Change(kind="removed", where=where, title=said.title, said=said)
    for name, value in others.items():
        if name not in ones:
            said = new.tell(asked.shape, value)
            yield Change(kind="added", where=where, title=said.title, said=said)
        elif value != ones[name]:
            label = label_of(value)
            inner = (*way, f"“{label[:24]}”") if _nests(asked.shape) and label else way
            yield from _things(asked.shape, ones[name], value, old, new, inner)
    shared = [name for name in ones if name in others]
    if shared != [name for name in others if name in ones]:
        yield Change(kind="moved", where=where, title=f"{asked.title}的先后顺序")


def _nests(shape: type[Shape]) -> bool:
    return any(f.ask in {Ask.ENTRIES, Ask.PAGE} for f in fields_of(shape))


def _by_name(shape: type[Shape], items: list[Any]) -> dict[str, dict[str, Any]]:
    """Return things by what identifies them: their code, else what they say."""
    own = own_field(shape)
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if isinstance(item, dict):
            name = str(item.get(own) or label_of(item) or "")
            while name in found:
                name += "'"
            found[name] = item
    return found


def _fields(
    shape: type[Shape],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    old: Teller,
    new: Teller,
) -> Iterator[FieldChange]:
    for asked in fields_of(shape):
        if asked.ask in {Ask.OWN, Ask.FIXED, Ask.ENTRIES, Ask.PAGE} or asked.name == "version":
            continue
        if shape is Rulebook and asked.ask is Ask.ROWS:
            continue
        one = old.value(asked, before.get(asked.name))
        other = new.value(asked, after.get(asked.name))
        if one != other:
            yield FieldChange(title=asked.title, before=one or "（无）", after=other or "（无）")
