"""Systems and the records of their operation."""

from typing import Any

import pytest

from approvals.organizations.models import UnitKind, User
from approvals.organizations.services import create_unit
from documents.sheets import catalog
from projects.operation.models import InformationSystem, MaintenanceRecord
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import ProjectUnit, Record
from tests.builders import AT, send
from tests.filled import CONTRACTOR, maintenance_values, system_values
from tests.life import OPERATED, fill, let_pass
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db


def system(site: Site, **changes: Any) -> Record:
    values = system_values(**changes)
    return fill(site.county, site.project, "information_system", values, at=OPERATED)


def registered(site: Site, **changes: Any) -> Record:
    return let_pass(site.county, system(site, **changes), "UNIT_HEAD", at=OPERATED)


def event(site: Site, **changes: Any) -> Record:
    values = maintenance_values(**changes)
    return fill(site.county, site.project, "maintenance_record", values, at=OPERATED)


def test_a_system_is_registered_with_what_is_known(operated_site: Site) -> None:
    draft = system(operated_site)

    values = kinds.values_of(kinds.load(draft))

    assert why_not(draft) == ""
    assert values["system_name"] == operated_site.project.name
    assert [row["name"] for row in values["data_resources"]] == ["环卫作业轨迹"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"live_on": "2026-09-06"}, "正式运行日期早于上线日期"),
        ({"formally_operating_since": "2026-09-11"}, "正式运行日期不能晚于今天"),
        ({"maintenance_phone": ""}, "请填写“运维电话”"),
    ],
)
def test_a_system_that_cannot_be_is_refused(
    operated_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(system(operated_site, **changes))


def test_the_same_system_is_not_registered_twice(operated_site: Site) -> None:
    registered(operated_site)

    assert "已登记，不能重复登记" in why_not(system(operated_site))
    assert why_not(system(operated_site, system_name="移动端")) == ""


def test_a_registered_system_counts(operated_site: Site) -> None:
    registered(operated_site)

    assert facts_of(operated_site.project)["operation.system_count"] == 1
    assert str(InformationSystem.objects.get().went_live_on) == "2026-09-05"


def test_a_maintenance_provider_that_is_a_unit_takes_part(operated_site: Site) -> None:
    unit = create_unit(
        name=CONTRACTOR,
        short_name="云阳数智",
        kind=UnitKind.objects.get(code="MAINTENANCE"),
        parent=None,
        actor=User.system(),
        at=AT,
    )

    registered(operated_site)

    part = ProjectUnit.objects.get(project=operated_site.project_id, unit=unit)
    assert part.part == ProjectUnit.Part.MAINTENANCE


def test_there_are_seven_kinds_of_records() -> None:
    assert len(catalog.get("maintenance_record").field("record_kind").choices) == 7


def test_nothing_is_recorded_before_a_system_is_registered(operated_site: Site) -> None:
    reason = why_not(event(operated_site))

    assert "请选择本项目已登记的系统" in reason
    assert "请先登记本项目建成的系统" in reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"system_name": "别处的系统"}, "请选择本项目已登记的系统"),
        ({"occurred_on": "2026-06-04"}, "发生日期早于系统上线日期2026年6月5日"),
        ({"occurred_on": "2026-09-11"}, "发生日期不能晚于今天"),
        ({"closed_on": "2026-09-07"}, "办结日期早于发生日期"),
        ({"record_kind": "ACCIDENT"}, "事故管理的记录请选择影响程度"),
        ({"record_kind": "FAULT", "severity": "MINOR"}, "故障管理的记录请填写改进与预防措施"),
        ({"handling": ""}, "请填写“处理过程和结果”"),
    ],
)
def test_a_record_that_does_not_hold_together_is_refused(
    operated_site: Site, changes: dict[str, Any], reason: str
) -> None:
    registered(operated_site)

    assert reason in why_not(event(operated_site, **changes))


def test_an_accident_with_its_lessons_may_be_sent(operated_site: Site) -> None:
    registered(operated_site)

    draft = event(operated_site, record_kind="ACCIDENT", severity="MINOR", prevention="增加巡检。")

    assert why_not(draft) == ""


def test_a_record_is_tied_to_its_system(operated_site: Site) -> None:
    kept = registered(operated_site)

    sent = send(operated_site.county, event(operated_site), at=OPERATED)

    record = MaintenanceRecord.objects.get(pk=sent.pk)
    assert (record.system_id, record.category) == (kept.pk, "DAILY")
