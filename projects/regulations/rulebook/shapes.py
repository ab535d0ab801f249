"""The ground of all shapes of a rulebook: frozen, closed, and what several of them share.

Every field has a Chinese title, most a description: the editor shows them to people who
write rulebooks and never see this file.
"""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from config.kernel.periods import MonthEnd, PeriodUnit, period_text

Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
Label = Annotated[str, Field(min_length=1, max_length=200)]
Message = Annotated[str, Field(min_length=1, pattern=r"。$")]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+){0,3}$")]
Page = Annotated[str, Field(pattern=r"^([a-z_0-9]+([:#][A-Za-z0-9_.-]+)?)?$")]
Percent = Annotated[Decimal, Field(ge=0)]


class Shape(BaseModel):
    """A piece of a rulebook; an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __copy__(self) -> Self:
        """Copy the contents only: what was computed from them belongs to the original."""
        copied = super().__copy__()
        fields = type(self).model_fields
        for name in [name for name in copied.__dict__ if name not in fields]:
            del copied.__dict__[name]
        return copied


class Choice(Shape):
    """One value that a field may take."""

    code: Code = Field(title="代码", description="同一清单内不重复，只用字母、数字和下划线。")
    label: Label = Field(title="名称", description="页面和表单上显示的文字。")


class ChoiceList(Shape):
    """A closed list that a text fixes, such as the kinds of projects it covers."""

    code: Code = Field(title="清单代码", description="条件和表单字段用它引用这份清单。")
    label: Label = Field(title="清单名称", description="例如资金来源、建设性质。")
    choices: tuple[Choice, ...] = Field(min_length=1, title="可选值", description="至少一项。")

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the list."""
        return frozenset(choice.code for choice in self.choices)

    def label_of(self, code: str) -> str:
        """Name a value; a value that is not on the list keeps its code."""
        return next((c.label for c in self.choices if c.code == code), code)


def month_end_field() -> Any:
    """Return the field that says which day stands for one that a month does not have."""
    return Field(
        default=MonthEnd.LAST_DAY,
        title="没有对应日的",
        description="到期的月份没有这一天时算哪一天；系统默认取当月最后一日。",
    )


class Period(Shape):
    """A length of time (期间)."""

    count: int = Field(ge=0, title="数量", description="期间的长度。")
    unit: PeriodUnit = Field(
        default=PeriodUnit.WORKDAY, title="单位", description="工作日、日、月或者年。"
    )

    @property
    def text(self) -> str:
        """Name the period, e.g. 30个工作日."""
        return period_text(self.count, self.unit)


class MissingItem(Shape):
    """One thing to supply and the code of the page that supplies it."""

    label: Label = Field(title="缺什么", description="要补充的内容。")
    page: Page = Field(
        default="",
        title="到哪里补",
        description="例如application#lines、record:appraisal、papers:MINUTES。",
    )
