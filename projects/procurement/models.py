"""Tables of procurement."""

from django.db import models

from projects.registry.models import Record


class Contract(Record):
    """A contract of a project, with the tender it came from (采购合同). `amount` is its sum."""

    class Method(models.TextChoices):
        OPEN = "OPEN", "公开招标"
        INVITED = "INVITED", "邀请招标"
        CONSULTATION = "CONSULTATION", "竞争性磋商"
        NEGOTIATION = "NEGOTIATION", "竞争性谈判"
        SINGLE_SOURCE = "SINGLE_SOURCE", "单一来源"
        QUOTATIONS = "QUOTATIONS", "询价"

    method = models.CharField("采购方式", max_length=20, choices=Method.choices, blank=True)
    contract_number = models.CharField("合同编号", max_length=60, blank=True)
    contractor_name = models.CharField("承建单位", max_length=200, blank=True)
    contractor_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True)
    starts_on = models.DateField("履行起", null=True, blank=True)
    ends_on = models.DateField("履行止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "采购合同"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_dates_in_order",
                violation_error_message="合同完成日期早于合同开始日期，请核对。",
            )
        ]
