"""Addresses of pages, looked up once: every page asks for the same dozens."""

from functools import cache

from django.urls import reverse

# A number that no address has of itself.
PLACE = 7_340_219_586


@cache
def address_of(name: str) -> str:
    """Return where a page is."""
    return reverse(name)


def address_of_one(name: str, number: int) -> str:
    """Return where the page of one row is, whose number alone is in the address."""
    before, after = _around(name)
    return f"{before}{number}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after
