"""历史项目补录: a ledger uploaded, its columns matched, every row checked, then taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.organizations.models import Unit, User
from config.kernel.forms import UiForm, attempt
from documents.spreadsheets import Page, letters_of
from documents.views.listings import workbook_response
from projects.application.queries import may_be_owned_by
from projects.overview.exports import faults_workbook
from projects.overview.forms import MatchColumnsForm, UploadLedgerForm
from projects.registry import kinds
from projects.registry.models import LedgerBatch
from projects.registry.services import (
    batches_of,
    match_columns,
    page_of,
    start_backfill,
    upload_ledger,
)
from projects.registry.views.fetching import reader, tell_errors
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import versions_in_force

MOST_BATCHES, MOST_PREVIEWED, MOST_TOLD = 20, 20, 100
LONGEST_CELL = 40
PAGE = "projects:overview-backfill-batch"


def _allowed(user: User) -> tuple[list[Unit], list[RulebookVersion]]:
    """Return for which units the reader takes ledgers over, and under which measures."""
    versions = [version for version in versions_in_force() if kinds.begins_projects(version)]
    return may_be_owned_by(user, timezone.localdate(), versions), versions


@require_http_methods(["GET", "POST"])
def backfill(request: HttpRequest) -> HttpResponse:
    """List the ledgers of my units; upload another."""
    actor = reader(request)
    units, rulebooks = _allowed(actor)
    is_posted = request.method == "POST"
    form = UploadLedgerForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        units=units,
        rulebooks=rulebooks,
    )
    if form.is_valid() and attempt(form, upload_ledger, actor=actor, at=timezone.now()):
        return redirect(PAGE, batch_id=form.result.pk)
    context = {
        "form": form,
        "may_upload": bool(units and rulebooks),
        "batches": [
            {"batch": batch, "href": reverse(PAGE, kwargs={"batch_id": batch.pk})}
            for batch in batches_of(units)[:MOST_BATCHES]
        ],
    }
    return render(request, "projects/overview/backfill.html", context, status=form.status)


def _batch(request: HttpRequest, batch_id: int) -> LedgerBatch:
    units, _ = _allowed(reader(request))
    return get_object_or_404(batches_of(units), pk=batch_id)


@require_http_methods(["GET", "POST"])
def backfill_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Match the columns of a ledger, and show what its rows come to."""
    batch = _batch(request, batch_id)
    page = page_of(batch)
    head_row = _head_row(request.POST, batch, page)
    form = MatchColumnsForm(
        batch, _heads(page, head_row), request.POST if request.method == "POST" else None
    )
    at = timezone.now()
    if form.is_valid() and attempt(form, match_columns, batch, actor=reader(request), at=at):
        messages.success(request, "列对应已保存，全部行已检查，结果见下。")
        return redirect(PAGE, batch_id=batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "trail": [{"label": "历史项目补录", "href": reverse("projects:overview-backfill")}],
        "preview": _preview(page, head_row),
        "problems": batch.problems[:MOST_TOLD],
        "problem_count": len(batch.problems),
        "fresh_count": batch.row_count - batch.known_count,
        "made": batch.projects.order_by("pk")[:MOST_PREVIEWED] if batch.is_done else [],
    }
    return render(request, "projects/overview/backfill_batch.html", context, status=form.status)


def _head_row(data: QueryDict, batch: LedgerBatch, page: Page) -> int:
    given = data.get("head_row", "")
    wanted = int(given) if given.isdecimal() and len(given) < LONGEST_CELL else batch.head_row
    return min(max(wanted, 1), max(len(page.rows), 1))


def _heads(page: Page, head_row: int) -> list[tuple[int, str]]:
    """Return the columns to choose from, by letter and head: two heads may be the same."""
    row = page.rows[head_row - 1] if page.rows else []
    return [
        (place, f"{letters_of(place)} 列：{str(head or '（空）')[:LONGEST_CELL]}")
        for place, head in enumerate(row, start=1)
    ]


def _preview(page: Page, head_row: int) -> dict[str, Any]:
    rows = page.rows[head_row - 1 : head_row + MOST_PREVIEWED]
    shown = [["" if cell is None else str(cell)[:LONGEST_CELL] for cell in row] for row in rows]
    return {
        "letters": [letters_of(place + 1) for place in range(len(shown[0]))] if shown else [],
        "rows": [{"number": head_row + at, "cells": cells} for at, cells in enumerate(shown)],
    }


@require_POST
def start(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have a checked ledger taken over."""
    batch = _batch(request, batch_id)
    form = UiForm(request.POST)
    at = timezone.now()
    if form.is_valid() and attempt(form, start_backfill, batch, actor=reader(request), at=at):
        messages.success(request, "正在补录，进度在这里显示；全部成功才会写入，否则一行也不写。")
        return redirect("documents:center")
    tell_errors(request, form)
    return redirect(PAGE, batch_id=batch.pk)


@require_safe
def faults(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Hand the ledger back with the reason in each bad cell."""
    batch = _batch(request, batch_id)
    stem = batch.file_name.removesuffix(".xlsx")
    return workbook_response(faults_workbook(batch), f"{stem} 问题.xlsx")
