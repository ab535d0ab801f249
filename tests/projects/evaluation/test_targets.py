"""Performance targets: every indicator sound, the weights 100 in all."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.digests import canonical_json, sha256
from documents.sheets import catalog
from projects.evaluation.models import Evaluation, Indicator
from projects.evaluation.queries import grade_of
from projects.registry.models import Record
from projects.regulations.models import RulebookVersion
from tests.filled import target_values
from tests.life import CONTRACTED, fill, targeted
from tests.projects.conftest import Site
from tests.projects.refusals import advised, why_not
from tests.projects.regulations.t4 import T4


def targets(site: Site, **changes: Any) -> Record:
    values = target_values(**changes)
    return fill(site.county, site.project, "performance_targets", values, at=CONTRACTED)


def indicator(weight: str, name: str = "接入车辆", **changes: str) -> dict[str, str]:
    given_row = {"first_level": "OUTPUT", "second_level": "QUANTITY", "target": "120辆"}
    return {**given_row, "name": name, "weight": weight, **changes}


def measures(**settings: str) -> RulebookVersion:
    """Return a version of the measures with other values for what the text leaves open."""
    known = [
        setting.model_copy(update={"value": Decimal(settings.get(setting.code, "0"))})
        if setting.code in settings
        else setting
        for setting in T4.settings
    ]
    content = T4.model_copy(update={"settings": tuple(known)}).model_dump(mode="json")
    return RulebookVersion(content=content, digest=sha256(canonical_json(content)), version=1)


@pytest.mark.django_db
def test_complete_targets_may_be_sent_without_advice(building_site: Site) -> None:
    draft = targets(building_site)

    assert why_not(draft) == ""
    assert advised(draft) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("weight", "fits"), [("100", True), ("99.99", False), ("100.01", False)])
def test_weights_are_a_hundred_in_all(building_site: Site, weight: str, fits: bool) -> None:
    reason = why_not(targets(building_site, indicators=[indicator(weight)]))

    assert (reason == "") is fits
    assert fits or f"权重合计为{weight}，应为100" in reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([indicator("0"), indicator("100", "二")], "第1行的权重应大于零"),
        ([indicator("50"), indicator("50", "接入 车辆")], ""),
        ([indicator("50"), indicator("50")], "第2行的三级指标“接入车辆”与前面的重复"),
        (
            [indicator("100", second_level="SOCIAL")],
            "第1行的二级指标“社会效益”不属于一级指标“产出”",
        ),
        ([indicator("33.335"), indicator("66.665", "二")], "第1行的权重最多两位小数"),
        ([indicator("100", target="")], "“绩效指标”第1行没有填写“指标值”"),
        ([], "请在“绩效指标”中至少填写一行"),
    ],
)
def test_an_indicator_that_is_not_sound_is_refused_by_row(
    building_site: Site, rows: list[dict[str, str]], reason: str
) -> None:
    found = why_not(targets(building_site, indicators=rows))

    assert reason in found
    assert bool(reason) or found == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ends_on": "2026-03-31"}, "计划完成日期早于计划开始日期"),
        ({"fiscal_amount": "500000.01"}, "财政资金大于项目资金总额"),
    ],
)
def test_targets_that_contradict_themselves_are_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(targets(building_site, **changes))


@pytest.mark.django_db
def test_unusual_weights_are_told_and_not_forbidden(building_site: Site) -> None:
    draft = targets(building_site, indicators=[indicator("100")])

    assert "权重通常为预算执行10、产出50、效益30、满意度10" in advised(draft)


@pytest.mark.django_db
def test_targets_in_force_become_the_indicators(building_site: Site) -> None:
    targeted(building_site.county, building_site.project)

    kept = Indicator.objects.filter(project=building_site.project_id).order_by("position")
    assert [(i.level_one, i.name, i.weight) for i in kept] == [
        ("EXECUTION", "预算执行率", Decimal(10)),
        ("OUTPUT", "接入车辆", Decimal(50)),
        ("BENEFIT", "群众投诉下降", Decimal(30)),
        ("SATISFACTION", "使用人员满意度", Decimal(10)),
    ]


def test_the_levels_of_the_sheet_are_those_of_the_table() -> None:
    table = catalog.get("performance_targets").field("indicators")
    first, second = table.columns[0], table.columns[1]

    assert dict(first.choices) == dict(Indicator.LevelOne.choices)
    assert dict(second.choices) == dict(Indicator.LevelTwo.choices)


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"),
        ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差"),
    ],
)  # fmt: skip
def test_a_bound_belongs_to_the_better_grade(score: str, grade: str) -> None:
    assert grade_of(Decimal(score), measures()).label == grade


def test_another_rulebook_may_draw_the_bounds_elsewhere() -> None:
    strict = measures(grade_excellent_from="95")

    assert [grade_of(Decimal(95), strict).label, grade_of(Decimal(94), strict).label] == [
        "优",
        "良",
    ]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_better_score_never_gives_a_worse_grade(first: int, second: int) -> None:
    order = [grade.value for grade in Evaluation.Grade]
    low, high = sorted((Decimal(first) / 100, Decimal(second) / 100))

    assert order.index(grade_of(high, measures()).value) <= order.index(
        grade_of(low, measures()).value
    )
