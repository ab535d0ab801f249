"""When targets, scores and the hand-over to the archives hold together."""

from collections.abc import Iterable
from decimal import Decimal

from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Missing, Refusal, Strength, Verdict, refused
from projects.evaluation.models import Indicator
from projects.evaluation.queries import (
    execution_score,
    indicators_of,
    items_of_archive,
    self_evaluation_of,
)
from projects.registry import kinds
from projects.registry.models import Project, Record, RecordStatus, Stage
from projects.registry.rules import judge_gate, supplies
from projects.registry.shapes import Entered, amount_in, day_in, number_in, rows_in, text_in
from projects.regulations.queries import number_setting

WHOLE = Decimal(100)
LEVELS = {
    "EXECUTION": {"EXECUTION"},
    "OUTPUT": {"QUANTITY", "QUALITY", "TIMELINESS", "COST"},
    "BENEFIT": {"ECONOMIC", "SOCIAL", "ECOLOGICAL", "SUSTAINABLE"},
    "SATISFACTION": {"SATISFACTION"},
}
USUAL_WEIGHTS = {
    "EXECUTION": ("weight_of_execution", Decimal(10)),
    "OUTPUT": ("weight_of_output", Decimal(50)),
    "BENEFIT": ("weight_of_benefit", Decimal(30)),
    "SATISFACTION": ("weight_of_satisfaction", Decimal(10)),
}
ARCHIVED_KINDS = (
    ("performance_targets", "绩效目标"),
    ("test_report", "软件测试报告"),
    ("trial_operation", "试运行评估"),
    ("final_accounts", "竣工决算"),
    ("information_system", "系统登记"),
    ("self_evaluation", "绩效自评"),
)


