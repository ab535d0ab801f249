"""Time (时限): periods from an event, windows, expiry, attempts, and duties that come again."""

from typing import Literal

from pydantic import Field, model_validator

from config.kernel.periods import MonthEnd, PeriodUnit
from projects.regulations.rulebook.citations import Binding
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import (
    Code,
    FactName,
    Label,
    Message,
    Period,
    Shape,
    month_end_field,
)


class Pause(Shape):
    """A stretch of time that does not count, such as the days of supplying papers (补正)."""

    since: FactName = Field(title="自", description="暂停计算的日期。")
    until: FactName = Field(title="至", description="恢复计算的日期；没有值就仍在暂停。")


class ClockExpiry(Shape):
    """What follows when the period has run out (视同撤销)."""

    effect: Literal["REMIND", "DEEMED_WITHDRAWN", "LAPSED", "REFUSED"] = Field(
        title="后果", description="提醒、视同撤销、失效或者不再受理。"
    )
    excused_when: Condition | None = Field(
        default=None, title="有正当理由", description="满足时不视为“无故”，后果不发生。"
    )
    label: Label = Field(title="后果的说法", description="例如无故逾期不验收的，视同撤销。")


class Clock(Binding):
    """A period that runs from an event (时限): a last day, a first day, or a window of both.

    `count` is the longest, `at_least` the shortest; with `is_lead` it is counted back from
    the event (提前). Where `is_enforced`, the gate refuses outside the window.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="时限名称", description="例如试运行最迟结束。")
    event: FactName = Field(title="起算日", description="从这个日期起算，当日不计入。")
    count: int | None = Field(default=None, ge=1, title="最长", description="不填就没有最后期限。")
    unit: PeriodUnit = Field(
        default=PeriodUnit.WORKDAY, title="单位", description="工作日、日、月或者年。"
    )
    at_least: int | None = Field(
        default=None, ge=1, title="最短", description="不填就没有最早日期；单位相同。"
    )
    is_lead: bool = Field(
        default=False, title="提前量", description="从起算日往前数，例如提前30个工作日。"
    )
    rolls: bool = Field(default=True, title="遇休息日顺延", description="只对最后期限；默认顺延。")
    floor_rolls: bool = Field(
        default=False, title="最早日期顺延", description="系统默认：最早日期遇休息日不顺延。"
    )
    month_end: MonthEnd = month_end_field()
    subject: FactName | None = Field(
        default=None, title="比较的日期", description="哪个日期要落在期间内；不填就是办理当日。"
    )
    done: FactName | None = Field(
        default=None, title="完成日期", description="这个日期有值就不再计时。"
    )
    when: Condition | None = Field(
        default=None, title="适用情形", description="只在满足条件时计时。"
    )
    pauses: tuple[Pause, ...] = Field(
        default=(), title="暂停", description="这些时段不计算；项目暂停期间总是不计算。"
    )
    remind_days: int = Field(default=5, ge=0, title="提前几天提醒", description="工作日。")
    owner: Code | None = Field(default=None, title="由谁负责", description="角色代码。")
    expiry: ClockExpiry | None = Field(
        default=None, title="期满后果", description="不填就只提示逾期。"
    )
    is_enforced: bool = Field(
        default=False, title="在关口强制", description="不在期间内时，本关口不予办理。"
    )
    message: Message | None = Field(
        default=None, title="提示", description="不填就用标准说法；可用{day}。"
    )

    @model_validator(mode="after")
    def _has_an_end(self) -> "Clock":
        if self.count is None and self.at_least is None:
            raise ValueError(f"时限“{self.label}”要写明最长或者最短。")
        if self.count and self.at_least and self.at_least > self.count:
            raise ValueError(f"时限“{self.label}”的最短长于最长。")
        if self.is_lead and self.at_least is None:
            raise ValueError(f"时限“{self.label}”：提前量写在最短里。")
        return self


class CostBearer(Shape):
    """Who pays for which attempt."""

    attempt: int = Field(ge=1, title="第几次", description="从这一次起。")
    payer: Label = Field(title="费用由谁承担", description="例如申报单位。")


class AttemptRule(Binding):
    """How often something may fail, and how long it is then closed (次数和锁定)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="名称", description="例如两次评审不通过。")
    gate: Code = Field(title="关口", description="计哪种记录不通过的次数。")
    attempts: int = Field(ge=1, title="不通过次数", description="达到这个次数就锁定。")
    lock: Period | None = Field(
        default=None, title="锁定多久", description="自最后一次不通过起；不填就不再受理。"
    )
    closes: tuple[Code, ...] = Field(
        default=(), title="锁定哪些关口", description="不填就锁定本关口。"
    )
    cost_bearers: tuple[CostBearer, ...] = Field(
        default=(), title="费用承担", description="各次费用由谁承担。"
    )
    message: Message | None = Field(default=None, title="提示", description="可用{day}。")


class RecurringDuty(Binding):
    """Something that is due again and again (定期义务)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="义务", description="例如按月报送项目进度。")
    record: Code = Field(title="报送的记录", description="用哪种记录完成。")
    roles: tuple[Code, ...] = Field(
        default=(), title="由谁办理", description="不填就是项目经办人。"
    )
    every: Literal["WEEK", "HALF_MONTH", "MONTH", "QUARTER", "HALF_YEAR", "YEAR"] = Field(
        title="周期", description="周、半月、月、季、半年或者年。"
    )
    grace: Period | None = Field(
        default=None, title="期末后多久", description="每期结束后的报送期限；不填就是期末当日。"
    )
    due_day: str | None = Field(
        default=None,
        pattern=r"^\d\d-\d\d$",
        title="固定日期",
        description="每年的月和日，例如12月31日；只用于按年。",
    )
    since: FactName = Field(title="从何时起", description="从这个日期起。")
    until: FactName | None = Field(
        default=None, title="到何时止", description="这个日期以后不再要。"
    )
    when: Condition | None = Field(default=None, title="适用情形", description="例如只对重大项目。")
    blocks: tuple[Code, ...] = Field(
        default=(), title="未报时挡住的关口", description="有逾期未报的，这些关口不予办理。"
    )
