"""Who works in the county, at which desk in which browser, and what time it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import time_machine
from django.utils.timezone import make_aware
from playwright.sync_api import Browser, BrowserContext, Page, expect

from config.kernel.workdays import Calendar
from projects.overview.demonstration.county import County
from tests.waiting import PATIENCE

PASSWORD = "Yunxi-2026-journey"
OFFICE_HOURS = time(9, 20)


class Clock:
    """The time of the county: it ticks, and jumps from working day to working day."""

    def __init__(self, machine: Any, calendar: Calendar, first_day: date) -> None:
        self.machine, self.calendar = machine, calendar
        self.day = first_day

    def wait(self, workdays: int = 1) -> date:
        """Let working days pass."""
        return self._go(self.calendar.add_workdays(self.day, workdays))

    def wait_until(self, day: date) -> date:
        """Let time pass until a day, or the first working day after it."""
        return self._go(max(self.day, self.calendar.roll_forward(day)))

    def _go(self, day: date) -> date:
        self.day = day
        self.machine.move_to(moment(day))
        return day


def moment(day: date) -> datetime:
    """Return the beginning of office hours of a day."""
    return make_aware(datetime.combine(day, OFFICE_HOURS))


@contextmanager
def time_of_the_county(first_day: date) -> Iterator[Any]:
    """Let the server live on another day."""
    with time_machine.travel(moment(first_day), tick=True) as machine:
        yield machine


@dataclass
class Offices:
    """Every person has a browser of their own; nobody knows another's password."""

    browser: Browser
    address: str
    logins: dict[str, str]
    arguments: dict[str, Any]
    desks: dict[str, BrowserContext] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def at(self, role: str, path: str = "/") -> Page:
        """Open a page at a desk; whoever sits down there first sees the workbench before it.

        Whoever was away too long signs in again, and is led to the page asked for.
        """
        is_first = role not in self.desks
        if is_first:
            self._sit_down(role)
        for place in dict.fromkeys(("/", path) if is_first else (path,)):
            self._open(role, place)
        return self.desks[role].pages[0]

    def _sit_down(self, role: str) -> None:
        context = self.browser.new_context(**self.arguments)
        context.set_default_timeout(PATIENCE)
        context.on("console", self._note)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("response", self._note_failure)
        context.new_page()
        self.desks[role] = context

    def _open(self, role: str, path: str) -> None:
        page = self.desks[role].pages[0]
        page.goto(f"{self.address}{path}")
        if urlsplit(page.url).path.startswith("/login/"):
            self._sign_in(page, role)
            expect(page).to_have_url(f"{self.address}{path}")

    def _sign_in(self, page: Page, role: str) -> None:
        page.get_by_label("用户名").fill(self.logins[role])
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()

    def _note(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _note_failure(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def close(self, pictures: Path) -> None:
        """Everybody goes home, leaving a picture of what they saw last; nothing went wrong."""
        for role, context in self.desks.items():
            context.pages[0].screenshot(path=pictures / f"{role}.png", full_page=True)
            context.close()
        assert self.complaints == []


def logins_of(county: County, owner: int = 0) -> dict[str, str]:
    """Tell who sits at which desk: the owner's two, and one of each office."""
    _, handler, head, _ = county.owners[owner]
    logins = {role: people[0].username for role, people in county.holders.items()}
    return logins | {"HANDLER": handler.username, "UNIT_HEAD": head.username}


def budget(amount: Decimal, name: str) -> list[dict[str, object]]:
    """Return budget lines that add up to an amount."""
    parts = (
        ("SOFTWARE", f"{name}软件开发", Decimal("0.62")),
        ("SECURITY", "网络安全等级保护测评", Decimal("0.78")),
        ("TRAINING", "培训和推广", Decimal("0.88")),
        ("SUPERVISION", "监理和第三方测试", Decimal(1)),
    )
    marks = [Decimal(0), *(amount * upto for _, _, upto in parts)]
    return [
        {
            "item": item,
            "category": category,
            "source": "FISCAL",
            "specification": f"支撑{name}的业务办理。",
            "quantity": 1,
            "unit_price": end - start,
        }
        for (category, item, _), (start, end) in zip(parts, pairwise(marks), strict=True)
    ]
