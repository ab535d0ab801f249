"""The plan of a construction."""

from datetime import date
from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.construction.models import Milestone
from projects.construction.queries import gantt_rows, milestones_agreed, milestones_of
from projects.construction.rules import MOST_MILESTONES, MilestonePlan
from projects.construction.services import plan_milestones, reach_milestone
from tests.life import CONTRACTED, PAID, contracted
from tests.projects.conftest import Site, suspended

pytestmark = pytest.mark.django_db
TODAY = PAID.date()


def line(name: str = "需求确认", **changes: Any) -> MilestonePlan:
    given: dict[str, object] = {
        "name": name,
        "planned_start": date(2026, 4, 1),
        "planned_end": date(2026, 4, 30),
    }
    return MilestonePlan(**(given | changes))  # type: ignore[arg-type]


def plan(site: Site, *lines: MilestonePlan) -> list[Milestone]:
    return plan_milestones(
        site.project,
        plan=lines,
        version=site.project.version,
        actor=site.county.at("HANDLER"),
        at=PAID,
    )


def reach(site: Site, milestone: Milestone, day: date) -> Milestone:
    handler = site.county.at("HANDLER")
    return reach_milestone(milestone, reached_on=day, actor=handler, at=PAID)


def test_a_plan_keeps_its_order(building_site: Site) -> None:
    plan(building_site, line("上线"), line("需求确认"))

    names = [milestone.name for milestone in milestones_of(building_site.project)]
    assert names == ["上线", "需求确认"]


def test_days_out_of_order_are_refused_by_row(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="第2行“上线”的计划完成早于计划开始"):
        plan(building_site, line(), line("上线", planned_end=date(2026, 3, 31)))


def test_a_milestone_of_one_day_is_possible(building_site: Site) -> None:
    assert plan(building_site, line(planned_end=date(2026, 4, 1)))


def test_the_same_name_spelt_differently_is_refused(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="第2行的里程碑“ＡＰＩ联调”与前面的重复"):
        plan(building_site, line("API联调"), line("ＡＰＩ联调"))


def test_too_many_milestones_are_refused(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="里程碑最多60个，现有61个"):
        plan(building_site, *(line(f"里程碑{n}") for n in range(MOST_MILESTONES + 1)))


def test_what_was_reached_stays_when_the_plan_changes(building_site: Site) -> None:
    (first,) = plan(building_site, line())
    reach(building_site, first, date(2026, 4, 18))

    plan(building_site, line("先期调研"), line("需求确认定稿", pk=first.pk))

    kept = Milestone.objects.get(pk=first.pk)
    assert (kept.name, kept.position) == ("需求确认定稿", 2)
    assert (kept.reached_on, kept.percent) == (date(2026, 4, 18), 100)


def test_a_milestone_that_was_reached_cannot_be_dropped(building_site: Site) -> None:
    (first,) = plan(building_site, line())
    reach(building_site, first, TODAY)

    with pytest.raises(RuleViolationError, match="里程碑“需求确认”已完成，不能删去"):
        plan(building_site, line("上线"))


def test_a_line_of_another_project_is_taken_for_a_new_one(building_site: Site) -> None:
    (made,) = plan(building_site, line(pk=999_999))

    assert made.pk != 999_999


def test_a_milestone_is_not_reached_tomorrow(building_site: Site) -> None:
    (first,) = plan(building_site, line())

    with pytest.raises(RuleViolationError, match="实际完成日期不能晚于今天") as refused:
        reach(building_site, first, date(2026, 4, 21))
    assert refused.value.verdict.opens_on == date(2026, 4, 21)


def test_a_milestone_is_reached_once(building_site: Site) -> None:
    (first,) = plan(building_site, line())
    reach(building_site, first, TODAY)

    with pytest.raises(RuleViolationError, match="已在2026年4月20日完成"):
        reach(building_site, first, TODAY)


def test_a_page_that_is_no_longer_true_is_refused(building_site: Site) -> None:
    project = building_site.project
    plan(building_site, line())

    with pytest.raises(StaleVersionError):
        plan_milestones(
            project,
            plan=[line()],
            version=project.version,
            actor=building_site.county.at("HANDLER"),
            at=PAID,
        )


def test_the_plan_is_closed_in_operation(operated_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="项目处于运维阶段，里程碑不能再调整"):
        plan(operated_site, line())


def test_the_plan_rests_while_the_project_is_suspended(building_site: Site) -> None:
    suspended(building_site)

    with pytest.raises(RuleViolationError, match="项目已暂停，不能调整里程碑"):
        plan(building_site, line())


def test_a_first_plan_takes_over_what_the_contract_agreed(building_site: Site) -> None:
    contracted(building_site.county, building_site.project, at=CONTRACTED)

    assert milestones_agreed(building_site.project) == [
        {
            "name": "需求确认",
            "planned_start": date(2026, 4, 1),
            "planned_end": date(2026, 4, 30),
        },
        {
            "name": "系统上线",
            "planned_start": date(2026, 4, 30),
            "planned_end": date(2026, 6, 5),
        },
    ]


def test_the_chart_tells_done_from_under_way_and_ahead(building_site: Site) -> None:
    first, _, _ = plan(
        building_site,
        line(),
        line("开发", planned_end=date(2026, 6, 1)),
        line("上线", planned_start=date(2026, 6, 1), planned_end=date(2026, 6, 5)),
    )
    reach(building_site, first, TODAY)

    rows = gantt_rows(list(milestones_of(building_site.project)), TODAY)
    assert [row["state"] for row in rows] == ["done", "now", "plan"]
