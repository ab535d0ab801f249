"""Scoring sheets of rulebooks as experts fill them in, and what their scores come to."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from approvals.experts.shapes import ScoreBox, ScoreForm, Step, Tally
from approvals.experts.subjects import Ratings
from projects.registry import kinds
from projects.regulations.interpreter import Score, score
from projects.regulations.interpreter.scoring import BadRatingError, Rating
from projects.regulations.rulebook.citations import Basis
from projects.regulations.rulebook.scores import ScoreItem, ScoreSheet

BY_SYSTEM = "系统默认，非法规规定"
_APPRAISED = (
    ("necessity", "建设必要性", 20, None),
    ("feasibility", "建设可行性", 20, None),
    ("design", "技术方案和集约共享", 25, 15),
    ("budget", "经费合理性", 20, None),
    ("security", "网络和数据安全", 15, 9),
)
_ACCEPTED = (
    ("scope", "建设内容完成情况", 25, 15),
    ("quality", "功能和性能", 25, 15),
    ("papers", "资料齐全和规范", 15, None),
    ("security", "网络和数据安全", 15, 9),
    ("data", "数据归集和共享", 10, None),
    ("benefit", "应用效果", 10, None),
)


def default_sheet(kind: kinds.RecordKind) -> ScoreSheet:
    is_late = any(stage in {"ACCEPTANCE", "OPERATION", "EVALUATION"} for stage in kind.stages)
    items = _ACCEPTED if is_late else _APPRAISED
    return ScoreSheet(
        id=f"SYSTEM.{kind.code}",
        code=kind.code,
        label="专家评分表",
        gate=kind.gate_code,
        items=tuple(
            ScoreItem(
                code=code,
                label=label,
                points=Decimal(points),
                floor=None if floor is None else Decimal(floor),
            )
            for code, label, points, floor in items
        ),
        experts=3,
        drop_highest=1,
        drop_lowest=1,
        pass_mark=Decimal(60),
        basis=Basis.SYSTEM_DEFAULT,
    )


def form_of(sheet: ScoreSheet) -> ScoreForm:
    """Return a scoring sheet of a rulebook as the experts fill it in."""
    words = [f"至少{sheet.experts}位专家评分，取平均分"]
    if sheet.drop_highest or sheet.drop_lowest:
        words.append(f"去掉{sheet.drop_highest}个最高分和{sheet.drop_lowest}个最低分")
    if sheet.pass_mark is not None:
        words.append(f"{sheet.pass_mark.normalize():f}分合格")
    by_system = f"（{BY_SYSTEM}）" if sheet.is_system_default else ""
    return ScoreForm(
        label=sheet.label,
        total=f"{sheet.total.normalize():f}",
        boxes=tuple(_boxes(sheet.items, "")),
        note=f"{'，'.join(words)}。{by_system}",
        sheet=sheet.model_dump(mode="json"),
    )


def _boxes(items: Iterable[ScoreItem], group: str) -> Iterator[ScoreBox]:
    for item in items:
        if item.parts:
            yield from _boxes(item.parts, item.label)
            continue
        yield ScoreBox(
            code=item.code,
            label=item.label,
            group=group,
            points=f"{item.points.normalize():f}",
            mode=item.mode,
            steps=tuple(
                Step(code=step.code, label=step.label, points=f"{step.points.normalize():f}")
                for step in item.steps
            ),
            deduct=f"{item.deduct.normalize():f}",
            floor="" if item.floor is None else f"{item.floor.normalize():f}",
            may_not_apply=item.may_not_apply,
        )


def total_of(form: ScoreForm, ratings: Ratings) -> str:
    """Add up what one expert gave; `ValueError` with a sentence where it cannot stand."""
    return f"{_alone(form, ratings).total}"


def tally(form: ScoreForm, given: Mapping[str, Ratings]) -> Tally:
    """Add up what all experts gave, as the sheet says."""
    sheet = ScoreSheet.model_validate(form.sheet)
    rated = {key: _rated(form, ratings) for key, ratings in given.items()}
    found = score(sheet, list(rated.values()))
    totals = {key: _alone(form, ratings).total or Decimal(0) for key, ratings in given.items()}
    ranked = sorted(totals, key=lambda key: totals[key])
    kept = ranked[sheet.drop_lowest : len(ranked) - sheet.drop_highest or None]
    is_scored = found.total is not None
    return Tally(
        total=f"{found.total}" if is_scored else None,
        by_item={code: f"{mean}" for code, mean in found.by_item.items()},
        by_expert={key: f"{total}" for key, total in totals.items()},
        dropped=tuple(key for key in ranked if is_scored and key not in kept),
        below_floor=found.below_floor,
        grade=found.grade,
        passed=found.passed,
        why_not=_why_not(form, sheet, found),
        experts=found.experts,
    )


def _why_not(form: ScoreForm, sheet: ScoreSheet, found: Score) -> str:
    if found.passed:
        return ""
    if found.total is None:
        return f"只有{found.experts}位专家评分，少于{sheet.experts}位，没有总分。"
    labels = {box.code: box.label for box in form.boxes}
    low = "、".join(f"“{labels.get(code, code)}”" for code in found.below_floor)
    words = [f"{low}的平均分低于最低分。"] if low else []
    if sheet.pass_mark is not None and found.total < sheet.pass_mark:
        words.append(f"总分{found.total}分，低于合格分{sheet.pass_mark.normalize():f}分。")
    return "".join(words)


def _alone(form: ScoreForm, ratings: Ratings) -> Score:
    sheet = ScoreSheet.model_validate(form.sheet)
    alone = sheet.model_copy(update={"experts": 1, "drop_highest": 0, "drop_lowest": 0})
    return score(alone, [_rated(form, ratings)])


def _rated(form: ScoreForm, ratings: Ratings) -> dict[str, Rating]:
    found: dict[str, Rating] = {}
    for box in form.boxes:
        value, wrong = box.read(str(ratings.get(box.code, "")))
        if wrong:
            raise BadRatingError(wrong)
        if box.mode in {"POINTS", "SHARE"} and isinstance(value, str):
            found[box.code] = Decimal(value)
        elif value is None or isinstance(value, str | int):
            found[box.code] = value
    return found
