"""What frames a page: links with a word and a number, and whom the page was made for.

They are plain facts that can be compared: the same facts are drawn once and not for every page,
see the tag `component`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to another page: an entry of the navigation, a tab, a line of a menu."""

    label: str
    href: str
    icon: str = ""
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whoever is signed in, and the ways from there; an empty address is not offered."""

    name: str
    post: str = ""
    unread: str = ""
    links: tuple[Link, ...] = ()
    own_href: str = ""
    password_href: str = ""
    logout_href: str = ""
    search_href: str = ""
