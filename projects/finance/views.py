"""The money of one project, and the ledger of the money of all."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.organizations.models import User
from config.kernel.templatetags.ui import wan
from documents.spreadsheets import Listing
from documents.views.listings import hand_out
from projects.finance.exports import money_listing, payments_listing
from projects.finance.forms import MoneyFilterForm
from projects.finance.queries import (
    MoneyFilter,
    MoneyPage,
    appropriations_in_force,
    money_chain,
    money_ledger,
    money_page,
    payments_of,
)
from projects.procurement.models import Contract
from projects.procurement.queries import contracts_in_force
from projects.registry.access import visible_projects
from projects.registry.models import Project, RecordStatus
from projects.registry.rules import record_url
from projects.registry.views import visible_project
from projects.registry.views.fetching import reader

NOTHING = Decimal(0)
MONEY_LIST, PAYMENT_LIST = "projects.money", "projects.payments"
type Row = dict[str, Any]


@require_safe
def money(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show the chain of sums of a project, with its contracts, quotas and payments (资金)."""
    project = visible_project(request, project_id)
    contracts = list(contracts_in_force(project))
    payments = list(payments_of(project))
    quotas = list(appropriations_in_force(project))
    context = {
        "project": project,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {
                "label": project.number,
                "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
            },
        ],
        "links": money_chain(project),
        "figures": _figures(project, contracts, quotas, payments),
        "contracts": [_contract_row(contract, payments) for contract in contracts],
        "quotas": [{"quota": quota, "href": record_url(quota)} for quota in quotas],
        "payments": [{"payment": payment, "href": record_url(payment)} for payment in payments],
    }
    return render(request, "projects/finance/money.html", context)


def _figures(
    project: Project, contracts: list[Contract], quotas: list[Any], payments: list[Any]
) -> list[Row]:
    approved = project.approved_amount
    paid = _sum([payment for payment in payments if payment.status == RecordStatus.PASSED])
    asked = _sum([payment for payment in payments if payment.status == RecordStatus.PENDING])
    contracted = _sum(contracts)
    rate = f"万元，{paid / contracted * 100:.1f}%" if contracted else "万元"
    return [
        {"label": "批复金额", "value": wan(approved), "note": "万元"},
        {"label": "合同金额", "value": wan(contracted), "note": "万元"},
        {"label": "已下达指标", "value": wan(_sum(quotas)), "note": "万元"},
        {"label": "已支付", "value": wan(paid), "note": rate},
        {"label": "支付在办", "value": wan(asked), "note": "万元"},
    ]


def _sum(records: list[Any]) -> Decimal:
    return sum((record.amount or NOTHING for record in records), NOTHING)


def _contract_row(contract: Contract, payments: list[Any]) -> Row:
    own = [payment for payment in payments if payment.basis_contract_id == contract.pk]
    paid = _sum([payment for payment in own if payment.status == RecordStatus.PASSED])
    whole = contract.amount or NOTHING
    return {
        "contract": contract,
        "href": record_url(contract),
        "paid": paid,
        "left": whole - paid,
        "whole": whole,
    }


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List the approved projects that the reader may see, with their sums (资金台账)."""
    form = MoneyFilterForm(request.GET)
    wanted = form.wanted()
    on, after = timezone.localdate(), request.GET.get("after", "")
    page = money_page(reader(request), wanted, on, after=after)
    context = {
        "form": form,
        "page": page,
        "rows": [{"row": row, "href": f"/projects/{row.project.pk}/money/"} for row in page.rows],
        "sums": page.sums,
        "pager": _pager(request, page),
        "export_href": f"export/?{_asked(request)}",
        "clear_href": reverse("projects:finance-ledger") if wanted != MoneyFilter() else "",
    }
    return render(request, "projects/finance/money_ledger.html", context)


def _asked(request: HttpRequest) -> str:
    return urlencode({name: value for name, value in request.GET.items() if name != "after"})


@require_safe
def export_ledger(request: HttpRequest) -> HttpResponse:
    """Hand out the ledger of money as it is filtered."""
    return hand_out(request, MONEY_LIST)


@require_safe
def export_payments(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand out the payments of a project."""
    return hand_out(request, PAYMENT_LIST, project=visible_project(request, project_id).pk)


def open_ledger(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the ledger of money as its reader filtered it."""
    assert isinstance(user, User)
    form = MoneyFilterForm(asked)
    wanted = form.wanted()
    words = "；".join(form.in_words())
    return money_listing(money_ledger(user, wanted, timezone.localdate(at)), wanted=words)


def open_payments(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the payments of a project that the reader may see."""
    assert isinstance(user, User)
    visible = visible_projects(user, timezone.localdate(at))
    return payments_listing(get_object_or_404(visible, pk=asked.get("project")))


def _pager(request: HttpRequest, page: MoneyPage) -> Row:
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    following = f"?{urlencode({**asked, 'after': page.next_key})}" if page.next_key else ""
    return {
        "total": f"共 {page.count_text} 个项目",
        "previous_href": f"?{urlencode(asked)}" if request.GET.get("after") else "",
        "next_href": following,
        "shown": len(page.rows),
    }
