"""The data catalogue of a project."""

from datetime import date
from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.acceptance.models import DataResource
from projects.acceptance.rules import MOST_RESOURCES
from projects.acceptance.services import catalogue_data
from projects.registry.facts import facts_of
from tests.builders import send
from tests.life import ACCEPTED, TRIED, catalogued, ready_for_acceptance, resource
from tests.projects.conftest import Site, suspended

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sharing": "CLOSED"}, "第1行“环卫作业轨迹”不是无条件共享，请填写依据或理由"),
        ({"sharing": "CONDITIONAL"}, "不是无条件共享，请填写依据或理由"),
        ({"catalogued_on": date(2026, 8, 21)}, "编目日期不能晚于今天"),
        ({"collected_on": date(2026, 8, 21)}, "归集日期不能晚于今天"),
        ({"catalogued_on": None}, "已归集，请填写编目日期"),
    ],
)
def test_a_line_that_does_not_hold_together_is_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(RuleViolationError, match=reason):
        catalogued(building_site.county, building_site.project, resource(**changes))


def test_a_closed_resource_with_its_reason_is_kept(building_site: Site) -> None:
    closed = resource(sharing="CLOSED", sharing_basis="涉及个人信息。")

    catalogued(building_site.county, building_site.project, closed)

    assert DataResource.objects.get().sharing_basis == "涉及个人信息。"


def test_the_same_name_spelt_differently_is_refused(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="第2行的资源名称“GPS轨迹”与前面的重复"):
        catalogued(
            building_site.county,
            building_site.project,
            resource("ＧＰＳ轨迹"),
            resource("GPS轨迹"),
        )


def test_too_many_resources_are_refused(building_site: Site) -> None:
    many = [resource(f"资源{number}") for number in range(MOST_RESOURCES + 1)]

    with pytest.raises(RuleViolationError, match="数据资源最多200项，现有201项"):
        catalogued(building_site.county, building_site.project, *many)


def test_the_catalogue_rests_while_the_acceptance_is_decided(building_site: Site) -> None:
    draft = ready_for_acceptance(building_site.county, building_site.project)
    send(building_site.county, draft, at=ACCEPTED)

    with pytest.raises(RuleViolationError, match="验收正在审批，数据资源目录暂不能修改"):
        catalogued(building_site.county, building_site.project, at=ACCEPTED)


def test_a_page_that_is_no_longer_true_is_refused(building_site: Site) -> None:
    project = building_site.project
    catalogued(building_site.county, project)

    with pytest.raises(StaleVersionError):
        catalogue_data(
            project,
            lines=[],
            version=project.version,
            actor=building_site.county.at("HANDLER"),
            at=TRIED,
        )


def test_the_facts_count_what_is_catalogued_and_collected(building_site: Site) -> None:
    project = building_site.project
    assert facts_of(project)["data.catalogue_complete"] is False

    catalogued(building_site.county, project, resource(), resource("台账", collected_on=None))

    facts = facts_of(project)
    assert facts["data.resource_count"] == 2
    assert facts["data.catalogue_complete"] is True
    assert facts["data.collected"] is False


def test_the_catalogue_rests_while_the_project_is_suspended(building_site: Site) -> None:
    suspended(building_site)

    with pytest.raises(RuleViolationError, match="项目已暂停，不能修改数据资源目录"):
        catalogued(building_site.county, building_site.project)


def test_the_catalogue_is_closed_in_evaluation(evaluated_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="项目处于绩效评价阶段，不能修改数据资源目录"):
        catalogued(evaluated_site.county, evaluated_site.project)
