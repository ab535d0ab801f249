"""Telling people what concerns them: notices stand above the organization and register here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from approvals.organizations.models import User


class Teller(Protocol):
    """Somebody who carries a message to people."""

    def __call__(
        self, users: Iterable[User], *, title: str, body: str, url: str, at: datetime
    ) -> None: ...


_tellers: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Add somebody who carries messages."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell(users: Iterable[User], *, title: str, body: str = "", url: str = "", at: datetime) -> None:
    """Tell people something, in the transaction of what happened."""
    told = list(users)
    for teller in _tellers:
        teller(told, title=title, body=body, url=url, at=at)
