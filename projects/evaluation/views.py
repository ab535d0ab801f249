"""The indicators of a project, with what was reached and how it was scored."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.organizations.models import User
from documents.sheets.words import number_in_words
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out
from projects.evaluation.models import Evaluation, SelfEvaluation
from projects.evaluation.queries import (
    evaluation_of,
    execution_rate,
    grade_of,
    indicators_of,
    self_evaluation_of,
)
from projects.registry.access import rights_on, visible_projects
from projects.registry.models import Project
from projects.registry.queries import openable_kinds
from projects.registry.rules import record_url
from projects.registry.shapes import Entered, number_in, rows_in, text_in
from projects.registry.views import visible_project
from projects.registry.views.fetching import reader

GRADE_TINTS = {"EXCELLENT": "ok", "GOOD": "ok", "FAIR": "warn", "POOR": "bad"}
SCORE_LIST = "projects.scores"
SCORE_COLUMNS = (
    Column("一级指标", width=12),
    Column("二级指标", width=12),
    Column("三级指标", ColumnKind.LONG_TEXT, 26),
    Column("指标值", ColumnKind.LONG_TEXT, 18),
    Column("完成值", ColumnKind.LONG_TEXT, 18),
    Column("分值", ColumnKind.NUMBER, 8, is_summed=True),
    Column("自评", ColumnKind.NUMBER, 8, is_summed=True),
    Column("评价", ColumnKind.NUMBER, 8, is_summed=True),
    Column("扣分原因", ColumnKind.LONG_TEXT, 26),
)
type Row = dict[str, Any]


@require_safe
def indicators(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show targets, what was reached, and both scores beside each other (绩效指标)."""
    project = visible_project(request, project_id)
    own, review = self_evaluation_of(project), evaluation_of(project)
    rows = _rows(project, own, review)
    context = {
        "project": project,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {
                "label": project.number,
                "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
            },
        ],
        "rows": rows,
        "figures": _figures(project, own, review),
        "grade": _grade(review),
        "records": [
            {"label": label, "href": record_url(record)}
            for label, record in (("绩效自评表", own), ("绩效评价表", review))
            if record is not None
        ],
        "target_url": _target_url(request, project) if not rows else "",
    }
    return render(request, "projects/evaluation/indicators.html", context)


@require_safe
def export_scores(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand out the indicators of a project with both scores."""
    return hand_out(request, SCORE_LIST, project=visible_project(request, project_id).pk)


def open_scores(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the scores of a project that the reader may see."""
    assert isinstance(user, User)
    visible = visible_projects(user, timezone.localdate(at)).select_related("rulebook")
    project = get_object_or_404(visible, pk=asked.get("project"))
    rows = _rows(project, self_evaluation_of(project), evaluation_of(project))
    return Listing(
        title=f"{project.name}绩效评分",
        columns=SCORE_COLUMNS,
        rows=[
            [
                row["indicator"].get_level_one_display(),
                row["indicator"].get_level_two_display(),
                row["indicator"].name,
                row["indicator"].target,
                row["actual"],
                row["indicator"].weight,
                row["own_points"],
                row["points"],
                row["reason"],
            ]
            for row in rows
        ],
        count=len(rows),
    )


def _target_url(request: HttpRequest, project: Project) -> str:
    """Return where targets are begun, if this reader may begin them now."""
    rights = rights_on(reader(request), project, timezone.localdate())
    if not any(kind.code == "performance_targets" for kind in openable_kinds(project, rights)):
        return ""
    return reverse(
        "projects:registry-open",
        kwargs={"project_id": project.pk, "kind": "performance_targets"},
    )


def _rows(project: Project, own: SelfEvaluation | None, review: Evaluation | None) -> list[Row]:
    own_rows, review_rows = _by_name(own), _by_name(review)
    rows = []
    for indicator in indicators_of(project):
        said, judged = own_rows.get(indicator.name, {}), review_rows.get(indicator.name, {})
        rows.append(
            {
                "indicator": indicator,
                "actual": text_in(judged, "actual") or text_in(said, "actual"),
                "weight": number_in_words(indicator.weight),
                "own_points": number_in(said, "score"),
                "points": number_in(judged, "score"),
                "own_score": _points(said),
                "score": _points(judged),
                "reason": text_in(judged, "reason") or text_in(said, "reason"),
            }
        )
    return rows


def _points(row: Entered) -> str:
    score = number_in(row, "score")
    return "—" if score is None else number_in_words(score)


def _by_name(record: SelfEvaluation | Evaluation | None) -> dict[str, Entered]:
    rows = rows_in(record.details, "indicators") if record else []
    return {text_in(row, "name"): row for row in rows}


def _figures(project: Project, own: SelfEvaluation | None, review: Evaluation | None) -> list[Row]:
    own_score = own.score if own else None
    score = review.score if review else None
    return [
        {"label": "预算执行率", "value": f"{number_in_words(execution_rate(project))}%"},
        _score_figure("自评得分", own_score, project),
        _score_figure("评价得分", score, project),
    ]


def _score_figure(label: str, score: Any, project: Project) -> Row:
    if score is None:
        return {"label": label, "value": "—", "note": "尚未完成"}
    grade = grade_of(score, project.rulebook)
    return {"label": label, "value": number_in_words(score), "note": f"分，{grade.label}"}


def _grade(review: Evaluation | None) -> Row | None:
    if review is None:
        return None
    return {"label": review.get_grade_display(), "tint": GRADE_TINTS[review.grade]}
