"""Tables of the project's money after its approval."""

from django.db import models

from config.kernel.models import AmountField
from projects.procurement.models import Contract
from projects.registry.models import Record


class Appropriation(Record):
    """A budget quota given to a project by the finance department (指标下达)."""

    document_number = models.CharField("指标文号", max_length=60, blank=True)
    issued_on = models.DateField("下达日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资金指标"
        default_permissions = ()


class Payment(Record):
    """A payment under a contract (支付). `amount` is what is asked for."""

    class Nature(models.TextChoices):
        ADVANCE = "ADVANCE", "预付款"
        PROGRESS = "PROGRESS", "进度款"
        FINAL = "FINAL", "尾款"
        RETENTION = "RETENTION", "质保金"
        OTHER = "OTHER", "其他"

    basis_contract = models.ForeignKey(
        Contract,
        verbose_name="合同",
        on_delete=models.PROTECT,
        related_name="payments",
        null=True,
        blank=True,
    )
    nature = models.CharField("款项性质", max_length=20, choices=Nature.choices, blank=True)
    paid_on = models.DateField("支付日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资金支付"
        default_permissions = ()


class FinalAccounts(Record):
    """The final accounts of a project (竣工财务决算). `amount` is the settled sum."""

    surplus_amount = AmountField("结余金额", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "竣工决算"
        default_permissions = ()
