"""Roles that a text newly names and nobody holds are told before it is put in force."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import Appointment, Post, Role, User
from approvals.organizations.services import create_post
from projects.regulations.models import RulebookDraft
from projects.regulations.queries import rulebook_of
from projects.regulations.queries.staffing import unheld_roles
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import begin_revision, import_pack, put_in_force
from tests.builders import AT, County

ON = date(2026, 3, 3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(county: County, author: User) -> RulebookDraft:
    """The next version of T4, in which another office watches over the work."""
    draft = begin_revision(county.rulebook, actor=author, at=AT)
    role = {"code": "T4_WATCH", "label": "督查室", "basis": "SYSTEM_DEFAULT"}
    duty = {
        "id": "T4-x1",
        "role": "T4_WATCH",
        "unit_kind": "DATA",
        "label": "督查",
        "basis": "SYSTEM_DEFAULT",
        "permissions": ["view_project"],
    }
    draft.content["roles"] = [*draft.content.get("roles", []), role]
    draft.content["duties"] = [*draft.content["duties"], duty]
    draft.save()
    return draft


def book_of(draft: RulebookDraft) -> Rulebook:
    return Rulebook.model_validate(draft.content)


def words_of(draft: RulebookDraft) -> list[str]:
    return [role.words for role in unheld_roles(book_of(draft), ON)]


def test_a_new_role_is_unheld_until_somebody_is_appointed_to_a_post_of_it(
    draft: RulebookDraft, county: County, author: User
) -> None:
    assert words_of(draft) == ["督查室：还没有设置岗位"]

    put_in_force(import_pack(book_of(draft), actor=author, at=AT), actor=author, at=AT)
    draft.content["code"] = "T4_COPY"  # measures that nothing precedes name every role newly
    unit = county.units["县数据局"]
    role = Role.objects.get(code="T4_WATCH")
    create_post(unit=unit, role=role, actor=User.system(), at=AT)
    assert "督查室：岗位还没有人任职" in words_of(draft)

    Appointment.objects.create(user=author, post=Post.objects.get(role=role), starts_on=ON)
    assert not [words for words in words_of(draft) if "督查室" in words]


def test_what_the_version_in_force_named_is_no_news(draft: RulebookDraft, county: County) -> None:
    assert unheld_roles(rulebook_of(county.rulebook), ON) == []
    Appointment.objects.filter(post__role_id="NDRC_HEAD").delete()

    assert words_of(draft) == ["督查室：还没有设置岗位"]


def test_the_draft_the_rehearsal_and_the_version_to_be_put_in_force_say_so(
    draft: RulebookDraft, author: User
) -> None:
    client = Client()
    client.force_login(author, backend="approvals.organizations.access.AccountBackend")
    pages = [
        reverse("projects:regulations-draft", args=[draft.pk]),
        reverse("projects:overview-rehearsal", args=[draft.pk]),
    ]
    version = import_pack(book_of(draft), actor=author, at=AT)
    pages.append(reverse("projects:regulations-version", args=["T4", version.version]))

    for page in pages:
        shown = client.get(page).content.decode()
        assert "新提到的角色还没有人担任" in shown, page
        assert "督查室：还没有设置岗位" in shown, page

    put_in_force(version, actor=author, at=AT)
    assert "新提到的角色" not in client.get(pages[-1]).content.decode()
