"""Refusals: a rule that is not met, with its clause, its strength and what is missing."""

from collections.abc import Callable, Iterable
from datetime import date

from config.kernel.verdicts import Missing, Refusal, Strength
from projects.regulations.rulebook import Binding, MissingItem, Rulebook

type Resolver = Callable[[str], str]


def nowhere(_what: str) -> str:
    """Know no page that supplies anything."""
    return ""


def refusal(  # noqa: PLR0913 - the parts of a refusal, all named
    rulebook: Rulebook,
    rule: Binding,
    rule_id: str,
    message: str,
    *,
    missing: Iterable[MissingItem] = (),
    opens_on: date | None = None,
    is_waived: bool = False,
    resolve: Resolver = nowhere,
) -> Refusal:
    """Make the refusal of a rule; a rule that is waived is only shown as advice."""
    is_waived = is_waived and rule.strength is Strength.WAIVABLE
    items = () if is_waived else missing
    is_own = rule.is_system_default
    return Refusal(
        message=f"已登记豁免：{message}" if is_waived else message,
        rule_id=rule_id,
        regulation="" if is_own else rulebook.text_of(rule).title,
        clause=rule.clause,
        quote=rule.quote,
        strength=Strength.ADVICE if is_waived else rule.strength,
        missing=tuple([_supply(item, resolve) for item in items]) if items else (),
        opens_on=opens_on,
        is_system_default=is_own,
    )


def _supply(item: MissingItem, resolve: Resolver) -> Missing:
    return Missing(label=item.label, url=resolve(item.page) if item.page else "")
