"""Every main page in a real browser: it fits, anybody can use it, and it speaks Chinese only.

`PICTURES=/some/folder pytest tests/browser` leaves a picture of every page at every width.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from projects.overview.demonstration.building import Demonstration, first_day
from projects.overview.demonstration.county import County, CountyBuilder
from projects.overview.demonstration.endings import ENDINGS
from projects.planning.models import AnnualPlan
from projects.registry.models import Project, Record, RecordStatus, Stage
from projects.registry.rules import record_url
from tests.seeing import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WIDTHS, HEIGHT = (1920, 1366, 390), 900
SERIOUS = {"serious", "critical"}
FOREIGN = re.compile(r"(?<![A-Za-z_@.])(?:[A-Z_]{4,}|[a-z]{5,})(?![A-Za-z_])")
VERIFICATION_CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}")
DIGEST = re.compile(r"\b[0-9a-f]{6,64}…?")
ADDRESS = re.compile(r"https?://[!-~]+")
KNOWN_WORDS = {"https", "localhost"}
CHOSEN = {2: (0,), 1: (0,), 0: (0, 2, 3), -1: (0, 8, 13, 27, 43, 49)}
FEW = {age: [ENDINGS[age][place] for place in places] for age, places in CHOSEN.items()}
OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@dataclass
class Inspection:
    """A walk through the pages, and what was found wrong on the way."""

    browser: Browser
    address: str
    arguments: dict[str, Any]
    pictures: Path | None
    names: set[str]
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    where: str = ""

    def page_of(self, user: User | None) -> Page:
        """Return the browser of a person, or of a stranger."""
        key = user.username if user else ""
        if key not in self.contexts:
            context = self.browser.new_context(**self.arguments)
            context.on("console", self._listen)
            context.on("weberror", lambda error: self._note(f"script: {error.error}"))
            if user:
                context.add_cookies([self._session_of(user)])
            context.new_page()
            self.contexts[key] = context
        return self.contexts[key].pages[0]

    def _session_of(self, user: User) -> Any:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console: {message.text}")

    def _note(self, what: str) -> None:
        self.found.append(f"{self.where} {what}")

    def visit(self, name: str, user: User | None, path: str) -> None:
        """Fetch a page as on a telephone, and look at it at every width."""
        page = self.page_of(user)
        self.where = f"{name} {path}:"
        page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
        answer = page.goto(self.address + path)
        assert answer is not None
        if answer.status != 200:
            self._note(f"answered {answer.status}")
        for width in WIDTHS:
            self.where = f"{name} {path} @{width}:"
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.wait_for_function("width => innerWidth === width", arg=width)
            if (wide := page.evaluate(OVERFLOW)) > 0:
                self._note(f"{wide} px too wide")
            if self.pictures:
                page.reload()
                page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)
        self._read(page)
        self._ask_axe(page)

    def _read(self, page: Page) -> None:
        text = page.locator("body").inner_text()
        for no_word in (ADDRESS, VERIFICATION_CODE, DIGEST):
            text = no_word.sub("", text)
        words = {word for word in FOREIGN.findall(text) if word not in self.names | KNOWN_WORDS}
        if words:
            self._note(f"foreign words: {sorted(words)}")

    def _ask_axe(self, page: Page) -> None:
        for rule in violations(page):
            if rule["impact"] in SERIOUS:
                self._note(f"axe {rule['id']}: {rule['nodes'][0]['html'][:160]}")

    def close(self) -> None:
        """Close every browser."""
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def county(live_server: LiveServer) -> County:  # noqa: ARG001 - the server sees it
    """A dozen projects of the demonstration, at different stages."""
    began = timezone.make_aware(datetime.combine(first_day(timezone.localdate()), time()))
    built = CountyBuilder(password="unused", actor=User.system(), at=began).build()
    with mock.patch.dict(ENDINGS, FEW):
        Demonstration(built, timezone.localdate()).build()
    return built


@pytest.fixture
def inspection(
    live_server: LiveServer,
    browser: Browser,
    browser_context_args: dict[str, Any],
    county: County,
) -> Iterator[Inspection]:
    """A walk with a browser."""
    names = {account.user.username for account in county.accounts}
    asked_for = os.environ.get("PICTURES")
    pictures = Path(asked_for) if asked_for else None
    walk = Inspection(browser, live_server.url, browser_context_args, pictures, names)
    yield walk
    walk.close()


def test_every_page_fits_is_accessible_and_speaks_chinese(
    county: County, inspection: Inspection
) -> None:
    for name, user, path in [*pages_of_everybody(county), *pages_of_projects(county)]:
        inspection.visit(name, user, path)

    assert not inspection.found, "\n".join(inspection.found)


def pages_of_everybody(county: County) -> Iterator[tuple[str, User | None, str]]:
    """Return the pages that belong to no project."""
    handler, intake = county.one("HANDLER"), county.one("DATA_INTAKE")
    yield "login", None, "/login/"
    yield "workbench", handler, "/"
    yield "workbench-data", intake, "/"
    yield "queue", intake, "/todo/"
    task = open_task_of(intake)
    yield "decision", intake, f"/todo/{task.pk}/"
    yield "done", intake, "/todo/done/"
    yield "sent", handler, "/todo/sent/"
    yield "notices", handler, "/notices/"
    yield "account", handler, "/account/"
    yield "form-centre", handler, "/documents/"
    yield "ledger", county.one("AUDIT_READ"), "/projects/"
    yield "prints", county.one("AUDIT_READ"), "/projects/print/?of=all"
    yield "apply", handler, "/projects/apply/"
    yield "plans", county.one("DATA_REVIEW"), "/plans/"
    for plan in AnnualPlan.objects.order_by("-year")[:1]:
        yield "plan", county.one("FINANCE_BUDGET"), f"/plans/{plan.pk}/"
    yield "money-ledger", county.one("FINANCE_BUDGET"), "/money/"
    yield "units", county.one("SYSTEM_ADMIN"), "/organizations/units/"
    yield "people", county.one("SYSTEM_ADMIN"), "/organizations/people/"
    yield "calendar", county.one("SYSTEM_ADMIN"), "/calendar/"
    yield "trail", county.one("AUDIT_ADMIN"), "/audit/"
    yield "rulebooks", county.one("RULE_ADMIN"), "/regulations/"
    yield "rulebook", county.one("RULE_ADMIN"), "/regulations/T4/"
    yield "waivers", county.one("RULE_ADMIN"), "/regulations/waivers/"


def pages_of_projects(county: County) -> Iterator[tuple[str, User | None, str]]:
    """Return the pages of projects, each of another stage."""
    for stage in (Stage.CONSTRUCTION, Stage.ARCHIVED, Stage.APPLICATION):
        project = Project.objects.filter(stage=stage).select_related("handler").order_by("pk")[0]
        where = f"/projects/{project.pk}/"
        yield f"project-{stage.lower()}", project.handler, where
        yield f"project-{stage.lower()}-auditor", county.one("AUDIT_READ"), where
    built = Project.objects.filter(stage=Stage.CONSTRUCTION).select_related("handler")[0]
    for tab in ("records", "papers", "trail", "clocks", "construction"):
        yield f"project-{tab}", built.handler, f"/projects/{built.pk}/?tab={tab}"
    yield "milestones", built.handler, f"/projects/{built.pk}/milestones/"
    yield "money", built.handler, f"/projects/{built.pk}/money/"
    for status in (RecordStatus.RETURNED, RecordStatus.DRAFT, RecordStatus.PASSED):
        records = Record.objects.filter(status=status).select_related("project__handler")
        for record in records.exclude(kind="appraisal").order_by("-pk")[:1]:
            yield f"record-{status.lower()}", record.project.handler, record_url(record)
    appraisals = Record.objects.filter(kind="appraisal", status=RecordStatus.DRAFT)
    for record in appraisals[:1]:
        yield "appraisal", county.one("DATA_REVIEW"), record_url(record)


def open_task_of(user: User) -> ApprovalTask:
    """Return something that waits for somebody."""
    held = user.appointments.values_list("post_id", flat=True)
    return ApprovalTask.objects.filter(status=TaskStatus.OPEN, post__in=held).order_by("pk")[0]
