"""Nobody leaves while a matter waits that only they could decide."""

from datetime import timedelta

import pytest

from approvals.flows.shapes import Route
from approvals.organizations.models import Appointment, Unit, User
from approvals.organizations.services import (
    close_post,
    deactivate_account,
    deactivate_unit,
    end_appointment,
)
from config.kernel.verdicts import RuleViolationError
from tests.approvals.flows.conftest import calls, town
from tests.approvals.flows.town import (
    APPROVAL,
    NOW,
    ROUTE,
    TODAY,
    Town,
    agree_all,
    open_task,
)

__all__ = ["calls", "town"]

LAST_STEP = Route(code="tests.last", label="一步流程", steps=(APPROVAL,))


@pytest.mark.usefixtures("calls")
def test_the_only_holder_stays_until_the_matter_is_decided(town: Town) -> None:
    process = town.send(LAST_STEP)

    with pytest.raises(RuleViolationError) as leaving:
        deactivate_account(town.planner, actor=User.system(), at=NOW)
    with pytest.raises(RuleViolationError):
        end_appointment(town.planner.appointments.get(), actor=User.system(), at=NOW)

    missing = leaving.value.verdict.blocking[0].missing[0]
    assert missing.label == "环城路（立项审批）"
    assert missing.url == f"/todo/{open_task(process).pk}/"
    agree_all(process, [("审批岗", town.planner)])
    deactivate_account(town.planner, actor=User.system(), at=NOW)


@pytest.mark.usefixtures("calls")
def test_where_a_colleague_holds_the_post_too_anybody_may_go(town: Town) -> None:
    town.send(ROUTE)
    Appointment.objects.create(
        user=town.colleague, post=town.intake_post, starts_on=TODAY - timedelta(days=9)
    )

    deactivate_account(town.clerk, actor=User.system(), at=NOW)

    assert not User.objects.get(pk=town.clerk.pk).is_active


def test_a_unit_with_a_running_matter_stays_open(town: Town) -> None:
    town.send(ROUTE)
    Unit.objects.filter(pk=town.roads.pk).update(is_active=True)

    with pytest.raises(RuleViolationError, match="还有未了结的事项") as closing:
        deactivate_unit(town.roads, actor=User.system(), at=NOW)

    labels = [item.label for refusal in closing.value.verdict.blocking for item in refusal.missing]
    assert "环城路" in labels


def test_a_post_with_a_holder_stays_in_use(town: Town) -> None:
    with pytest.raises(RuleViolationError, match="还有人在任"):
        close_post(town.ndrc_post, actor=User.system(), at=NOW)
