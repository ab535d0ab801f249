"""Number series: running numbers that are never given twice."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in one series of one year (编号)."""

    code = models.CharField("系列", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号系列"
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="number_series_one_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year} {self.last}"
