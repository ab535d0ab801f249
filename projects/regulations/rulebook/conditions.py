"""What a rule may ask of the facts: a small closed language, told apart by `test`.

Extended by adding a shape here and its meaning in the interpreter; a pack never holds code.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from config.kernel.periods import MonthEnd, PeriodUnit
from projects.regulations.rulebook.figures import Amount, Number, Ratio
from projects.regulations.rulebook.shapes import Code, FactName, Shape, month_end_field

type Plain = bool | int | str


def _fact(title: str = "看哪一项", description: str = "从列出的内容中选择。") -> Any:
    return Field(title=title, description=description)


def _count() -> Any:
    return Field(default=0, ge=0, title="期间", description="0表示就是当日。")


def _unit() -> Any:
    return Field(default=PeriodUnit.DAY, title="期间单位", description="工作日、日、月或者年。")


class _OfCodes(Shape):
    """A fact compared with values, either listed here or a list of the rulebook."""

    fact: FactName = _fact()
    values: tuple[Plain, ...] = Field(
        default=(), title="值", description="直接列出；与清单二者取一。"
    )
    among: Code | None = Field(
        default=None, title="清单", description="引用本办法的清单；与值二者取一。"
    )

    @model_validator(mode="after")
    def _names_its_values(self) -> "_OfCodes":
        if bool(self.values) == (self.among is not None):
            raise ValueError("可选值要么直接列出，要么引用清单，二者取一。")
        return self


class FactEquals(Shape):
    """The fact has this value."""

    test: Literal["fact_equals"] = Field(title="条件", description="事实等于某值。")
    fact: FactName = _fact()
    value: Plain = Field(title="值", description="代码、整数或者是否。")


class FactIn(_OfCodes):
    """The fact is one of these values, or on this list of the rulebook."""

    test: Literal["fact_in"] = Field(title="条件", description="事实是其中之一。")


class FactTrue(Shape):
    """The fact is true."""

    test: Literal["fact_true"] = Field(title="条件", description="事实为是。")
    fact: FactName = _fact()


class FactPresent(Shape):
    """The fact is there and not empty."""

    test: Literal["fact_present"] = Field(title="条件", description="事实已填写。")
    fact: FactName = _fact()


class HoldsAll(_OfCodes):
    """The fact, a set of codes, holds all of these, or all of a list of the rulebook."""

    test: Literal["holds_all"] = Field(title="条件", description="全部包括。")


class HoldsAny(_OfCodes):
    """The fact, a set of codes, holds at least one of these."""

    test: Literal["holds_any"] = Field(title="条件", description="至少包括一项。")


class LinesFreeOf(_OfCodes):
    """The fact, a set of codes found in the budget, holds none of these."""

    test: Literal["lines_free_of"] = Field(title="条件", description="一项也不包括。")


class SetsApart(Shape):
    """Two facts, people or units or codes, have nothing in common (职责分离)."""

    test: Literal["sets_apart"] = Field(title="条件", description="两者没有相同的人、单位或代码。")
    fact: FactName = _fact("一方")
    other: FactName = _fact("另一方")


class FactsAgree(Shape):
    """Two facts say the same, such as the unit that applies and the leading unit."""

    test: Literal["facts_agree"] = Field(title="条件", description="两个事实相同。")
    fact: FactName = _fact("一方")
    other: FactName = _fact("另一方")


class TextFreeOf(Shape):
    """The text mentions none of the words of a word list."""

    test: Literal["text_free_of"] = Field(title="条件", description="文字中不出现词表中的词。")
    fact: FactName = _fact("文字")
    words_of: Code = Field(title="词表", description="本办法的词表代码。")


class RecordPassed(Shape):
    """A record of this kind has passed."""

    test: Literal["record_passed"] = Field(title="条件", description="某类记录已通过。")
    kind: Code = Field(title="记录种类", description="记录种类（关口）的代码。")


class NoOpenRecord(Shape):
    """No record of these kinds is still under way."""

    test: Literal["no_open_record"] = Field(title="条件", description="没有在办的记录。")
    kinds: tuple[Code, ...] = Field(
        min_length=1, title="记录种类", description="这些种类都没有未办结的记录。"
    )


class NotBefore(Shape):
    """A period from an event is full: today, or on the day of another fact.

    A floor opens on the corresponding day itself; unless it says so, it is not rolled over a
    day off.
    """

    test: Literal["not_before"] = Field(title="条件", description="满一定期间。")
    event: FactName = _fact("起算日", "期间从这一天起算，当日不计入。")
    count: int = _count()
    count_fact: FactName | None = Field(
        default=None, title="期间取自", description="期间由设置或表单给出时填写。"
    )
    unit: PeriodUnit = _unit()
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="不填就是办理当日。"
    )
    rolls: bool = Field(
        default=False, title="遇休息日顺延", description="系统默认：最早日期不顺延。"
    )
    month_end: MonthEnd = month_end_field()


class NotAfter(Shape):
    """A period from an event has not run out: today, or on the day of another fact.

    A deadline that ends on a day off runs on to the next working day (民法典 203).
    """

    test: Literal["not_after"] = Field(title="条件", description="不超过一定期间。")
    event: FactName = _fact("起算日", "期间从这一天起算，当日不计入。")
    count: int = _count()
    count_fact: FactName | None = Field(
        default=None, title="期间取自", description="期间由设置或表单给出时填写。"
    )
    unit: PeriodUnit = _unit()
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="不填就是办理当日。"
    )
    rolls: bool = Field(
        default=True, title="遇休息日顺延", description="民法典第二百零三条；默认顺延。"
    )
    month_end: MonthEnd = month_end_field()


class Ahead(Shape):
    """A day lies at least so far ahead (提前30个工作日)."""

    test: Literal["ahead"] = Field(title="条件", description="提前一定期间。")
    event: FactName = _fact("将来的日期", "要提前于这一天。")
    count: int = Field(ge=1, title="提前量", description="至少提前多少。")
    unit: PeriodUnit = Field(
        default=PeriodUnit.WORKDAY, title="单位", description="工作日、日、月或者年。"
    )
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="不填就是办理当日。"
    )


class InSeason(Shape):
    """A day lies within a season of the year, both ends included (每年9月1日至9月30日)."""

    test: Literal["in_season"] = Field(title="条件", description="在每年的固定时段内。")
    first: str = Field(pattern=r"^\d\d-\d\d$", title="起", description="例如9月1日，含当日。")
    last: str = Field(pattern=r"^\d\d-\d\d$", title="止", description="例如9月30日，含当日。")
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="不填就是办理当日。"
    )


class InDates(Shape):
    """A day lies between two days, both included (2026年3月1日至3月31日)."""

    test: Literal["in_dates"] = Field(title="条件", description="在两个日期之间。")
    first: date = Field(title="起", description="含当日。")
    last: date = Field(title="止", description="含当日。")
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="不填就是办理当日。"
    )


class WithinClock(Shape):
    """A day lies within a clock of a gate, pauses taken out."""

    test: Literal["within_clock"] = Field(title="条件", description="在某个时限之内。")
    clock: Code = Field(title="时限", description="时限的规则编号。")


class IsOdd(Shape):
    """A number is odd (单数)."""

    test: Literal["is_odd"] = Field(title="条件", description="数量是单数。")
    fact: FactName = _fact("数量")


class TableHasRows(Shape):
    """A table has at least so many rows."""

    test: Literal["table_has_rows"] = Field(title="条件", description="表格至少有若干行。")
    fact: FactName = _fact("表格")
    at_least: int = Field(default=1, ge=1, title="至少", description="行数。")


class All(Shape):
    """Every one of these holds."""

    test: Literal["all"] = Field(title="条件", description="同时满足。")
    of: tuple["Condition", ...] = Field(min_length=1, title="各项", description="全部满足。")


class AnyOf(Shape):
    """At least one of these holds, or as many as the text asks for."""

    test: Literal["any"] = Field(title="条件", description="满足其一。")
    at_least: int = Field(default=1, ge=1, title="至少满足几项", description="一般是1项。")
    of: tuple["Condition", ...] = Field(
        min_length=1, title="各项", description="满足其中几项即可。"
    )

    @model_validator(mode="after")
    def _can_be_met(self) -> "AnyOf":
        if self.at_least > len(self.of):
            raise ValueError(f"只列了{len(self.of)}项，不可能满足{self.at_least}项。")
        return self


class Not(Shape):
    """This does not hold."""

    test: Literal["not"] = Field(title="条件", description="不满足。")
    of: "Condition" = Field(title="某项", description="不满足这一项。")


type Condition = Annotated[
    FactEquals
    | FactIn
    | FactTrue
    | FactPresent
    | HoldsAll
    | HoldsAny
    | LinesFreeOf
    | SetsApart
    | FactsAgree
    | TextFreeOf
    | RecordPassed
    | NoOpenRecord
    | Amount
    | Number
    | Ratio
    | NotBefore
    | NotAfter
    | Ahead
    | InSeason
    | InDates
    | WithinClock
    | IsOdd
    | TableHasRows
    | All
    | AnyOf
    | Not,
    Field(discriminator="test"),
]

All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
