"""Rehearse a deed (预演): everything happens as it would, and nothing of it stays.

A preview by the same code that does the thing cannot differ from it.
"""

from collections.abc import Callable

from django.db import transaction

from config.kernel.verdicts import ALLOWED, RuleViolationError, Verdict


def rehearse[R](deed: Callable[[], R]) -> tuple[Verdict, R | None]:
    """Do it, note what the rules say and what came of it, and take everything back."""
    with transaction.atomic():
        try:
            result = deed()
        except RuleViolationError as violation:
            return violation.verdict, None
        finally:
            transaction.set_rollback(True)
    return ALLOWED, result
