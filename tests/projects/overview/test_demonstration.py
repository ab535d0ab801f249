"""The demonstration is a county one can believe, built whole by several processes."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalTask, Opinion, TaskStatus
from approvals.organizations.models import Unit, User
from approvals.organizations.queries import roles_of
from audit.services import verify_trail
from projects.construction.models import Milestone
from projects.finance.models import Payment
from projects.overview.demonstration import load_demonstration
from projects.overview.demonstration.building import BUILT_IN, first_day, newest_plan
from projects.overview.demonstration.county import CountyBuilder
from projects.procurement.models import Contract
from projects.registry.models import Project, Record, RecordStatus, Stage, Standing

MOST_OFTEN, A_MONTH = 3, timedelta(days=31)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2090, 12, 31)))
def test_projects_of_the_newest_plan_have_had_time_to_be_built(today: date) -> None:
    assert today - date(newest_plan(today), 1, 1) >= BUILT_IN
    assert first_day(today) < today - timedelta(days=2 * 365)


@pytest.mark.django_db
def test_who_keeps_the_measures_holds_a_second_post_and_so_sees_projects() -> None:
    at = timezone.now()
    county = CountyBuilder(password="x", actor=User.system(), at=at).build()

    for user in county.holders["RULE_ADMIN"]:
        assert roles_of(user, timezone.localdate(at)) == {"RULE_ADMIN", "DATA_REVIEW"}
    assert len(county.holders["RULE_ADMIN"]) == 2
    # The projects of the demonstration go to those whose first work it is.
    assert not {*county.holders["RULE_ADMIN"]} & {*county.holders["DATA_REVIEW"]}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_county_is_whole_and_nothing_in_it_contradicts_itself(tmp_path: Path) -> None:
    accounts = load_demonstration(folder=tmp_path, at=timezone.now(), processes=2)

    rows = json.loads(accounts.read_text(encoding="utf-8"))
    assert {"username", "password", "post", "unit"} <= set(rows[0])
    assert Unit.objects.count() >= 15
    assert User.objects.filter(is_system=False).count() >= 40
    assert Project.objects.count() >= 80
    assert set(Project.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert set(Project.objects.values_list("standing", flat=True)) == set(Standing.values)
    _opinions_are_each_ones_own()
    _dates_are_ordered_and_on_workdays()
    _amounts_reconcile()
    _what_is_open_is_of_late()
    assert verify_trail().is_intact


def _opinions_are_each_ones_own() -> None:
    texts = Counter(Opinion.objects.exclude(text="").values_list("text", flat=True))
    assert texts.most_common(1)[0][1] <= MOST_OFTEN


def _dates_are_ordered_and_on_workdays() -> None:
    calendar = working_calendar()
    moments = list(Opinion.objects.order_by("process_id", "pk").values_list("process_id", "at"))
    for (process, earlier), (following, later) in pairwise(moments):
        assert process != following or earlier <= later
    assert all(calendar.is_workday(timezone.localdate(at)) for _, at in moments)
    for record in Record.objects.all():
        moments_of = [record.created_at, record.submitted_at, record.decided_at]
        known = [moment for moment in moments_of if moment is not None]
        assert known == sorted(known)


def _what_is_open_is_of_late() -> None:
    today = timezone.localdate()
    waiting = ApprovalTask.objects.filter(status=TaskStatus.OPEN)
    for task in waiting:
        assert today - timezone.localdate(task.opened_at) < A_MONTH, task.process.subject_label
    planned = Milestone.objects.filter(reached_on=None, project__standing=Standing.ACTIVE)
    assert planned.exists()
    assert all(milestone.planned_end > today - A_MONTH for milestone in planned)


def _amounts_reconcile() -> None:
    for project in Project.objects.exclude(approved_amount=None):
        assert project.approved_amount == project.reviewed_amount <= project.estimated_amount
        contracts = Contract.objects.filter(project=project, status=RecordStatus.PASSED)
        contracted = sum((contract.amount or 0 for contract in contracts), 0)
        paid = Payment.objects.filter(project=project, status=RecordStatus.PASSED)
        assert sum((payment.amount or 0 for payment in paid), 0) <= contracted
        assert contracted <= project.approved_amount
