"""Reports on the progress."""

from decimal import Decimal
from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError
from projects.construction.models import Milestone
from projects.construction.rules import MilestonePlan
from projects.construction.services import plan_milestones
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Record
from tests.filled import progress_values
from tests.life import PAID, fill, let_pass, moment
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db
MAY = moment(5, 31)


def report(site: Site, percent: str = "30", **changes: Any) -> Record:
    values = progress_values(percent, **changes)
    return fill(site.county, site.project, "progress_report", values, at=PAID)


def reported(site: Site, percent: str = "30", **changes: Any) -> Record:
    return let_pass(site.county, report(site, percent, **changes), "UNIT_HEAD", at=PAID)


def in_may(site: Site, percent: str, **changes: Any) -> Record:
    return report(
        site, percent, **{"period_from": "2026-05-01", "period_to": "2026-05-31"} | changes
    )


def test_a_first_report_may_be_sent(building_site: Site) -> None:
    assert why_not(report(building_site)) == ""


@pytest.mark.parametrize(("percent", "fits"), [("29.99", False), ("30", True), ("30.5", True)])
def test_progress_never_falls(building_site: Site, percent: str, fits: bool) -> None:
    reported(building_site)

    assert (why_not(in_may(building_site, percent)) == "") is fits


def test_a_share_of_a_percent_is_kept(building_site: Site) -> None:
    passed = kinds.load(reported(building_site, "45.5"))

    assert kinds.values_of(passed)["physical_progress"] == Decimal("45.50")
    assert facts_of(building_site.project)["construction.percent"] == Decimal("45.50")


def test_a_period_begins_after_the_one_before(building_site: Site) -> None:
    reported(building_site)

    again = report(building_site, "40", period_from="2026-04-30", period_to="2026-05-31")

    assert "报告期应从上一期截止日2026年4月30日之后开始" in why_not(again)


def test_a_new_report_begins_where_the_last_one_ended(building_site: Site) -> None:
    reported(building_site)

    opened = fill(building_site.county, building_site.project, "progress_report", {}, at=MAY)

    assert str(kinds.values_of(kinds.load(opened))["period_from"]) == "2026-05-01"


def test_a_period_that_ends_before_it_begins_is_refused_at_once(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="报告期止早于报告期起"):
        report(building_site, period_to="2026-03-31")


def test_problems_need_measures(building_site: Site) -> None:
    assert "整改与应对措施" in why_not(report(building_site, problems="设备到货延迟。"))
    assert why_not(report(building_site, problems="设备到货延迟。", measures="协调加急。")) == ""


@pytest.mark.parametrize("percent", ["100.01", "-1"])
def test_progress_outside_nought_to_hundred_is_refused(building_site: Site, percent: str) -> None:
    with pytest.raises(RuleViolationError, match="形象进度应在 0 至 100 之间"):
        report(building_site, percent)


def test_a_report_in_force_moves_the_milestones(building_site: Site) -> None:
    plan_milestones(
        building_site.project,
        plan=[
            MilestonePlan(name=name, planned_start=PAID.date(), planned_end=MAY.date())
            for name in ("需求确认", "开发")
        ],
        version=building_site.project.version,
        actor=building_site.county.at("HANDLER"),
        at=PAID,
    )

    reported(
        building_site,
        milestones=[
            {
                "name": "需求确认",
                "due_on": "2026-04-30",
                "completed_on": "2026-04-18",
                "progress": "100",
            },
            {"name": "开发", "due_on": "2026-05-31", "progress": "40"},
            {"name": "别处的里程碑", "due_on": "2026-05-31", "progress": "40"},
        ],
    )

    states = Milestone.objects.order_by("position").values_list("name", "reached_on", "percent")
    assert [(n, str(d), p) for n, d, p in states] == [
        ("需求确认", "2026-04-18", 100),
        ("开发", "None", 40),
    ]
