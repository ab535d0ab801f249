"""The days on which people work (工作日历)."""

from django.db import models


class CalendarDay(models.Model):
    """One day; provisional as long as the State Council has not announced that year's holidays."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("工作日")
    note = models.CharField("说明", max_length=60, blank=True)
    is_provisional = models.BooleanField("节假日安排未公布", default=False)

    class Meta:
        verbose_name = "工作日历"

    def __str__(self) -> str:
        return f"{self.day}"
