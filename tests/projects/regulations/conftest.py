"""The two persons whom every version of a regulation needs."""

import pytest

from approvals.organizations.models import User
from tests.builders import AT, County, person


@pytest.fixture
def author(county: County) -> User:
    """Who writes."""
    return person("rules_author", county.units["县数据局"], "RULE_ADMIN", AT)


@pytest.fixture
def second(county: County, author: User) -> User:  # noqa: ARG001 - after the author
    """Who signs."""
    return person("rules_second", county.owner, "RULE_ADMIN", AT)
