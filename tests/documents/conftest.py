"""The people and papers around the documents."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from approvals.organizations.models import User
from documents.models import DocumentKind
from documents.services import define_kind

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def handler() -> User:
    """经办人: files and prints."""
    return User.objects.create(username="handler", full_name="张堃")


@pytest.fixture
def outsider() -> User:
    """外单位人员: has nothing to do with it."""
    return User.objects.create(username="outsider", full_name="王㙓")


@pytest.fixture
def handlers_browser(handler: User) -> Client:
    client = Client()
    client.force_login(handler)
    return client


@pytest.fixture
def outsiders_browser(outsider: User) -> Client:
    client = Client()
    client.force_login(outsider)
    return client


@pytest.fixture
def report_kind() -> DocumentKind:
    return define_kind("test_kind", "可行性研究报告")
