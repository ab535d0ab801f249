"""Laws that some texts name although there is no such law, or none any more (查无此法).

Which they are is data beside the national packs, so that the next one needs no code.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field

from config.kernel.periods import chinese_day
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.precedence import folded
from projects.regulations.rulebook.shapes import Label, Shape
from projects.regulations.rulebook.tree import Place

LISTED = Path(__file__).resolve().parents[2] / "packs" / "national" / "lists" / "laws.yaml"
STATE = "中华人民共和国"


class Replacement(Shape):
    """Laws that another took the place of, since when, and which clause says so."""

    laws: tuple[Label, ...] = Field(min_length=1, title="已被取代的法律", description="全称。")
    by: Label = Field(title="由什么取代", description="全称。")
    since: date = Field(title="何时起", description="取代它的法律施行的日期。")
    clause: Label = Field(title="依据条款", description="宣布废止的条款。")


class DoubtfulLaws(Shape):
    """All laws that are none."""

    none: tuple[Label, ...] = Field(default=(), title="查无此法", description="全称。")
    replaced: tuple[Replacement, ...] = Field(
        default=(), title="已被取代", description="不再有效的法律。"
    )


@cache
def doubtful_laws() -> DoubtfulLaws:
    """Read the list."""
    return DoubtfulLaws.model_validate(yaml.safe_load(LISTED.read_text(encoding="utf-8")))


def laws_that_are_none(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find what would be printed as a basis (依据) and is none."""
    for number, entry in enumerate(book.bases):
        for law_number, law in enumerate(entry.laws):
            for words in _doubts(folded(law.strip("《》")), book.effective_on):
                yield ("bases", number, "laws", law_number), words
    for place, cited in book.places:
        for law in doubtful_laws().none:
            if law in folded(cited.quote):
                yield (*place, "quote"), f"查无《{law}》，不能引作依据，请引用不提到它的原文。"


def _doubts(law: str, effective_on: date | None) -> Iterator[str]:
    known = doubtful_laws()
    if law in known.none:
        yield f"查无《{law}》，不能列为依据。"
    for one in known.replaced:
        names = {name.removeprefix(STATE) for name in one.laws}
        if law.removeprefix(STATE) in names and not _before(effective_on, one.since):
            grounds = f"{one.clause}，{chinese_day(one.since)}起"
            successor = one.by if law.startswith(STATE) else one.by.removeprefix(STATE)
            yield f"《{law}》已由《{successor}》取代（{grounds}），请改列后者。"


def _before(effective_on: date | None, since: date) -> bool:
    return effective_on is not None and effective_on < since
