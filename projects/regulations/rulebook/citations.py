"""Citations: every demand names its clause and quotes it, or owns up to being a default."""

import re
from enum import StrEnum

from pydantic import Field, model_validator

from config.kernel.verdicts import Strength
from projects.regulations.rulebook.shapes import Code, Message, Shape

BINDING_WORDS = ("不得", "必须", "须", "应", "应当")
SOFT_WORDS = ("原则上", "一般")
_ROW = re.compile(r"^[A-Z]+\d*-R\d+")


class Basis(StrEnum):
    """Where a demand comes from."""

    LAW = "LAW"
    SYSTEM_DEFAULT = "SYSTEM_DEFAULT"


class Cited(Shape):
    """Something that a clause says, or that is only a default of the system.

    An entry whose id begins like `T05-R03` enforces that row of the list of rules; `rows`
    names further ones.
    """

    id: Code | None = Field(
        default=None, title="规则编号", description="例如T05-R03；同一办法包内不重复。"
    )
    basis: Basis = Field(
        default=Basis.LAW, title="来源", description="法规条款，或者系统默认（非法规规定）。"
    )
    text: Code | None = Field(
        default=None, title="引用的文本", description="不填就是本办法；引用别的文本时填其代码。"
    )
    clause: str = Field(default="", title="依据条款", description="例如第六条、3.5。")
    quote: str = Field(default="", title="原文", description="逐字摘录，必须能在文本中找到。")
    rows: tuple[str, ...] = Field(
        default=(), title="落实的条目", description="除规则编号以外，还落实规则清单的哪些条目。"
    )

    @model_validator(mode="after")
    def _cites_or_owns_up(self) -> "Cited":
        cites = bool(self.clause and self.quote)
        if self.basis is Basis.LAW and not cites:
            raise ValueError("写明依据条款和原文，或者标明为系统默认。")
        if self.basis is Basis.SYSTEM_DEFAULT and (self.clause or self.quote):
            raise ValueError("系统默认不能引用条款。")
        return self

    @property
    def is_system_default(self) -> bool:
        """Whether no text demands this."""
        return self.basis is Basis.SYSTEM_DEFAULT

    @property
    def all_rows(self) -> tuple[str, ...]:
        """The rows of the list of rules that it enforces."""
        own = _ROW.match(self.id or "")
        return (*((own.group(),) if own else ()), *self.rows)


class Binding(Cited):
    """A demand with its strength; the word of the text decides it."""

    strength: Strength = Field(
        default=Strength.BLOCK,
        title="约束力",
        description="必须遵守、原则上（可以豁免）或者仅作提示。",
    )
    word: str = Field(
        default="",
        title="用语",
        description="原文中决定约束力的字词：不得、必须、须、应、应当、原则上、一般。",
    )

    @model_validator(mode="after")
    def _is_as_strong_as_its_word(self) -> "Binding":
        if self.word in BINDING_WORDS and self.strength is not Strength.BLOCK:
            raise ValueError(f"“{self.word}”是必须遵守的规定。")
        if self.word in SOFT_WORDS and self.strength is not Strength.WAIVABLE:
            raise ValueError(f"“{self.word}”是可以豁免的规定。")
        if self.word and self.word not in (*BINDING_WORDS, *SOFT_WORDS):
            raise ValueError(f"不认识的用语“{self.word}”。")
        if self.word not in self.quote:
            raise ValueError(f"原文中没有“{self.word}”。")
        return self

    @property
    def citation(self) -> dict[str, object]:
        """What a demand made from this one takes over."""
        return {
            "basis": self.basis,
            "text": self.text,
            "clause": self.clause,
            "quote": self.quote,
            "rows": self.rows,
            "strength": self.strength,
            "word": self.word,
        }


class Rule(Binding):
    """The clause behind one part of a larger shape: a field, a stage, an item of a list."""

    message: Message | None = Field(
        default=None, title="不满足时的提示", description="不填就用标准说法；以句号结尾。"
    )
