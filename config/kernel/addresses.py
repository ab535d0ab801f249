"""Addresses of pages without arguments, looked up once: every page asks for the same dozens."""

from functools import cache

from django.urls import reverse


@cache
def address_of(name: str) -> str:
    """Return where a page is."""
    return reverse(name)
