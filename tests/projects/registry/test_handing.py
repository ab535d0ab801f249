"""What somebody leads in projects goes to somebody else when they leave."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from approvals.flows.queries.waiting import tasks_without_hands
from approvals.organizations.holdings import holdings_of
from approvals.organizations.models import User
from approvals.organizations.services import appoint, create_account, deactivate_account, hand_over
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from projects.registry.access import rights_on
from projects.registry.models import ProjectMember, ProjectUserObjectPermission
from tests.builders import AT, OWNER, SINCE, TODAY
from tests.projects.conftest import Site
from tests.projects.registry.harbour import build_harbour, under_way

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def successor(site: Site, *, with_post: bool) -> User:
    """Return a newcomer at the owner unit."""
    user = create_account(
        username="newcomer",
        full_name="接手人",
        unit=site.county.owner,
        actor=User.system(),
        at=AT,
    ).user
    if with_post:
        post = site.county.at("HANDLER").appointments.get().post
        appoint(user, post=post, starts_on=SINCE, actor=User.system(), at=AT)
    return user


def choose(giver: User, receiver: User | None, *kinds: str) -> dict[str, User | None]:
    """Choose one receiver for everything of these kinds."""
    held = holdings_of(giver, TODAY)
    return {item.key: receiver for item in held if item.kind in kinds and not item.follows}


def test_a_project_led_goes_to_a_case_officer_of_its_owner(building_site: Site) -> None:
    handler, taker = building_site.county.at("HANDLER"), successor(building_site, with_post=True)

    hand_over(
        handler,
        choices=choose(handler, taker, "project"),
        reason="调离",
        actor=User.system(),
        at=AT,
    )

    assert building_site.project.handler == taker
    entry = AuditEntry.objects.get(action=AuditAction.HANDLER_CHANGED)
    assert entry.detail == {"原经办人": handler.full_name, "现经办人": "接手人"}


def test_a_project_is_not_given_to_who_has_no_post_at_its_owner(building_site: Site) -> None:
    handler = building_site.county.at("HANDLER")
    taker = successor(building_site, with_post=False)

    with pytest.raises(RuleViolationError, match="没有经办或负责的岗位"):
        hand_over(
            handler,
            choices=choose(handler, taker, "project"),
            reason="调离",
            actor=User.system(),
            at=AT,
        )


def test_the_post_given_in_the_same_act_is_enough(building_site: Site) -> None:
    handler = building_site.county.at("HANDLER")
    taker = successor(building_site, with_post=False)

    hand_over(
        handler,
        choices=choose(handler, taker, "appointment", "project"),
        last_day=TODAY + DAY,
        reason="退休",
        actor=User.system(),
        at=AT,
    )

    assert building_site.project.handler == taker


def test_an_account_is_not_closed_while_a_project_is_in_its_hands(building_site: Site) -> None:
    handler = building_site.county.at("HANDLER")

    with pytest.raises(RuleViolationError, match="先办理交接") as refusal:
        deactivate_account(handler, actor=User.system(), at=AT)

    missing = [item.label for found in refusal.value.verdict.blocking for item in found.missing]
    assert building_site.project.name in missing[0]
    assert building_site.project.owner_unit.name == OWNER


def test_a_right_by_name_goes_along_or_ends(building_site: Site) -> None:
    handler, taker = building_site.county.at("HANDLER"), successor(building_site, with_post=False)
    right = Permission.objects.get(codename="view_project", content_type__app_label="projects")
    row = ProjectUserObjectPermission.objects.create(
        user=handler, permission=right, content_object=building_site.project
    )

    hand_over(
        handler,
        choices=choose(handler, taker, "right"),
        reason="调离",
        actor=User.system(),
        at=AT,
    )

    assert not ProjectUserObjectPermission.objects.filter(pk=row.pk).exists()
    assert "view_project" in rights_on(taker, building_site.project, TODAY)


def test_a_place_in_a_project_goes_over_with_what_waits_on_its_desk() -> None:
    harbour = build_harbour()
    project = under_way(harbour)
    member = ProjectMember.objects.filter(project=project).earliest("pk")
    others = User.objects.filter(unit=harbour.owner).exclude(project_places__project=project)
    taker = others.earliest("pk")

    hand_over(
        member.user,
        choices=choose(member.user, taker, "member"),
        reason="调离",
        actor=User.system(),
        at=AT,
    )

    place = ProjectMember.objects.get(project=project, role=member.role, is_ended=False)
    assert place.user == taker
    assert place.appointment.post == member.appointment.post
    assert not tasks_without_hands(TODAY).exists()
