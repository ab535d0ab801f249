"""Abstract models: shapes of tables that belong to nobody's domain."""

from django.db import models

from config.kernel.verdicts import StaleVersionError


class VersionedModel(models.Model):
    """A row that knows how often it was changed, so that a stale page is noticed."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True

    def require_version(self, version: int) -> None:
        """Raise `StaleVersionError` unless the reader saw the row as it is now."""
        if self.version != version:
            raise StaleVersionError("您打开页面之后，这里的内容已被他人修改，请核对后再提交。")


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """Money in yuan, to the fen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 16)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
