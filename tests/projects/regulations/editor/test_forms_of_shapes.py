"""Every shape of the language has a form of its own, in words, that changes nothing by itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.http import QueryDict

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.controls import basics_of, citation_of, controls_of
from projects.regulations.editor.entering import entered
from projects.regulations.editor.looks import Control, Drawing
from projects.regulations.editor.names import Names, World
from projects.regulations.editor.places import apart
from projects.regulations.editor.problems import mistakes_in
from projects.regulations.editor.schema import (
    Asked,
    fields_of,
    is_cited,
    is_paged,
    tag_of,
    variant_noun,
)
from projects.regulations.editor.words import Teller
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.checks.outside import Surroundings
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.services import read_pack, shipped_packs

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
PACKS = [pytest.param(path, id=path.stem) for path in shipped_packs()]


def all_shapes() -> list[type[Shape]]:
    """Return every shape that can stand in a rulebook."""
    found: dict[type[Shape], None] = {}
    waiting: list[type[Shape]] = [Rulebook]
    while waiting:
        shape = waiting.pop()
        if shape in found:
            continue
        found[shape] = None
        for asked in fields_of(shape):
            waiting += [s for s in (asked.shape, *asked.variants) if s is not None]
    return list(found)


SHAPES = [pytest.param(shape, id=shape.__name__) for shape in all_shapes()]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_field_of_a_shape_is_left_without_a_form(shape: type[Shape]) -> None:
    assert {f.name for f in fields_of(shape)} == set(shape.model_fields)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_is_named_in_chinese_and_no_code_is_typed(shape: type[Shape]) -> None:
    for asked in fields_of(shape):
        if asked.ask in {Ask.OWN, Ask.FIXED}:
            continue
        assert CHINESE.search(asked.title), (shape.__name__, asked.name)
        assert not LATIN.search(re.sub(r"\{[a-z]+\}", "", asked.hint)), (
            shape.__name__,
            asked.name,
            asked.hint,
        )
        assert not _is_typed_code(shape, asked), (shape.__name__, asked.name)


def _is_typed_code(shape: type[Shape], asked: Asked) -> bool:
    """Whether a field holds a code and would be asked as free words."""
    says = str(shape.model_fields[asked.name]) + str(shape.model_fields[asked.name].metadata)
    return "A-Za-z0-9_.-" in says and asked.ask in {Ask.LINE, Ask.WORDS}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_choice_is_offered_in_chinese(shape: type[Shape]) -> None:
    for asked in fields_of(shape):
        if asked.ask is Ask.FIXED:
            continue
        for _, label in asked.options:
            assert CHINESE.search(label), (shape.__name__, asked.name, label)
        for variant in asked.variants:
            assert CHINESE.search(variant_noun(variant, asked.told_by)), variant.__name__


def things_of(value: Any, shape: type[Shape], place: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Walk through everything that has a page of its own."""
    yield place, shape, value
    for asked in fields_of(shape):
        inner = value.get(asked.name)
        if asked.shape is None or not inner:
            continue
        if asked.ask is Ask.PAGE:
            yield from things_of(inner, asked.shape, (*place, asked.name))
        elif is_paged(asked, at_root=not place):
            for number, item in enumerate(inner):
                yield from things_of(item, asked.shape, (*place, asked.name, number))


def sent(controls: tuple[Control, ...], data: QueryDict) -> QueryDict:
    """Fill a request with what a browser sends when nothing is touched."""
    for control in controls:
        if control.ask in {"group", "variant", "tick", "many"}:
            data.appendlist(f"{control.name}.asked", "1")
        if control.ask in {"group", "variant"}:
            _send_group(control, data)
        elif control.ask in {"rows", "variants"}:
            _send_rows(control, data)
        else:
            for value in _values(control):
                data.appendlist(control.name, value)
    return data


def _send_group(control: Control, data: QueryDict) -> None:
    if control.is_on and control.may_be_off:
        data.appendlist(f"{control.name}.on", "on")
    if control.ask == "variant":
        data.appendlist(f"{control.name}.was", control.value)
        data.appendlist(f"{control.name}.{control.noun}", control.value)
    sent((*((control.fact,) if control.fact else ()), *control.controls), data)


def _send_rows(control: Control, data: QueryDict) -> None:
    data.appendlist(f"{control.name}.rows", str(len(control.rows)))
    for row in control.rows:
        if row.own_name:
            data.appendlist(row.own_name, row.own)
        sent(row.controls, data)


def _values(control: Control) -> tuple[str, ...]:
    if control.ask == "tick":
        return ("on",) if control.is_on else ()
    return control.values if control.ask == "many" else (control.value,)


@pytest.mark.parametrize("path", PACKS)
def test_opening_and_saving_any_page_of_any_pack_changes_nothing(path: Any) -> None:
    raw = read_pack(path).model_dump(mode="json")
    names = Names(raw, World())
    drawing = Drawing(names)

    for place, shape, value in things_of(raw, Rulebook):
        controls = controls_of(shape, value, (), drawing) if place else basics_of(value, drawing)
        cited = citation_of(shape, value, (), drawing) if place and is_cited(shape) else ()
        data = sent((*controls, *cited), QueryDict(mutable=True))
        saved = entered(shape, data, value, names)
        kept = {**saved, **{n: v for n, v in value.items() if n in apart(shape)}}
        again, before = shape.model_validate(kept), shape.model_validate(value)
        assert again == before, (place, _difference(value, kept))


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: (before.get(name), after.get(name))
        for name in {*before, *after}
        if before.get(name) != after.get(name)
    }


@pytest.mark.parametrize("path", PACKS)
def test_a_shipped_pack_has_nothing_to_put_right_and_reads_in_words(path: Any) -> None:
    raw = read_pack(path).model_dump(mode="json")
    teller = Teller(raw, World())

    assert mistakes_in(raw, Surroundings()) == []
    for _, shape, value in things_of(raw, Rulebook):
        if shape is not Rulebook:
            said = teller.tell(shape, value)
            assert "尚未填完" not in str(said)
            assert "{" not in " ".join(
                [said.title, *(words for line in said.lines for words in line)]
            )


def test_a_kind_of_condition_is_told_by_its_own_word() -> None:
    requirement = next(shape for shape in all_shapes() if shape.__name__ == "Requirement")
    condition = next(f for f in fields_of(requirement) if f.name == "condition")
    tags = [tag_of(variant, condition.told_by) for variant in condition.variants]

    assert len(tags) == len(set(tags)) > 20
