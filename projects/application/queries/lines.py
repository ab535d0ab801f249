"""Budget lines: their sums, and what the rulebook's prohibitions find in them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.verdicts import Strength
from projects.application.models import BudgetLine
from projects.regulations.interpreter import words_in
from projects.regulations.rulebook import LineWord, Rulebook

FISCAL_LIST = "fiscal_funds"


@dataclass(frozen=True, slots=True)
class CategorySum:
    """The sum of some lines, with what they share."""

    code: str
    label: str
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A prohibition or exclusion that a line runs into (红线核对)."""

    line: BudgetLine
    word: LineWord
    is_chosen: bool
    is_waived: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether the applicant's explanation is enough, or a waiver is on record.

        A word may occur by chance, so an explanation settles it; who declares a line to be of
        a forbidden kind needs a waiver instead, unless the rule itself asks for the explanation.
        """
        if self.is_waived:
            return True
        if not self.line.red_line_answer.strip():
            return False
        asks_for_answer = self.word.kind == "RED_LINE" and self.word.strength is Strength.BLOCK
        return asks_for_answer or not self.is_chosen

    @property
    def needs_waiver(self) -> bool:
        """Whether only an approved waiver opens the way."""
        return self.is_chosen and self.word.strength is Strength.WAIVABLE

    @property
    def is_excluded(self) -> bool:
        """Whether the line does not belong under these measures at all."""
        return self.word.kind == "EXCLUDED"


def lines_of(application_id: int) -> list[BudgetLine]:
    """Return the lines of an application in their order."""
    return list(BudgetLine.objects.filter(application_id=application_id).order_by("position"))


def findings_of(
    words: Iterable[LineWord], lines: Iterable[BudgetLine], waived: Collection[str] = ()
) -> list[LineFinding]:
    """Compare lines with prohibitions and exclusions."""
    known = {word.code: word for word in words}
    findings: list[LineFinding] = []
    for line in lines:
        chosen = known.get(line.line_kind)
        if chosen is not None:
            findings.append(
                LineFinding(line, chosen, is_chosen=True, is_waived=chosen.id in waived)
            )
            continue
        found = words_in(known.values(), f"{line.name}\n{line.specification}")
        findings += [
            LineFinding(line, word, is_chosen=False, is_waived=word.id in waived) for word in found
        ]
    return findings


def total_of(lines: Iterable[BudgetLine]) -> Decimal:
    """Return the sum of all lines whose amount is known."""
    return sum((line.amount or Decimal(0) for line in lines), Decimal(0))


def sums_by_category(lines: Iterable[BudgetLine]) -> list[CategorySum]:
    """Return sums by category, in the order of the categories."""
    return _sums(lines, BudgetLine.Category.choices, lambda line: line.category)


def sums_by_source(lines: Iterable[BudgetLine]) -> list[CategorySum]:
    """Return sums by funding source, in the order of the sources."""
    return _sums(lines, BudgetLine.Source.choices, lambda line: line.source)


def fiscal_sources(rulebook: Rulebook) -> frozenset[str]:
    """Return the sources that these measures regard as fiscal funds (财政资金)."""
    listed = frozenset(choice.code for choice in rulebook.choices(FISCAL_LIST))
    return listed or frozenset({BudgetLine.Source.FISCAL.value})


def kind_labels(rulebook: Rulebook) -> dict[str, str]:
    """Return the kinds of content that a line may declare, as the rulebook names them."""
    return {"": "一般建设内容"} | {word.code: word.label for word in rulebook.red_lines}


def _sums(
    lines: Iterable[BudgetLine],
    known: Iterable[tuple[str, str]],
    code_of: Callable[[BudgetLine], str],
) -> list[CategorySum]:
    amounts: dict[str, Decimal] = {}
    counts: dict[str, int] = {}
    for line in lines:
        code = code_of(line)
        amounts[code] = amounts.get(code, Decimal(0)) + (line.amount or Decimal(0))
        counts[code] = counts.get(code, 0) + 1
    return [
        CategorySum(code, label, amounts[code], counts[code])
        for code, label in [*known, ("", "未选择")]
        if code in amounts
    ]
