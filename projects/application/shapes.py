"""What an application is made of before it is stored: lines as entered, and how texts resemble."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from config.kernel.money import CENT
from config.kernel.texts import nfkc_key

LARGEST_LINE = Decimal(10) ** 11
LARGEST_QUANTITY = Decimal(10) ** 9
MOST_LINES = 200
COMMON_WORDS = ("信息化", "系统", "平台", "项目", "建设", "工程", "升级", "改造")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """A budget line as it was entered; what is still missing is empty."""

    item: str = ""
    category: str = ""
    source: str = ""
    specification: str = ""
    line_kind: str = ""
    answer: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """Quantity times unit price, to the fen; unknown while either is missing."""
        return line_amount(self.quantity, self.unit_price)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        texts = (self.item, self.category, self.source, self.specification, self.answer)
        return not any((*texts, self.line_kind)) and self.quantity is self.unit_price is None


def line_amount(quantity: Decimal | None, unit_price: Decimal | None) -> Decimal | None:
    """Multiply, and round half up to the fen."""
    if quantity is None or unit_price is None:
        return None
    return (quantity * unit_price).quantize(CENT, rounding=ROUND_HALF_UP)


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, however the text is spelt and spaced."""
    plain = "".join(character for character in nfkc_key(text) if character.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def telling_part(name: str) -> str:
    """Return a name without the words that half of all projects carry."""
    telling = nfkc_key(name)
    for word in COMMON_WORDS:
        telling = telling.replace(word, "")
    return telling if len(bigrams(telling)) > 1 else nfkc_key(name)


def resemblance(mine: frozenset[str], other: frozenset[str]) -> int:
    """Return how much two sets of bigrams have in common, in per cent (Jaccard)."""
    together = len(mine | other)
    return round(100 * len(mine & other) / together) if together else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInput:
    """What a reviewer entered for one line: the amount left, and why it is less."""

    reviewed: Decimal | None = None
    reason: str = ""
