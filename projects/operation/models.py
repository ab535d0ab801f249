"""Tables of operation and maintenance."""

from django.db import models

from projects.registry.models import Record


class InformationSystem(Record):
    """A system that a project put into operation (系统登记)."""

    went_live_on = models.DateField("正式运行日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "系统登记"
        default_permissions = ()


class MaintenanceRecord(Record):
    """One record of the daily operation, of one of seven kinds (运维记录)."""

    system = models.ForeignKey(
        InformationSystem,
        verbose_name="系统",
        on_delete=models.PROTECT,
        related_name="maintenance_records",
        null=True,
        blank=True,
    )
    category = models.CharField("记录类别", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "运维记录"
        default_permissions = ()
