"""Laws that some texts name although there is no such law, or none any more (查无此法)."""

from collections.abc import Iterator
from datetime import date

from config.kernel.periods import chinese_day
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.precedence import folded
from projects.regulations.rulebook.tree import Place

NO_SUCH_LAW = frozenset({"中华人民共和国信息化法", "中华人民共和国项目管理条例"})
# What took the place of a law, since when, and which clause says so.
REPLACED = {
    "中华人民共和国合同法": ("中华人民共和国民法典", date(2021, 1, 1), "第一千二百六十条"),
    "合同法": ("民法典", date(2021, 1, 1), "第一千二百六十条"),
}


def laws_that_are_none(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find what would be printed as a basis (依据) and is none."""
    for number, entry in enumerate(book.bases):
        for law_number, law in enumerate(entry.laws):
            for words in _doubts(folded(law.strip("《》")), book.effective_on):
                yield ("bases", number, "laws", law_number), words
    for place, cited in book.places:
        for law in sorted(NO_SUCH_LAW):
            if law in folded(cited.quote):
                yield (*place, "quote"), f"查无《{law}》，不能引作依据，请引用不提到它的原文。"


def _doubts(law: str, effective_on: date | None) -> Iterator[str]:
    if law in NO_SUCH_LAW:
        yield f"查无《{law}》，不能列为依据。"
    successor, since, clause = REPLACED.get(law, ("", date.max, ""))
    if successor and (effective_on is None or effective_on >= since):
        grounds = f"{clause}，{chinese_day(since)}起"
        yield f"《{law}》已由《{successor}》取代（{grounds}），请改列后者。"
