"""The cast of initiation."""

import pytest

from projects.registry.models import Project, Record
from tests.builders import (
    County,
    accepted,
    application_ready,
    appraised,
    build_county,
    conclude,
    initiation_ready,
    send,
    sign,
)


@pytest.fixture
def county(db: None) -> County:  # noqa: ARG001 - opens the database
    """A county with somebody at every desk."""
    return build_county()


@pytest.fixture
def project(county: County) -> Project:
    """A project whose appraisal has passed in full: 50 万元."""
    return conclude(county, appraised(county, accepted(county, application_ready(county))))


@pytest.fixture
def pending(county: County, project: Project) -> Record:
    """An initiation that lies on the desk of the approving authority."""
    record = send(county, initiation_ready(county, project))
    sign(county, record, "UNIT_HEAD")
    return record
