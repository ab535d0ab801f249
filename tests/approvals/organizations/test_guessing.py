"""Parallel guesses at one account do not slip under the limit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from approvals.organizations.models import User
from approvals.organizations.services import create_account, ensure_catalogue
from tests.approvals.organizations.conftest import AT, PASSWORD

GUESSES, LIMIT = 30, 5
WRONG = "用户名或密码不对"


def guess(_number: int) -> str:
    """Try once, from a thread of its own."""
    try:
        answer = Client().post("/login/", {"username": "target", "password": "wrong-password"})
        return answer.content.decode()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_no_more_are_looked_at_than_the_limit() -> None:
    ensure_catalogue()
    cache.clear()
    create_account(
        username="target",
        full_name="某人",
        unit=None,
        password=PASSWORD,
        actor=User.system(),
        at=AT,
    )

    with ThreadPoolExecutor(max_workers=10) as pool:
        pages = list(pool.map(guess, range(GUESSES)))

    looked_at = sum(WRONG in page for page in pages)
    refused = sum("还在核对" in page or "登录已暂停" in page for page in pages)
    assert looked_at <= LIMIT + 1
    assert looked_at + refused == GUESSES
