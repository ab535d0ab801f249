"""Expert reviews of records: what the rulebook asks, and what its gates learn of the outcome."""

from decimal import Decimal

import pytest

from approvals.experts.shapes import Quota
from config.kernel.verdicts import RuleViolationError
from projects.application.models import Appraisal
from projects.registry.facts import facts_of
from projects.registry.facts.reviews import provide
from projects.registry.models import Record
from projects.registry.reviews import demand_of, form_of, tally, total_of
from projects.registry.rules import may_submit
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook.panels import Draw, Panel, Share
from projects.regulations.rulebook.scores import ScoreItem, ScoreSheet, ScoreStep
from tests.approvals.experts.conftest import Bench, concluded
from tests.approvals.experts.conftest import _module_bench as _module_bench  # noqa: PLC0414
from tests.approvals.experts.conftest import bench as bench  # noqa: PLC0414
from tests.builders import AT, TODAY, appraised, send

DEFAULT = {"basis": "SYSTEM_DEFAULT"}
PANEL = Panel(
    id="X-P1",
    code="appraisal",
    label="技术评审组",
    gate="appraisal",
    at_least=6,
    is_odd=True,
    least_years=5,
    shares=(
        Share(
            code="outside", label="外部专家", of="EXTERNAL", percent=Decimal(50), relation="above"
        ),
        Share(code="security", label="安全专家", of="CATEGORY", category="SECURITY", at_least=1),
        Share(code="drawn_all", label="随机抽取", of="DRAWN", percent=Decimal(100)),
    ),
    draw=Draw(pool="EXPERTS", reserve=2, times_as_many=3),
    recusals=("PREVIOUS_ROUND",),
    **DEFAULT,  # type: ignore[arg-type]
)
SHEET = ScoreSheet(
    id="X-S1",
    code="quality",
    label="评分表",
    gate="appraisal",
    items=(
        ScoreItem(
            code="goals",
            label="目标",
            points=Decimal(40),
            parts=(
                ScoreItem(
                    code="clear",
                    label="目标明确度",
                    points=Decimal(10),
                    mode="STEPS",
                    steps=(
                        ScoreStep(code="CLEAR", label="明确", points=Decimal(10)),
                        ScoreStep(code="VAGUE", label="不明确", points=Decimal(0)),
                    ),
                ),
                ScoreItem(code="rate", label="完成率", points=Decimal(30), mode="SHARE"),
            ),
        ),
        ScoreItem(code="order", label="规范", points=Decimal(20), mode="DEDUCT", deduct=Decimal(5)),
        ScoreItem(
            code="legal", label="合规", points=Decimal(40), mode="YES_NO", may_not_apply=True
        ),
    ),
    experts=2,
    pass_mark=Decimal(70),
    **DEFAULT,  # type: ignore[arg-type]
)
RATINGS = {"clear": "CLEAR", "rate": "80", "order": "2", "legal": "yes"}


@pytest.mark.django_db
def test_a_panel_of_the_rulebook_is_drawn_as_it_stands_there(bench: Bench) -> None:
    book = rulebook_of(bench.record.project.rulebook)

    demand = demand_of(PANEL, book)

    assert (demand.size, demand.at_least, demand.is_odd) == (7, 6, True)
    assert (demand.reserve, demand.times_as_many, demand.least_years) == (2, 3, 5)
    assert demand.recusals == {"PREVIOUS_ROUND"}
    assert demand.quotas == (
        Quota(label="外部专家", of="EXTERNAL", percent=Decimal(50), is_above=True),
        Quota(label="安全专家", of="CATEGORY", category="SECURITY", at_least=1),
    )


def test_a_sheet_of_the_rulebook_is_rated_and_added_up_as_it_stands_there() -> None:
    form = form_of(SHEET)
    assert [box.group for box in form.boxes] == ["目标", "目标", "", ""]

    assert total_of(form, RATINGS) == "84.00"
    assert total_of(form, RATINGS | {"legal": "-"}) == "73.33"
    found = tally(form, {"a": RATINGS, "b": RATINGS | {"clear": "VAGUE", "rate": "10"}})
    assert (found.total, found.passed) == ("68.50", False)
    assert found.why_not == "总分68.50分，低于合格分70分。"
    alone = tally(form, {"a": RATINGS})
    assert (alone.total, alone.why_not) == (None, "只有1位专家评分，少于2位，没有总分。")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"clear": "FINE"}, "没有这一档"),
        ({"order": "1.5"}, "为整数"),
        ({"legal": "maybe"}, "是否符合"),
        ({"rate": "101"}, "0至100之间"),
    ],
)
def test_a_rating_that_its_item_does_not_allow_is_told_apart(
    wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        total_of(form_of(SHEET), RATINGS | wrong)


def test_a_record_is_not_sent_while_experts_sit_over_it(bench: Bench) -> None:
    review = bench.convene()
    record = Appraisal.objects.get(pk=bench.record.pk)

    assert "还没有出具结论" in may_submit(record, TODAY).text

    concluded(review)
    assert "还没有出具结论" not in may_submit(record, TODAY).text


def test_what_the_experts_refuse_cannot_be_approved(bench: Bench) -> None:
    concluded(bench.convene(), "FAILED")
    appraisal = Appraisal.objects.get(pk=bench.record.pk)
    filled = appraised(bench.county, appraisal)

    with pytest.raises(RuleViolationError, match="专家评审结论为不通过，总体结论不能是批准"):
        send(bench.county, filled, by="DATA_REVIEW", at=AT)


def test_the_conclusion_is_a_fact_that_a_gate_may_ask_for(bench: Bench) -> None:
    project = bench.record.project
    current = Record.objects.get(pk=bench.record.pk)
    review = bench.convene()
    assert facts_of(project, current).get("appraisal.expert_conclusion") is None

    concluded(review)

    facts = facts_of(project, current)
    assert facts["appraisal.expert_conclusion"] == "PASSED"
    assert facts["appraisal.expert_score"] == "85.00"


def test_the_make_up_of_a_panel_is_a_fact_of_the_project(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = bench.record.project
    book = rulebook_of(project.rulebook).model_copy(update={"panels": (PANEL,)})
    monkeypatch.setattr("projects.registry.facts.reviews.rulebook_of", lambda _version: book)
    review = bench.convene()
    file = facts_of(project)._file
    assert set(provide(project, file).values()) == {None}

    concluded(review)

    facts = provide(project, file)
    assert facts["panel.appraisal.size"] == facts["panel.appraisal.attended"] == 5
    assert facts["panel.appraisal.drawn"] == facts["panel.appraisal.external"] == 5
    assert facts["panel.appraisal.candidates"] == 9
    assert facts["panel.appraisal.recused"] == ()
    assert facts["panel.appraisal.conclusion"] == "PASSED"
