"""The style page and five sample pages, one for each layout."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from config.kernel import forms as ui
from config.kernel.frames import Account, Link
from config.styleguide import samples

PAGES = {
    "queue": "待办中心",
    "project": "项目页",
    "form": "填报页",
    "ledger": "清单页",
    "grid": "网格页",
}
UNITS = [("1", "全部单位"), ("2", "市城市管理局"), ("3", "市教育局")]


class SampleForm(ui.UiForm):
    """One field of each kind."""

    name = ui.CleanCharField(
        label="项目名称", max_length=100, help_text="与近三年 2 个项目名称相近。"
    )
    leader = forms.ChoiceField(label="项目负责人", choices=[("1", "李强（信息中心主任）")])
    amount = ui.MoneyField(label="申报总投资")
    begins_on = ui.DayField(label="计划开工")
    ends_on = ui.DayField(label="计划完工")
    months = ui.CountField(label="建设周期", unit="个月", required=False)
    is_secret = ui.YesNoField(label="是否含有国家秘密")
    reason = ui.CleanTextField(label="建设必要性", min_length=50, help_text="至少 50 字。")
    agrees = forms.BooleanField(label="以上内容不含国家秘密，数据真实。")


class LineForm(ui.UiForm):
    """One budget line."""

    kind = forms.ChoiceField(label="类别", choices=[("1", "软件开发"), ("2", "硬件设备")])
    name = ui.CleanCharField(label="名称与规格")
    count = ui.CountField(label="数量")
    price = ui.MoneyField(label="单价")


class FilterForm(ui.UiForm):
    """Filters of a list."""

    unit = forms.ChoiceField(label="单位", choices=UNITS, required=False)
    q = ui.CleanCharField(label="名称", required=False)


class OpinionForm(ui.UiForm):
    """The opinion of a reviewer."""

    opinion = ui.CleanTextField(
        label="审核意见", widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


@login_not_required
def show(request: HttpRequest, page: str = "") -> HttpResponse:
    """Show the style page or one of the sample pages."""
    if page and page not in PAGES:
        raise Http404
    name = f"styleguide/{page}.html" if page else "styleguide.html"
    if page == "queue" and request.headers.get("HX-Request-Type") == "partial":
        name += "#pane"
    response = render(request, name, sample_context())
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


def sample_context() -> dict[str, Any]:
    lines = forms.formset_factory(LineForm, extra=0)
    named = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    rows = samples.projects()
    return named | {
        "pages": [
            {"label": label, "href": f"/styleguide/{page}/"} for page, label in PAGES.items()
        ],
        "trail": [{"label": "项目台账", "href": "/styleguide/ledger/"}],
        "verdict": samples.REFUSED,
        "nav": _nav(),
        "account": _account(),
        "footer": {"rulebook": "适用《投资信息化项目管理办法》", "version": "系统版本 0.1"},
        "form": _wrong_form(),
        "formset": lines(
            initial=[
                {"kind": "1", "name": "环卫作业监管子系统", "count": 1, "price": Decimal(2680000)},
                {"kind": "2", "name": "机柜与空调", "count": 2, "price": Decimal(48000)},
            ]
        ),
        "filters": FilterForm(),
        "opinion": OpinionForm(),
        "projects": rows,
        "tasks": samples.tasks(),
        "total": sum(row["amount"] for row in rows),
        "sums": [sum(column) for column in zip(*(row["grid"] for row in rows), strict=True)],
    }


def _nav() -> tuple[Link, ...]:
    labels = ("工作台", "待办中心", "项目台账", "申报", "年度计划", "资金", "办法", "表单中心")
    return tuple(
        Link(
            label=label,
            href="#",
            current=label == "项目台账",
            count="50" if label == "待办中心" else "",
        )
        for label in (*labels, "组织与岗位", "审计留痕")
    )


def _account() -> Account:
    return Account(
        name="周敏",
        post="市数据局 项目处 部门评审",
        links=(
            Link(label="我的任务", href="#", icon="list-check"),
            Link(label="常用意见", href="#", icon="message"),
        ),
        search_href="/styleguide/ledger/",
    )


def _wrong_form() -> SampleForm:
    return SampleForm(
        {
            "name": "智慧环卫作业监管系统",
            "leader": "1",
            "amount": "5,794,000.00",
            "begins_on": "2027-03-01",
            "ends_on": "",
            "months": "10",
            "reason": "现有环卫作业靠人工巡查。",
            "is_secret": "no",
            "agrees": "on",
        }
    )
