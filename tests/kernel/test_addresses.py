"""An address that is put together from its parts is the one that Django would look up."""

import pytest
from django.urls import NoReverseMatch, reverse

from config.kernel.addresses import address_of, address_of_one


@pytest.mark.parametrize("name", ["approvals:inbox-task", "approvals:inbox-process"])
@pytest.mark.parametrize("number", [0, 7, 1_000_123])
def test_the_page_of_a_row_is_where_django_says(name: str, number: int) -> None:
    assert address_of_one(name, number) == reverse(name, args=[number])


def test_a_page_without_arguments_is_where_django_says() -> None:
    assert address_of("approvals:inbox-todo") == reverse("approvals:inbox-todo")


def test_a_page_that_is_not_there_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address_of_one("approvals:inbox-nowhere", 1)