def may_submit_targets(record: Record) -> Verdict:
    """Decide whether the targets are complete: every indicator sound, the weights 100 in all."""
    rows, verdict = rows_in(record.details, "indicators"), ALLOWED
    names: set[str] = set()
    for number, row in enumerate(rows, start=1):
        verdict &= _indicator_is_sound(number, row)
        name = nfkc_key(text_in(row, "name"))
        if name and name in names:
            verdict &= refused(f"第{number}行的三级指标“{text_in(row, 'name')}”与前面的重复。")
        names.add(name)
    total = sum((amount_in(row, "weight") for row in rows), Decimal(0))
    if rows and total != WHOLE:
        verdict &= refused(f"权重合计为{total.normalize():f}，应为100。")
    starts_on, ends_on = day_in(record.details, "starts_on"), day_in(record.details, "ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        verdict &= refused("计划完成日期早于计划开始日期，请核对。")
    if amount_in(record.details, "fiscal_amount") > amount_in(record.details, "total_amount"):
        verdict &= refused("财政资金大于项目资金总额，请核对。")
    return verdict & _weights_are_usual(rows, record.project)


def _indicator_is_sound(number: int, row: Entered) -> Verdict:
    verdict, weight = ALLOWED, number_in(row, "weight")
    first, second = text_in(row, "first_level"), text_in(row, "second_level")
    if first and second and second not in LEVELS.get(first, set()):
        one = dict(Indicator.LevelOne.choices).get(first, first)
        two = dict(Indicator.LevelTwo.choices).get(second, second)
        verdict &= refused(f"第{number}行的二级指标“{two}”不属于一级指标“{one}”。")
    if weight is not None and weight <= 0:
        verdict &= refused(f"第{number}行的权重应大于零。")
    return verdict & _has_two_decimals(number, "权重", weight)


def _has_two_decimals(number: int, label: str, value: Decimal | None) -> Verdict:
    if value is None or value == value.quantize(Decimal("0.01")):
        return ALLOWED
    return refused(f"第{number}行的{label}最多两位小数。")


def _weights_are_usual(rows: Iterable[Entered], project: Project) -> Verdict:
    """Tell where the weights leave the usual division; nobody is held to it."""
    usually = {
        first: number_setting(project.rulebook, *setting)
        for first, setting in USUAL_WEIGHTS.items()
    }
    sums = dict.fromkeys(usually, Decimal(0))
    for row in rows:
        first = text_in(row, "first_level")
        if first in sums:
            sums[first] += amount_in(row, "weight")
    if all(sums[first] == usual for first, usual in usually.items()):
        return ALLOWED
    labels = dict(Indicator.LevelOne.choices)
    usual = "、".join(f"{labels[first]}{weight.normalize():f}" for first, weight in usually.items())
    message = f"权重通常为{usual}，请确认现在的分配。"
    return Verdict((Refusal(message=message, strength=Strength.ADVICE, is_system_default=True),))


def may_submit_self_evaluation(record: Record) -> Verdict:
    """Decide whether the owner unit's own evaluation is complete and computed rightly."""
    project = record.project
    return (
        _evaluation_may_begin(record)
        & _has_targets(project)
        & _scores_are_sound(record)
        & _execution_is_computed(record)
    )


def _evaluation_may_begin(record: Record) -> Verdict:
    """Ask the gate of the stage, for the first submission carries the project into it."""
    project = record.project
    if project.stage != Stage.OPERATION:
        return ALLOWED
    return judge_gate(project, "enter_evaluation", kinds.filled_on(record))


def _has_targets(project: Project) -> Verdict:
    if indicators_of(project).exists():
        return ALLOWED
    return refused(
        "尚未申报绩效目标，不能评价；请先填报绩效目标。",
        missing=(Missing(label="绩效目标", url=supplies(project, "performance_targets")),),
    )


def _scores_are_sound(record: Record) -> Verdict:
    weights = dict(indicators_of(record.project).values_list("name", "weight"))
    verdict, seen = ALLOWED, set()
    for number, row in enumerate(rows_in(record.details, "indicators"), start=1):
        name, score = text_in(row, "name"), number_in(row, "score")
        if name not in weights:
            verdict &= refused(f"第{number}行“{name}”不在已申报的绩效指标中，请删去或改回原名。")
            continue
        if name in seen:
            verdict &= refused(f"第{number}行“{name}”重复，请删去。")
        seen.add(name)
        if score is not None and not 0 <= score <= weights[name]:
            limit = f"{weights[name].normalize():f}"
            verdict &= refused(f"第{number}行“{name}”的得分应在 0 至分值{limit}之间。")
        verdict &= _has_two_decimals(number, "得分", score)
    return verdict


def _execution_is_computed(record: Record) -> Verdict:
    """Demand that the points for spending the budget are those of the payments."""
    project, verdict = record.project, ALLOWED
    execution = set(
        indicators_of(project)
        .filter(level_one=Indicator.LevelOne.EXECUTION)
        .values_list("name", flat=True)
    )
    rows = [r for r in rows_in(record.details, "indicators") if text_in(r, "name") in execution]
    scores = [score for row in rows if (score := number_in(row, "score")) is not None]
    if not execution or len(scores) < len(rows):
        return verdict
    computed = execution_score(project)
    if sum(scores, Decimal(0)) != computed:
        verdict &= refused(
            f"预算执行率得分按支付情况计算为{computed.normalize():f}分，请照此填写。"
        )
    return verdict


def may_submit_evaluation(record: Record) -> Verdict:
    """Decide whether the review of an evaluation is complete."""
    verdict = _has_targets(record.project) & _scores_are_sound(record)
    if self_evaluation_of(record.project) is None:
        verdict &= refused("建设单位的绩效自评尚未通过，不能评价。")
    return verdict


def may_archive(record: Record) -> Verdict:
    """Decide whether the whole file is there and sound to be handed over."""
    return _file_is_complete(record.project) & _tests_are_passed(record) & _items_are_told(record)


def _file_is_complete(project: Project) -> Verdict:
    passed = set(
        Record.objects.filter(project=project, status=RecordStatus.PASSED).values_list(
            "kind", flat=True
        )
    )
    wanting = tuple(
        Missing(label=label, url=supplies(project, kind))
        for kind, label in ARCHIVED_KINDS
        if kind not in passed
    )
    if not wanting:
        return ALLOWED
    labels = "、".join(item.label for item in wanting)
    return refused(f"归档资料不齐，缺：{labels}。", missing=wanting)


def _tests_are_passed(record: Record) -> Verdict:
    failed = [
        text_in(row, "aspect")
        for row in rows_in(record.details, "tests")
        if text_in(row, "result") == "NOT_CONFORMING"
    ]
    if not failed:
        return ALLOWED
    return refused(f"四性检测不符合：{'、'.join(failed)}，请处理后再移交。")


def _items_are_told(record: Record) -> Verdict:
    verdict = ALLOWED
    for number, row in enumerate(items_of_archive(record), start=1):
        dated = day_in(row, "dated")
        if dated is not None and dated > kinds.filled_on(record):
            verdict &= refused(f"档案清单第{number}行的日期晚于今天，请核对。")
    return verdict
