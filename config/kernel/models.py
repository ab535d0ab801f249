"""Abstract models: shapes of tables that belong to nobody's domain."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django_fsm import FSMField

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


class GuardedModel(models.Model):
    """A row whose state fields move by transitions only.

    A protected field of django-fsm accepts a value only while it has none, and the library's
    own way round that switches the guard off for every instance of the process. Dropping the
    loaded value first keeps the guard up.
    """

    class Meta:
        abstract = True

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: "models.QuerySet[Self] | None" = None,
    ) -> None:
        """Read the row again, guarded fields included, in one query."""
        deferred = self.get_deferred_fields()
        concrete = self._meta.concrete_fields
        wanted = (
            [f.name for f in concrete if f.attname not in deferred] if fields is None else fields
        )
        wanted = list(wanted)
        for field in concrete:
            if isinstance(field, FSMField) and field.protected and field.name in wanted:
                self.__dict__.pop(field.attname, None)
        super().refresh_from_db(using=using, fields=wanted, from_queryset=from_queryset)
        if fields is None:
            self._state.fields_cache.clear()


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """Money in yuan, to the fen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 16)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
