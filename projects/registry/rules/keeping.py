"""Whether what was entered can be kept at all, even as a draft."""

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, CharField, CheckConstraint, Field, Model, Q, Value

from config.kernel.verdicts import ALLOWED, Verdict, refused
from projects.registry import kinds
from projects.registry.models import Record


def may_keep(record: Record) -> Verdict:
    """Decide whether what was entered fits the table it is kept in, even as a draft."""
    kind = kinds.of(record)
    verdict = ALLOWED
    for code, attribute in kind.typed.items():
        if not _fits(record, attribute):
            box = kind.form.field(code)
            verdict &= refused(f"“{box.label}”{_why_not(record, attribute)}")
    if not verdict:
        return verdict
    checks_hold = _checks_hold(record)
    for model, constraints in record.get_constraints():
        for constraint in constraints:
            if not (checks_hold and isinstance(constraint, CheckConstraint)):
                verdict &= _holds(constraint, model, record)
    return verdict


def _holds(constraint: BaseConstraint, model: type[Model], record: Record) -> Verdict:
    try:
        constraint.validate(model, record, exclude={"project", "kind", "serial"})
    except ValidationError as error:
        return Verdict(tuple(r for message in error.messages for r in refused(message).refusals))
    return ALLOWED


def _checks_hold(record: Record) -> bool:
    """Ask the database once whether every check of the record's tables holds."""
    conditions = [
        constraint.condition
        for _, constraints in record.get_constraints()
        for constraint in constraints
        if isinstance(constraint, CheckConstraint)
    ]
    fields = record._meta.concrete_fields  # noqa: SLF001 - Django's public name
    values = {field.name: Value(getattr(record, field.attname), field) for field in fields}
    return Q(*conditions).check(values)


def _fits(record: Record, attribute: str) -> bool:
    value = getattr(record, attribute)
    if value is None or value == "":
        return True
    try:
        field = type(record)._meta.get_field(attribute)  # noqa: SLF001 - Django's public name
        assert isinstance(field, Field)
        field.run_validators(value)
    except ValidationError:
        return False
    return True


def _why_not(record: Record, attribute: str) -> str:
    field = type(record)._meta.get_field(attribute)  # noqa: SLF001 - Django's public name
    if isinstance(field, CharField):
        longest, length = field.max_length, len(str(getattr(record, attribute)))
        return f"最多{longest}字，现有{length}字，请删减。"
    return "的数字过大或小数位过多，请核对。"
