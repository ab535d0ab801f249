"""Looking at pages as somebody on a given day."""

import html
import re
import unicodedata

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from projects.registry.rules import record_url
from tests.autopilot.pilot import Pilot

TAG = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)


def visit(pilot: Pilot, user: User, address: str) -> HttpResponse:
    """Fetch a page as somebody, on the day of the pilot."""
    with time_machine.travel(pilot.at, tick=False):
        return _client(user).get(address, follow=True)  # type: ignore[return-value]


def press(pilot: Pilot, user: User, address: str, **data: str) -> HttpResponse:
    """Press a button as somebody, on the day of the pilot."""
    with time_machine.travel(pilot.at, tick=False):
        return _client(user).post(address, data)  # type: ignore[return-value]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    return client


def address_of(pilot: Pilot, page: str) -> str:
    """Return the address of a page by its name in the scenarios."""
    name, _, rest = page.partition(":")
    version = pilot.project.rulebook
    match name:
        case "rulebook":
            return reverse(
                "projects:regulations-version",
                kwargs={"code": version.regulation.code, "version": version.version},
            )
        case "project":
            base = reverse("projects:overview-project", kwargs={"project_id": pilot.project_id})
            return f"{base}?tab={rest}" if rest else base
        case "record":
            return record_url(pilot.record)
        case "task":
            task = pilot.open_tasks().filter(**({"role_code": rest} if rest else {})).get()
            return reverse("approvals:inbox-task", kwargs={"task_id": task.pk})
        case _:
            return page.replace("{project}", str(pilot.project_id))


def words_on(response: HttpResponse) -> str:
    """Return the words of a page, folded as for a search."""
    text = TAG.sub("", response.content.decode())
    return folded(html.unescape(text))


def folded(text: str) -> str:
    """Fold a text: compatibility forms and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())
