"""A project lives its whole life through the services."""

import pytest

from projects.registry.models import Stage
from tests.builders import County
from tests.life import project_at


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.APPLICATION])
def test_a_project_comes_to_every_stage(county: County, stage: Stage) -> None:
    assert project_at(county, stage).stage == stage
