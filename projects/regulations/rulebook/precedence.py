"""Texts, their bases, and which of two measures wins (效力、优先级)."""

import unicodedata
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Cited
from projects.regulations.rulebook.shapes import Code, Label, Shape

type Level = Literal["NATIONAL", "PROVINCE", "CITY", "COUNTY", "UNIT"]
# From the highest down; a unit's own measures yield to all others.
LEVELS: tuple[Level, ...] = ("NATIONAL", "PROVINCE", "CITY", "COUNTY", "UNIT")


class SourceText(Shape):
    """A text as received, one paragraph an item."""

    code: Code = Field(title="文本代码", description="条款用它引用这份文本。")
    title: Label = Field(title="文本名称", description="不带书名号。")
    paragraphs: tuple[str, ...] = Field(
        min_length=1, title="正文", description="一段一项，照原样保存。"
    )

    def contains(self, quote: str) -> bool:
        """Whether the quote stands in the text, compared after NFKC."""
        wanted = folded(quote)
        return any(wanted in folded(paragraph) for paragraph in self.paragraphs)


class LegalBasis(Cited):
    """What the measures themselves rest on, or say about themselves."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="说明", description="例如制定依据。")
    laws: tuple[str, ...] = Field(
        default=(), title="依据的法规", description="法规名称；查无此法的不要列出。"
    )


class Precedence(Cited):
    """How these measures stand to others where both say something (优先级)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    relation: Literal["YIELDS_TO_HIGHER", "YIELDS_TO", "PREVAILS_OVER"] = Field(
        title="关系", description="服从上级规定、服从某些办法，或者优先于某些办法。"
    )
    regulations: tuple[Code, ...] = Field(
        default=(), title="哪些办法", description="服从上级规定时不填。"
    )

    @model_validator(mode="after")
    def _names_the_others(self) -> "Precedence":
        if (self.relation == "YIELDS_TO_HIGHER") == bool(self.regulations):
            raise ValueError("服从或者优先于某些办法的，写明哪些办法；服从上级规定的不写。")
        return self


def folded(text: str) -> str:
    """Return what two spellings of the same quotation have in common."""
    return "".join(unicodedata.normalize("NFKC", text).split())
