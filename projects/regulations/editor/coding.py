"""Codes: the clerk writes names, and what refers to them is numbered behind the scenes."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from config.kernel.pinyin import syllables_of
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.places import label_of
from projects.regulations.editor.schema import fields_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape

LONGEST = 32
GENERATED = ("id", "code")


def with_codes(raw: Raw) -> Raw:
    """Give a code to everything that has none yet; a code once given never changes."""
    coded = deepcopy(raw)
    for kind in coded.get("record_kinds") or ():
        if kind.get("extends"):
            kind["code"] = kind["extends"]
    taken = {code for _, _, code in _codes(coded, Rulebook) if code}
    for thing, name, code in list(_codes(coded, Rulebook)):
        if code:
            continue
        made = _rule_id(coded, taken) if name == "id" else _from_words(label_of(thing), taken)
        thing[name] = made
        taken.add(made)
    return coded


def _codes(value: Any, shape: type[Shape]) -> Iterator[tuple[Raw, str, str]]:
    """Walk through everything that is named elsewhere, with its code."""
    if not isinstance(value, dict):
        return
    for asked in fields_of(shape):
        inner = value.get(asked.name)
        if asked.name in GENERATED and not asked.is_optional:
            yield value, asked.name, str(inner or "")
        elif asked.shape is not None:
            for item in inner if isinstance(inner, list) else [inner]:
                yield from _codes(item, asked.shape)


def _rule_id(raw: Raw, taken: set[str]) -> str:
    stem = str(raw.get("code") or "R")
    number = 1
    while f"{stem}-n{number}" in taken:
        number += 1
    return f"{stem}-n{number}"


def _from_words(words: str, taken: set[str]) -> str:
    """Spell a name in letters; a letter more where that is taken already."""
    spelt = "_".join(syllables_of(words))
    stem = re.sub(r"[^a-z_]", "", spelt.lower())[:LONGEST].strip("_") or "item"
    code, number = stem, 0
    while code in taken:
        number += 1
        code = f"{stem}_{_letters(number)}"
    return code


def _letters(number: int) -> str:
    """Count in letters, because some names hold no figures."""
    text = ""
    while number >= 0:
        text = chr(ord("a") + number % 26) + text
        number = number // 26 - 1
    return text
