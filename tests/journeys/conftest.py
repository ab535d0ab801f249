"""A county to walk through, and nothing else from the database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from approvals.calendars.queries import working_calendar
from approvals.organizations.models import User
from projects.overview.demonstration.county import CountyBuilder
from tests.journeys.county import (
    PASSWORD,
    Clock,
    Offices,
    logins_of,
    moment,
    time_of_the_county,
)
from tests.journeys.deeds import Deeds

FIRST_DAY = date(2026, 1, 6)


@pytest.fixture
def deeds(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], tmp_path: Path
) -> Iterator[Deeds]:
    """Units, people, posts, calendar and rulebook; projects come by clicking only."""
    with time_of_the_county(FIRST_DAY) as machine:
        builder = CountyBuilder(password=PASSWORD, actor=User.system(), at=moment(FIRST_DAY))
        logins = logins_of(builder.build())
        offices = Offices(browser, live_server.url, logins, browser_context_args)
        clock = Clock(machine, working_calendar(), FIRST_DAY)
        yield Deeds(offices, clock, name="云溪县智慧教育云平台", content="中小学教学资源和学籍业务")
        offices.close(tmp_path)
